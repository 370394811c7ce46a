"""Raising a concern: what is kept, what is told, who leads, who is held."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import insert, select

from services.intake.adults.models import Adult
from services.intake.concerns.models import Concern
from services.intake.sources.models import AllegedSource
from shared.access.tables import case_exclusions, known_cases, known_identifiers
from shared.audit.append import AuditKind, audit_entries
from shared.events.intake import ConcernRaised
from shared.reference.agencies import IdentifierScheme
from tests.services.intake.bodies import CANARIES, CARE_WORKER, NEIGHBOUR, adult, concern
from tests.services.intake.conftest import Hands
from tests.support.agencies import COUNCIL, EMPLOYER, NURSE, REAL_TRUST, TRUST, Agency, Person
from tests.support.desk import Desk, event_of

CONCERNS = "/intake/v1/concerns"


async def raised(desk: Desk, agency: Agency = TRUST, **changes: object) -> ConcernRaised:
    async with desk.client(agency) as client:
        answer = await client.post(CONCERNS, json=concern(**changes))
    assert answer.status_code == 201, answer.text
    event = event_of((await desk.published(ConcernRaised))[-1])
    assert isinstance(event, ConcernRaised)
    return event


async def test_any_agency_raises_a_concern_and_is_told_the_case(desk: Desk) -> None:
    async with desk.client(TRUST) as client:
        answer = await client.post(CONCERNS, json=concern())
    assert answer.status_code == 201
    receipt = answer.json()
    assert answer.headers["Location"] == f"{CONCERNS}/{receipt['concern_id']}"
    assert receipt["received_at"] == "2026-11-22T09:30:00Z"
    [event] = [event_of(envelope) for envelope in await desk.published()]
    assert isinstance(event, ConcernRaised)
    assert str(event.case_id) == receipt["case_id"]
    assert event.lead_agency_id == COUNCIL.id
    assert event.raised_by_agency_id == TRUST.id
    assert event.synthetic


async def test_the_event_is_thin(desk: Desk) -> None:
    await raised(desk)
    told = str(await desk.published())
    assert [canary for canary in CANARIES if canary in told] == []


async def test_the_employer_is_held_from_the_first_moment(desk: Desk) -> None:
    event = await raised(desk)
    held = {(hold.agency_id, hold.unit, hold.practitioner_id) for hold in event.holds}
    assert held == {(EMPLOYER.id, None, None), (EMPLOYER.id, None, "carer-7")}
    async with desk.database.engine.connect() as connection:
        rows = (await connection.execute(select(case_exclusions))).all()
    assert {row.exclusion_id for row in rows} == {hold.exclusion_id for hold in event.holds}
    assert all(row.case_id == event.case_id and row.is_hold for row in rows)
    assert not event.has_unmatched_employer


@pytest.mark.parametrize(
    "changes",
    [
        {"organisation_name": None},
        {"identifiers": []},
        {"identifiers": [], "organisation_name": " BRIGHTWAY home  care"},
        {"source": "other_known", "organisation_name": None},
        {"identifiers": [{"scheme": "cqc_provider", "value": " 1-999000001"}]},
    ],
)
async def test_an_employer_is_recognised_by_code_or_by_name(
    desk: Desk, changes: dict[str, object]
) -> None:
    event = await raised(desk, sources_of_risk=[{**CARE_WORKER, **changes}])
    assert {hold.agency_id for hold in event.holds} == {EMPLOYER.id}


async def test_an_employer_that_is_not_recognised_is_warned_of(desk: Desk) -> None:
    stranger = {**CARE_WORKER, "identifiers": [], "organisation_name": "Somebody Else Ltd"}
    event = await raised(desk, sources_of_risk=[stranger])
    assert event.holds == ()
    assert event.has_unmatched_employer


async def test_a_neighbour_holds_nobody_and_warns_of_nothing(desk: Desk) -> None:
    event = await raised(desk, sources_of_risk=[NEIGHBOUR])
    assert event.holds == ()
    assert not event.has_unmatched_employer


async def test_an_agency_of_the_other_kind_is_never_matched(desk: Desk) -> None:
    code = {"scheme": IdentifierScheme.ODS, "value": "RWW"}
    async with desk.database.transaction() as session:
        await session.execute(insert(known_identifiers), {**code, "agency_id": REAL_TRUST.id})
    alleged = {**CARE_WORKER, "identifiers": [code], "organisation_name": REAL_TRUST.name}
    event = await raised(desk, sources_of_risk=[alleged])
    assert event.holds == ()
    assert event.has_unmatched_employer


async def test_the_lead_accused_is_held_in_its_unit_and_person_only(desk: Desk) -> None:
    alleged = {
        "source": "other_known",
        "identifiers": [{"scheme": "gss", "value": "E10000099"}],
        "unit": "Adults East",
        "practitioner_id": "SW-1",
    }
    event = await raised(desk, sources_of_risk=[alleged])
    held = {(hold.agency_id, hold.unit, hold.practitioner_id) for hold in event.holds}
    assert held == {(COUNCIL.id, "adults east", None), (COUNCIL.id, None, "sw-1")}


async def test_the_receipt_of_a_provider_reporting_its_own_worker_has_no_case(desk: Desk) -> None:
    async with desk.client(EMPLOYER) as client:
        answer = await client.post(CONCERNS, json=concern())
    assert answer.status_code == 201
    assert answer.json()["case_id"] is None
    [envelope] = await desk.published()
    assert envelope["data"]["case_id"] not in answer.text + str(answer.headers)


async def test_the_only_council_leads_and_a_named_one_must_be_one(desk: Desk) -> None:
    event = await raised(desk, lead_agency_id=str(COUNCIL.id))
    assert event.lead_agency_id == COUNCIL.id


async def test_self_neglect_by_itself_needs_no_source(desk: Desk) -> None:
    event = await raised(desk, abuse_types=["self_neglect"], sources_of_risk=[])
    assert event.sources_of_risk == ()


async def test_a_concern_without_identity_beyond_a_name_is_taken(desk: Desk) -> None:
    bare = {"given_name": "Known as", "family_name": "Bob"}
    event = await raised(
        desk,
        adult=bare,
        occurred_on=None,
        asked="not_asked",
        asked_of=None,
        not_asked_reason="could_not_be_reached",
        words=None,
    )
    assert event.occurred_on is None


async def test_what_happened_after_midnight_in_a_london_summer_is_not_the_future(
    desk: Desk, hands: Hands
) -> None:
    hands.at = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    await raised(desk, occurred_on="2026-07-02")


async def test_the_same_request_sent_twice_raises_one_concern(desk: Desk) -> None:
    async with desk.client(TRUST) as client:
        headers = {"Idempotency-Key": "once-only"}
        first = await client.post(CONCERNS, json=concern(), headers=headers)
        second = await client.post(CONCERNS, json=concern(), headers=headers)
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert await desk.count(Concern) == await desk.count(Adult) == 1
    assert len(await desk.published()) == 1


async def test_two_concerns_about_one_adult_begin_two_cases_and_are_never_merged(
    desk: Desk,
) -> None:
    first, second = await raised(desk), await raised(desk)
    assert first.case_id != second.case_id
    async with desk.database.engine.connect() as connection:
        rows = (await connection.execute(select(Adult.adult_id, Adult.nhs_number_index))).all()
    assert len({row.adult_id for row in rows}) == 2
    assert len({row.nhs_number_index for row in rows}) == 1


async def test_every_row_carries_the_mark_of_its_agency(desk: Desk) -> None:
    await raised(desk)
    async with desk.database.engine.connect() as connection:
        for column in (
            Adult.synthetic,
            Concern.synthetic,
            AllegedSource.synthetic,
            known_cases.c.synthetic,
        ):
            assert set((await connection.execute(select(column))).scalars()) == {True}


async def test_raising_is_audited_with_who_did_it_and_without_a_value(desk: Desk) -> None:
    event = await raised(desk)
    async with desk.database.engine.connect() as connection:
        rows = (await connection.execute(select(audit_entries))).all()
    [change] = [row for row in rows if row.kind is AuditKind.CHANGE]
    assert change.operation == "raise_concern"
    assert change.case_id == event.case_id
    assert change.subject == f"concern/{event.concern_id}"
    assert (change.agency_id, change.practitioner_id) == (TRUST.id, NURSE.id)
    assert [canary for canary in CANARIES if canary in str(rows)] == []


async def test_who_raised_it_may_be_a_system_that_acts_for_nobody(desk: Desk) -> None:
    nobody: Person | None = None
    async with desk.client(TRUST, nobody) as client:
        answer = await client.post(CONCERNS, json=concern(adult=adult(nhs_number=None)))
    assert answer.status_code == 201
    assert UUID(answer.json()["case_id"])
