"""What these tests ask of agencies."""

from typing import Any
from uuid import UUID

from tests.services.partners.cases import Cases
from tests.support.agencies import COUNCIL, POLICE, TRUST, Agency

QUESTION = "Has the account been used by anyone else since June?"
ANSWER = "Two withdrawals were made by the care worker."
ENQUIRY = {
    "terms_of_reference": "To find out how the money left the account.",
    "questions": ["What happened, and why?", "What does she want?", "How is the risk reduced?"],
    "conflict_of_interest": {"implicated": "no"},
    "advocate": "referred",
}
BOARD = {
    "for_its_functions": True,
    "likely_to_hold_it": True,
    "about_the_agency_or_its_work": True,
    "supplied_before": False,
}
POLICE_REQUEST = {
    "requested_by_rank": "constable",
    "authorised_by": "Insp. 4471 O\u2019Neill",
    "authorised_by_rank": "inspector",
    "purposes": ["prevention_or_detection_of_crime"],
    "offence": "Fraud by abuse of position.",
    "necessity": "Without the visit records the times can't be compared.",
    "would_be_prejudiced": True,
    "about_one_person": True,
}


def asked(asked_of: Agency, **more: Any) -> dict[str, Any]:
    """Return a body that asks an agency for information."""
    return {
        "kind": "information",
        "asked_of_agency_id": str(asked_of.id),
        "legal_gateway": "dpa_2018_sch1_para18",
        "purpose": "To see whether others are at risk.",
        "question": QUESTION,
        **more,
    }


def caused(asked_of: Agency, **more: Any) -> dict[str, Any]:
    """Return a body that causes an agency to enquire."""
    body = asked(asked_of, kind="cause_enquiry", legal_gateway="care_act_s42", enquiry=ENQUIRY)
    return body | more


async def make(cases: Cases, case_id: UUID, asker: Agency, body: dict[str, Any]) -> str:
    """Make a request; return its path."""
    made = await cases.post(asker, f"/cases/{case_id}/requests", body)
    assert made.status_code == 201, made.text
    request_id: str = made.json()["request_id"]
    assert made.headers["Location"] == f"/partners/v1/cases/{case_id}/requests/{request_id}"
    return f"/cases/{case_id}/requests/{request_id}"


async def case_with_parties(cases: Cases, *parties: Agency, lead: Agency = COUNCIL) -> UUID:
    case_id = await cases.begin(lead=lead)
    await cases.join(case_id, *(parties or (POLICE, TRUST)))
    return case_id
