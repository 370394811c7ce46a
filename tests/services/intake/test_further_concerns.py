"""A further concern on a case: kept beside the first, and hidden from whom it accuses."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from services.intake.adults.models import Adult
from services.intake.concerns.models import Concern
from shared.access.tables import case_deciders, case_exclusions, known_cases
from shared.events.intake import ConcernAdded, ConcernRaised
from shared.events.partners import DeciderNamed, ExclusionLifted, PartyLeft
from tests.services.intake.bodies import CANARIES, CARE_WORKER, NEIGHBOUR, account
from tests.services.intake.cases import accept, happen, hidden, listed, raise_one, seen
from tests.support.agencies import BYSTANDER, COUNCIL, EMPLOYER, NURSE, POLICE, TRUST, Agency
from tests.support.desk import Desk, event_of


def path_of(event: ConcernRaised) -> str:
    return f"/intake/v1/cases/{event.case_id}/further-concerns"


async def add(
    desk: Desk, event: ConcernRaised, agency: Agency = POLICE, **changes: Any
) -> ConcernAdded:
    async with desk.client(agency, NURSE) as client:
        answer = await client.post(path_of(event), json=account(**changes))
    assert answer.status_code == 201, answer.text
    added = event_of((await desk.published(ConcernAdded))[-1])
    assert isinstance(added, ConcernAdded)
    return added


async def raised_and_joined(desk: Desk, *agencies: Agency) -> ConcernRaised:
    """Raise a concern about a neighbour and let these agencies take part."""
    event = await raise_one(desk, sources_of_risk=[NEIGHBOUR])
    for agency in agencies:
        await accept(desk, event.case_id, agency)
    return event


async def test_a_party_adds_a_concern_about_the_same_adult(desk: Desk) -> None:
    event = await raised_and_joined(desk, POLICE)
    added = await add(desk, event, words="canary-words: and now he shouts")
    assert added.case_id == event.case_id
    assert added.raised_by_agency_id == POLICE.id
    case = await seen(desk, f"/intake/v1/cases/{event.case_id}", COUNCIL)
    assert case["concern_ids"] == [str(event.concern_id), str(added.concern_id)]
    view = await seen(desk, f"/intake/v1/concerns/{added.concern_id}", COUNCIL)
    assert view["adult"]["nhs_number"] == "9990000018"
    assert view["words"] == "canary-words: and now he shouts"
    assert await desk.count(Adult) == 1
    assert [canary for canary in CANARIES if canary in str(added)] == []


async def test_the_lead_and_the_referrer_add_to_it_too(desk: Desk) -> None:
    event = await raised_and_joined(desk)
    await add(desk, event, COUNCIL)
    await add(desk, event, TRUST)
    assert await desk.count(Concern) == 3


async def test_who_only_raised_the_first_does_not_read_what_others_add(desk: Desk) -> None:
    event = await raised_and_joined(desk, POLICE)
    added = await add(desk, event)
    await hidden(desk, f"/intake/v1/concerns/{added.concern_id}", TRUST)
    await hidden(desk, f"/intake/v1/concerns/{added.concern_id}/earlier", TRUST)
    assert [view["concern_id"] for view in await listed(desk, TRUST)] == [str(event.concern_id)]
    case = await seen(desk, f"/intake/v1/cases/{event.case_id}", TRUST)
    assert case["concern_ids"] == [str(event.concern_id)]


async def test_a_party_that_is_accused_is_silent_from_this_moment(desk: Desk) -> None:
    event = await raised_and_joined(desk, POLICE, EMPLOYER)
    await happen(
        desk,
        DeciderNamed(
            case_id=event.case_id, synthetic=True, agency_id=EMPLOYER.id, practitioner_id="m-1"
        ),
    )
    assert len(await listed(desk, EMPLOYER)) == 1
    added = await add(desk, event, sources_of_risk=[CARE_WORKER])
    held = {(hold.agency_id, hold.practitioner_id) for hold in added.holds}
    assert held == {(EMPLOYER.id, None), (EMPLOYER.id, "carer-7")}
    assert await listed(desk, EMPLOYER) == []
    await hidden(desk, f"/intake/v1/cases/{event.case_id}", EMPLOYER)
    async with desk.client(EMPLOYER) as client:
        answer = await client.post(path_of(event), json=account())
    assert answer.status_code == 404
    async with desk.database.engine.connect() as connection:
        assert (await connection.execute(select(case_deciders))).all() == []


async def test_who_is_held_already_is_not_held_twice_and_who_was_let_in_is_held_again(
    desk: Desk,
) -> None:
    event = await raise_one(desk)
    assert (await add(desk, event, TRUST, sources_of_risk=[CARE_WORKER])).holds == ()
    for hold in event.holds:
        lifted = ExclusionLifted(
            case_id=event.case_id, synthetic=True, exclusion_id=hold.exclusion_id
        )
        await happen(desk, lifted)
    again = await add(desk, event, TRUST, sources_of_risk=[CARE_WORKER])
    assert len(again.holds) == 2
    async with desk.database.engine.connect() as connection:
        rows = (await connection.execute(select(case_exclusions))).all()
    assert sum(row.lifted_at is None for row in rows) == 2


async def test_a_party_that_accuses_itself_gets_a_receipt_without_the_case(desk: Desk) -> None:
    event = await raised_and_joined(desk, EMPLOYER)
    async with desk.client(EMPLOYER, NURSE) as client:
        answer = await client.post(path_of(event), json=account(sources_of_risk=[CARE_WORKER]))
    receipt = answer.json()
    assert answer.status_code == 201
    assert receipt["case_id"] is None
    view = await seen(desk, f"/intake/v1/concerns/{receipt['concern_id']}", EMPLOYER)
    assert (view["case_id"], view["lead_agency_id"]) == (None, None)
    assert view["what_happened"] == account()["what_happened"]
    await hidden(desk, f"/intake/v1/concerns/{event.concern_id}", EMPLOYER)


async def test_a_party_that_has_left_still_reads_what_it_sent(desk: Desk) -> None:
    event = await raised_and_joined(desk, POLICE)
    added = await add(desk, event)
    await happen(desk, PartyLeft(case_id=event.case_id, synthetic=True, agency_id=POLICE.id))
    assert [view["concern_id"] for view in await listed(desk, POLICE)] == [str(added.concern_id)]
    await hidden(desk, f"/intake/v1/concerns/{event.concern_id}", POLICE)


async def test_an_employer_nobody_knows_is_warned_of_on_the_whole_case(desk: Desk) -> None:
    event = await raised_and_joined(desk, POLICE)
    stranger = {**CARE_WORKER, "identifiers": [], "organisation_name": "Somebody Else Ltd"}
    assert (await add(desk, event, sources_of_risk=[stranger])).has_unmatched_employer
    assert (await add(desk, event)).has_unmatched_employer
    async with desk.database.engine.connect() as connection:
        [case] = (await connection.execute(select(known_cases))).all()
    assert case.has_unmatched_employer


@pytest.mark.parametrize("agency", [BYSTANDER, EMPLOYER])
async def test_an_agency_that_may_not_know_the_case_adds_nothing(
    desk: Desk, agency: Agency
) -> None:
    event = await raise_one(desk)
    async with desk.client(agency) as client:
        answer = await client.post(path_of(event), json=account())
        other = await client.post(f"/intake/v1/cases/{uuid4()}/further-concerns", json=account())
    assert answer.status_code == other.status_code == 404
    assert answer.json()["code"] == other.json()["code"]
    assert await desk.count(Concern) == 1


async def test_the_same_concern_sent_twice_is_kept_once(desk: Desk) -> None:
    event = await raised_and_joined(desk)
    async with desk.client(TRUST) as client:
        answers = [
            await client.post(path_of(event), json=account(), headers={"Idempotency-Key": "one"})
            for _ in range(2)
        ]
    assert answers[0].json() == answers[1].json()
    assert await desk.count(Concern) == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"occurred_on": "2026-11-23"}, "date_in_the_future"),
        ({"sources_of_risk": []}, "source_of_risk_needed"),
        ({"words": None}, "asked_inconsistently"),
    ],
)
async def test_what_can_not_be_is_refused_and_changes_nothing(
    desk: Desk, changes: dict[str, Any], code: str
) -> None:
    event = await raised_and_joined(desk)
    async with desk.client(TRUST) as client:
        answer = await client.post(path_of(event), json=account(**changes))
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert await desk.count(Concern) == 1
