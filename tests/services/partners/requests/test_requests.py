"""One agency asks another for something, and is answered or refused in writing."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.partners.contributions.models import Contribution, ContributionVersion
from services.partners.requests.lifecycle import RequestState, Step, after
from services.partners.requests.models import Request
from shared.events.partners import (
    RequestAcknowledged,
    RequestAnswered,
    RequestDeclined,
    RequestMade,
)
from shared.reference.care_act import LegalGateway
from tests.services.partners.cases import Cases, Hands, code_of
from tests.services.partners.requests.asking import (
    ANSWER,
    QUESTION,
    asked,
    case_with_parties,
    make,
)
from tests.support.agencies import (
    BYSTANDER,
    COUNCIL,
    EMPLOYER,
    POLICE,
    REAL_TRUST,
    TRUST,
    Agency,
)

WAITS = {RequestState.MADE, RequestState.ACKNOWLEDGED, RequestState.REOPENED}
SETTLES = {
    Step.ANSWER: RequestState.ANSWERED,
    Step.DECLINE: RequestState.DECLINED,
    Step.WITHDRAW: RequestState.WITHDRAWN,
}
JUDGES = {
    Step.ACCEPT: RequestState.ACCEPTED,
    Step.ASK_FOR_MORE: RequestState.REOPENED,
    Step.REJECT: RequestState.REJECTED,
}


@pytest.mark.parametrize("state", RequestState)
@pytest.mark.parametrize("step", Step)
def test_a_request_moves_only_onwards(state: RequestState, step: Step) -> None:
    expected = None
    if step is Step.ACKNOWLEDGE and state is RequestState.MADE:
        expected = RequestState.ACKNOWLEDGED
    elif step in SETTLES and state in WAITS:
        expected = SETTLES[step]
    elif step in JUDGES and state is RequestState.ANSWERED:
        expected = JUDGES[step]
    assert after(state, step) is expected


async def _made(cases: Cases, case_id: UUID, asker: Agency, asked_of: Agency) -> str:
    return await make(cases, case_id, asker, asked(asked_of))


async def test_a_request_is_acknowledged_and_answered_for_asker_and_lead(cases: Cases) -> None:
    case_id = await case_with_parties(cases)
    path = await _made(cases, case_id, TRUST, POLICE)
    (waiting,) = (await cases.get(POLICE, "/requests", state="made")).json()["items"]
    assert (waiting["question"], waiting["state"]) == (QUESTION, "made")

    acknowledged = await cases.post(POLICE, f"{path}/acknowledgement")
    assert acknowledged.json()["state"] == "acknowledged"
    answered = await cases.post(POLICE, f"{path}/answer", {"words": ANSWER})
    assert answered.json()["state"] == "answered"
    for agency in (TRUST, POLICE, COUNCIL):
        read = (await cases.get(agency, path)).json()
        assert read["contribution"]["words"] == ANSWER
        assert read["contribution"]["owner_agency_id"] == str(POLICE.id)
    assert (await cases.get(POLICE, "/requests", state="made")).json()["items"] == []
    for event in (RequestMade, RequestAcknowledged, RequestAnswered):
        assert len(await cases.desk.published(event)) == 1


async def test_a_request_is_declined_with_reasons_in_writing(cases: Cases) -> None:
    case_id = await case_with_parties(cases)
    path = await _made(cases, case_id, COUNCIL, POLICE)
    assert (await cases.post(POLICE, f"{path}/decline", {})).status_code == 422
    declined = await cases.post(POLICE, f"{path}/decline", {"reason": "A trial is pending."})
    assert declined.json()["state"] == "declined"
    assert (await cases.get(COUNCIL, path)).json()["decline_reason"] == "A trial is pending."
    assert len(await cases.desk.published(RequestDeclined)) == 1


async def test_what_is_asked_and_given_is_not_kept_in_plain_text(cases: Cases) -> None:
    case_id = await case_with_parties(cases)
    path = await _made(cases, case_id, COUNCIL, POLICE)
    await cases.post(POLICE, f"{path}/answer", {"words": ANSWER})
    async with cases.desk.database.transaction() as session:
        (request,) = (await session.execute(Request.__table__.select())).all()
        (version,) = (await session.execute(ContributionVersion.__table__.select())).all()
    assert QUESTION.encode() not in request.question + request.purpose
    assert ANSWER.encode() not in version.words


async def test_other_parties_cannot_tell_that_there_is_a_request(cases: Cases) -> None:
    case_id = await case_with_parties(cases)
    path = await _made(cases, case_id, COUNCIL, POLICE)
    await cases.post(POLICE, f"{path}/answer", {"words": ANSWER})
    missing = f"/cases/{case_id}/requests/{uuid4()}"
    for step, body in (
        ("", None),
        ("/acknowledgement", None),
        ("/answer", {"words": ANSWER}),
        ("/decline", {"reason": ANSWER}),
    ):
        if not step:
            hidden, absent = await cases.get(TRUST, path), await cases.get(TRUST, missing)
        else:
            hidden = await cases.post(TRUST, path + step, body)
            absent = await cases.post(TRUST, missing + step, body)
        assert (hidden.status_code, code_of(hidden)) == (404, code_of(absent))
    listed = (await cases.get(TRUST, f"/cases/{case_id}/requests")).json()
    assert listed == {"items": [], "next": None}
    assert len((await cases.get(COUNCIL, f"/cases/{case_id}/requests")).json()["items"]) == 1


async def test_only_the_asked_agency_responds(cases: Cases) -> None:
    case_id = await case_with_parties(cases)
    path = await _made(cases, case_id, TRUST, POLICE)
    for agency in (TRUST, COUNCIL):
        answer = await cases.post(agency, f"{path}/answer", {"words": ANSWER})
        assert code_of(answer) == (403, "not_the_asked_agency")
        assert (await cases.post(agency, f"{path}/acknowledgement")).status_code == 403
    assert await cases.desk.count(Contribution) == 0


async def test_a_settled_request_moves_no_more(cases: Cases) -> None:
    case_id = await case_with_parties(cases)
    path = await _made(cases, case_id, TRUST, POLICE)
    await cases.post(POLICE, f"{path}/answer", {"words": ANSWER})
    for step, body in (
        ("acknowledgement", None),
        ("answer", {"words": "Something else."}),
        ("decline", {"reason": "On reflection."}),
    ):
        again = await cases.post(POLICE, f"{path}/{step}", body)
        assert code_of(again) == (409, "request_has_moved_on")
    assert await cases.desk.count(Contribution) == 1
    assert (await cases.get(TRUST, path)).json()["contribution"]["words"] == ANSWER


async def test_a_party_may_ask_the_lead(cases: Cases) -> None:
    case_id = await case_with_parties(cases)
    path = await _made(cases, case_id, POLICE, COUNCIL)
    assert (await cases.post(COUNCIL, f"{path}/answer", {"words": ANSWER})).status_code == 200


@pytest.mark.parametrize("outsider", [BYSTANDER, EMPLOYER, REAL_TRUST])
async def test_only_those_who_take_part_are_asked(cases: Cases, outsider: Agency) -> None:
    case_id = await case_with_parties(cases)
    await cases.invite(case_id, BYSTANDER)
    for asker in (COUNCIL, POLICE):
        refused = await cases.post(asker, f"/cases/{case_id}/requests", asked(outsider))
        assert code_of(refused) == (409, "asked_agency_takes_no_part")
    assert await cases.desk.count(Request) == 0


async def test_a_party_that_was_excluded_or_left_is_asked_no_more(cases: Cases) -> None:
    case_id = await case_with_parties(cases)
    await cases.exclude(case_id, POLICE)
    refused = await cases.post(TRUST, f"/cases/{case_id}/requests", asked(POLICE))
    assert code_of(refused) == (409, "asked_agency_takes_no_part")
    await cases.post(TRUST, f"/cases/{case_id}/parties/departure", {"reason": "Discharged."})
    gone = await cases.post(COUNCIL, f"/cases/{case_id}/requests", asked(TRUST))
    assert code_of(gone) == (409, "asked_agency_takes_no_part")


async def test_an_agency_excluded_after_it_was_asked_sees_nothing_of_it(cases: Cases) -> None:
    case_id = await case_with_parties(cases)
    path = await _made(cases, case_id, COUNCIL, POLICE)
    await cases.exclude(case_id, POLICE)
    assert (await cases.get(POLICE, "/requests")).json() == {"items": [], "next": None}
    assert (await cases.get(POLICE, path)).status_code == 404
    assert (await cases.post(POLICE, f"{path}/answer", {"words": ANSWER})).status_code == 404
    assert await cases.desk.count(Contribution) == 0


async def test_nobody_asks_itself_or_for_yesterday(cases: Cases, hands: Hands) -> None:
    case_id = await case_with_parties(cases)
    path = f"/cases/{case_id}/requests"
    itself = await cases.post(POLICE, path, asked(POLICE))
    assert code_of(itself) == (400, "agency_asks_itself")
    for late in (timedelta(0), -timedelta(days=1)):
        body = asked(TRUST, target_due_at=(hands.at + late).isoformat())
        answer = await cases.post(POLICE, path, body)
        assert code_of(answer) == (400, "target_not_in_the_future")
    soon = asked(TRUST, target_due_at=(hands.at + timedelta(days=5)).isoformat())
    assert (await cases.post(POLICE, path, soon)).status_code == 201


@pytest.mark.parametrize(
    "change",
    [
        {"legal_gateway": "consent"},
        {"legal_gateway": None},
        {"kind": "surveillance"},
        {"purpose": " "},
        {"question": ""},
        {"target_due_at": "2027-01-01T12:00:00"},
    ],
)
async def test_a_request_names_a_power_a_purpose_and_a_question(
    cases: Cases, change: dict[str, Any]
) -> None:
    case_id = await case_with_parties(cases)
    body = asked(TRUST) | change
    answer = await cases.post(POLICE, f"/cases/{case_id}/requests", body)
    assert answer.status_code == 422
    assert await cases.desk.count(Request) == 0


@pytest.mark.parametrize(
    "gateway",
    sorted(set(LegalGateway) - {LegalGateway.SECTION_45, LegalGateway.CRIME_AND_TAXATION}),
)
async def test_the_lead_asks_the_police_under_any_power_and_it_is_kept(
    cases: Cases, gateway: LegalGateway
) -> None:
    case_id = await case_with_parties(cases)
    body = asked(POLICE, legal_gateway=gateway)
    made = await cases.post(COUNCIL, f"/cases/{case_id}/requests", body)
    assert made.json()["legal_gateway"] == gateway


async def test_a_party_does_not_borrow_the_duty_of_the_council(cases: Cases) -> None:
    case_id = await case_with_parties(cases)
    body = asked(TRUST, legal_gateway="care_act_s42")
    refused = await cases.post(POLICE, f"/cases/{case_id}/requests", body)
    assert (refused.status_code, refused.json()["code"]) == (400, "gateway_not_open")
    assert await cases.desk.count(Request) == 0


async def test_those_who_take_no_part_make_no_request(cases: Cases) -> None:
    case_id = await cases.begin(referrer=TRUST)
    await cases.invite(case_id, POLICE)
    body = asked(COUNCIL)
    path = f"/cases/{case_id}/requests"
    assert (await cases.post(TRUST, path, body)).status_code == 403
    assert (await cases.post(POLICE, path, body)).status_code == 403
    assert (await cases.post(BYSTANDER, path, body)).status_code == 404


async def test_the_same_request_sent_twice_is_made_once(cases: Cases) -> None:
    case_id = await case_with_parties(cases)
    path = f"/cases/{case_id}/requests"
    first = await cases.post(TRUST, path, asked(POLICE), key="once")
    second = await cases.post(TRUST, path, asked(POLICE), key="once")
    assert first.json() == second.json()
    assert await cases.desk.count(Request) == 1
