"""Holds and exclusions are listed, decided and lifted by a named safeguarding lead."""

from typing import Any

import pytest

from services.partners.exclusions.models import ExclusionDecision
from shared.events.partners import ExclusionDecided, ExclusionLifted
from tests.services.partners.cases import REASON, Cases, code_of, hold_on
from tests.support.agencies import (
    BYSTANDER,
    COUNCIL,
    EMPLOYER,
    NURSE,
    POLICE,
    REAL_TRUST,
    SAFEGUARDING_LEAD,
    SOCIAL_WORKER,
    Agency,
    Person,
)


async def _listed(cases: Cases, case_id: object) -> list[dict[str, Any]]:
    answer = await cases.get(COUNCIL, f"/cases/{case_id}/exclusions", person=SAFEGUARDING_LEAD)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def _lift(cases: Cases, case_id: object, exclusion_id: object) -> Any:
    path = f"/cases/{case_id}/exclusions/{exclusion_id}/lifting"
    return await cases.post(COUNCIL, path, {"reason": REASON}, person=SAFEGUARDING_LEAD)


async def test_a_hold_is_listed_and_lifted_with_a_reason(cases: Cases) -> None:
    hold = hold_on(EMPLOYER)
    case_id = await cases.begin(hold)
    (held,) = await _listed(cases, case_id)
    assert (held["exclusion_id"], held["is_hold"]) == (str(hold.exclusion_id), True)
    assert (held["agency_name"], held["decisions"]) == (EMPLOYER.name, [])

    lifted = await _lift(cases, case_id, hold.exclusion_id)
    assert lifted.status_code == 200
    (listed,) = await _listed(cases, case_id)
    assert lifted.json() == listed
    assert listed["lifted_at"] is not None
    (decision,) = listed["decisions"]
    assert (decision["step"], decision["reason"]) == ("lifted", REASON)
    assert decision["decided_by_practitioner_id"] == SAFEGUARDING_LEAD.id
    assert len(await cases.desk.published(ExclusionLifted)) == 1
    assert (await cases.invite(case_id, EMPLOYER)).status_code == 201


async def test_a_lifted_exclusion_is_not_lifted_again(cases: Cases) -> None:
    hold = hold_on(EMPLOYER)
    case_id = await cases.begin(hold)
    await _lift(cases, case_id, hold.exclusion_id)
    again = await _lift(cases, case_id, hold.exclusion_id)
    assert code_of(again) == (409, "exclusion_already_lifted")
    assert await cases.desk.count(ExclusionDecision) == 1


async def test_an_exclusion_of_another_case_is_not_found(cases: Cases) -> None:
    hold = hold_on(EMPLOYER)
    await cases.begin(hold)
    case_id = await cases.begin()
    assert (await _lift(cases, case_id, hold.exclusion_id)).status_code == 404
    assert await _listed(cases, case_id) == []


async def test_a_decided_exclusion_shuts_out_a_party_from_the_moment_of_the_answer(
    cases: Cases,
) -> None:
    case_id = await cases.begin()
    await cases.join(case_id, POLICE)
    exclusion_id = await cases.exclude(case_id, POLICE)
    assert (await cases.get(POLICE, f"/cases/{case_id}/parties")).status_code == 404
    (published,) = await cases.desk.published(ExclusionDecided)
    assert published["data"]["exclusion_id"] == str(exclusion_id)

    assert (await _lift(cases, case_id, exclusion_id)).status_code == 200
    assert (await cases.get(POLICE, f"/cases/{case_id}/parties")).status_code == 200


async def test_the_leads_channels_do_not_tell_which_unit_or_person_is_shut_out(
    cases: Cases,
) -> None:
    """Among those who read them may be colleagues of the one who is accused, or that one."""
    case_id = await cases.begin()
    await cases.exclude(case_id, COUNCIL, unit="Reablement", practitioner_id="sw-99")
    await cases.tell()
    told = await cases.feed(COUNCIL)
    (event,) = [one for one in told["items"] if one["type"] == ExclusionDecided.named()]
    assert event["data"].keys() == {"case_id", "synthetic", "exclusion_id", "agency_id"}
    (listed,) = await _listed(cases, case_id)
    assert listed["practitioner_id"] == "sw-99"


async def test_the_history_keeps_each_decision_and_seals_why(cases: Cases) -> None:
    case_id = await cases.begin()
    exclusion_id = await cases.exclude(case_id, POLICE)
    await _lift(cases, case_id, exclusion_id)
    (listed,) = await _listed(cases, case_id)
    assert [decision["step"] for decision in listed["decisions"]] == ["decided", "lifted"]
    async with cases.desk.database.transaction() as session:
        rows = (await session.execute(ExclusionDecision.__table__.select())).all()
    assert all(REASON.encode() not in row.reason for row in rows)


@pytest.mark.parametrize(
    ("named", "shut_out", "let_in"),
    [
        ({"unit": "Custody"}, Person("p-1", "custody"), Person("p-1", "neighbourhood")),
        ({"practitioner_id": "P-1"}, Person("p-1", "custody"), Person("p-2", "custody")),
    ],
)
async def test_a_unit_or_a_person_is_shut_out_and_their_colleagues_are_not(
    cases: Cases, named: dict[str, str], shut_out: Person, let_in: Person
) -> None:
    case_id = await cases.begin()
    await cases.join(case_id, POLICE)
    await cases.exclude(case_id, POLICE, **named)
    path = f"/cases/{case_id}/parties"
    assert (await cases.get(POLICE, path, person=shut_out)).status_code == 404
    assert (await cases.get(POLICE, path, person=None)).status_code == 404
    assert (await cases.get(POLICE, path, person=let_in)).status_code == 200


async def test_the_lead_is_never_excluded_as_a_whole_but_its_own_staff_may_be(
    cases: Cases,
) -> None:
    case_id = await cases.begin()
    body = {"agency_id": str(COUNCIL.id), "reason": REASON}
    path = f"/cases/{case_id}/exclusions"
    refused = await cases.post(COUNCIL, path, body, person=SAFEGUARDING_LEAD)
    assert code_of(refused) == (409, "agency_leads_the_case")
    await cases.exclude(case_id, COUNCIL, practitioner_id=SOCIAL_WORKER.id)
    parties = f"/cases/{case_id}/parties"
    assert (await cases.get(COUNCIL, parties, person=SOCIAL_WORKER)).status_code == 404
    assert (await cases.get(COUNCIL, parties, person=NURSE)).status_code == 200


async def test_a_safeguarding_lead_who_is_excluded_does_not_lift_it(cases: Cases) -> None:
    accused = Person("lead-2", "adults west", "safeguarding_lead")
    hold = hold_on(COUNCIL, practitioner_id=accused.id)
    case_id = await cases.begin(hold)
    path = f"/cases/{case_id}/exclusions"
    assert (await cases.get(COUNCIL, path, person=accused)).status_code == 404
    lifting = f"{path}/{hold.exclusion_id}/lifting"
    refused = await cases.post(COUNCIL, lifting, {"reason": REASON}, person=accused)
    assert refused.status_code == 404
    assert await cases.desk.count(ExclusionDecision) == 0


async def test_the_same_exclusion_is_decided_once_and_confirms_a_hold(cases: Cases) -> None:
    case_id = await cases.begin(hold_on(EMPLOYER))
    await cases.exclude(case_id, EMPLOYER)
    body = {"agency_id": str(EMPLOYER.id), "reason": REASON}
    path = f"/cases/{case_id}/exclusions"
    again = await cases.post(COUNCIL, path, body, person=SAFEGUARDING_LEAD)
    assert code_of(again) == (409, "already_excluded")
    assert [item["is_hold"] for item in await _listed(cases, case_id)] == [True, False]


async def test_lifting_a_hold_leaves_the_exclusion_that_confirmed_it(cases: Cases) -> None:
    hold = hold_on(EMPLOYER)
    case_id = await cases.begin(hold)
    await cases.exclude(case_id, EMPLOYER)
    await _lift(cases, case_id, hold.exclusion_id)
    assert code_of(await cases.invite(case_id, EMPLOYER)) == (409, "agency_is_excluded")


@pytest.mark.parametrize("agency", [REAL_TRUST, Agency("Nobody", COUNCIL.kind)])
async def test_an_agency_unknown_here_is_not_excluded(cases: Cases, agency: Agency) -> None:
    case_id = await cases.begin()
    body = {"agency_id": str(agency.id), "reason": REASON}
    refused = await cases.post(
        COUNCIL, f"/cases/{case_id}/exclusions", body, person=SAFEGUARDING_LEAD
    )
    assert code_of(refused) == (400, "agency_cannot_be_named")
    assert await cases.desk.count(ExclusionDecision) == 0


async def test_only_the_leads_safeguarding_lead_has_to_do_with_exclusions(cases: Cases) -> None:
    hold = hold_on(EMPLOYER)
    case_id = await cases.begin(hold)
    await cases.join(case_id, POLICE)
    path = f"/cases/{case_id}/exclusions"
    lifting = f"{path}/{hold.exclusion_id}/lifting"
    body = {"agency_id": str(BYSTANDER.id), "reason": REASON}
    for agency, person, status in (
        (COUNCIL, SOCIAL_WORKER, 403),
        (COUNCIL, None, 403),
        (POLICE, SAFEGUARDING_LEAD, 403),
        (BYSTANDER, SAFEGUARDING_LEAD, 404),
        (EMPLOYER, SAFEGUARDING_LEAD, 404),
    ):
        assert (await cases.get(agency, path, person=person)).status_code == status
        decided = await cases.post(agency, path, body, person=person)
        lifted = await cases.post(agency, lifting, {"reason": REASON}, person=person)
        assert (decided.status_code, lifted.status_code) == (status, status)
    assert await cases.desk.count(ExclusionDecision) == 0
