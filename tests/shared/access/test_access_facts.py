"""One case for one caller, asked of the database; and the facts that events leave there."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import MetaData, select

from shared.access.caller import Caller, Practitioner, Role, Scope
from shared.access.policy import Operation, Relation
from shared.access.projection import project
from shared.access.standings import (
    relations_of_agency,
    relations_of_caller,
    relations_to_case,
    standing_of,
)
from shared.access.tables import case_exclusions
from shared.access.visibility import require
from shared.audit.append import AuditKind, audit_entries
from shared.errors import Forbidden, NotFound, NotYetKnown
from shared.events.intake import ConcernRaised, Hold
from shared.events.partners import (
    AgencyRegistered,
    ExclusionDecided,
    ExclusionLifted,
    PartyAccepted,
    PartyInvited,
    PartyLeft,
)
from shared.reference.agencies import AgencyKind
from shared.reference.msp import Asked
from shared.reference.sac import AbuseType, Location
from shared.transactions import Database
from shared.work import THE_EXCHANGE
from tests.support.desk import open_database, sqlite_url

LEAD, REFERRER, PARTY, STRANGER = (uuid4() for _ in range(4))
CASE = uuid4()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    url = sqlite_url(tmp_path, "access")
    async with open_database("access", url, MetaData()) as database:
        async with database.transaction() as session:
            for agency_id in (LEAD, REFERRER, PARTY, STRANGER):
                await project(
                    session,
                    AgencyRegistered(
                        agency_id=agency_id,
                        name="An agency",
                        kind=AgencyKind.OTHER,
                        identifiers=(),
                        synthetic=True,
                    ),
                )
        yield database


def concern_raised(*holds: Hold, case_id: UUID = CASE) -> ConcernRaised:
    return ConcernRaised(
        case_id=case_id,
        synthetic=True,
        concern_id=uuid4(),
        lead_agency_id=LEAD,
        raised_by_agency_id=REFERRER,
        raised_at=datetime(2026, 11, 22, tzinfo=UTC),
        occurred_on=None,
        abuse_types=(AbuseType.NEGLECT,),
        location=Location.OWN_HOME,
        sources_of_risk=(),
        asked=Asked.NOT_ASKED,
        immediate_danger=False,
        holds=holds,
        has_unmatched_employer=False,
    )


async def _relations(database: Database, case_id: UUID = CASE) -> dict[UUID, Relation]:
    async with database.transaction() as session:
        return await relations_to_case(session, case_id)


def a_caller(agency_id: UUID, practitioner: Practitioner | None = None) -> Caller:
    return Caller(
        agency_id,
        AgencyKind.OTHER,
        synthetic=True,
        scopes=frozenset(Scope),
        practitioner=practitioner,
    )


async def test_a_case_is_known_with_its_holds_at_once(database: Database) -> None:
    hold = Hold(exclusion_id=uuid4(), agency_id=REFERRER)
    async with database.transaction() as session:
        await project(session, concern_raised(hold))
    assert await _relations(database) == {
        LEAD: Relation.LEAD,
        REFERRER: Relation.REFERRER_EXCLUDED,
    }


async def test_parties_come_and_go(database: Database) -> None:
    facts = {"case_id": CASE, "synthetic": True, "agency_id": PARTY}
    seen = []
    async with database.transaction() as session:
        await project(session, concern_raised())
        for event_class in (PartyInvited, PartyAccepted, PartyLeft, PartyInvited):
            await project(session, event_class.model_validate(facts))
            seen.append((await relations_to_case(session, CASE))[PARTY])
    assert seen == [Relation.INVITED, Relation.PARTY, Relation.FORMER_PARTY, Relation.INVITED]


async def test_an_exclusion_holds_from_when_it_is_decided_until_it_is_lifted(
    database: Database,
) -> None:
    exclusion_id = uuid4()
    async with database.transaction() as session:
        await project(session, concern_raised())
        decided = ExclusionDecided(
            case_id=CASE,
            synthetic=True,
            exclusion_id=exclusion_id,
            agency_id=REFERRER,
            unit=None,
            practitioner_id=None,
        )
        await project(session, decided)
        excluded = (await relations_to_case(session, CASE))[REFERRER]
        lifted = ExclusionLifted(case_id=CASE, synthetic=True, exclusion_id=exclusion_id)
        await project(session, lifted)
        restored = (await relations_to_case(session, CASE))[REFERRER]
    assert (excluded, restored) == (Relation.REFERRER_EXCLUDED, Relation.REFERRER)


async def test_a_lifting_that_overtakes_its_hold_waits(database: Database) -> None:
    hold = Hold(exclusion_id=uuid4(), agency_id=REFERRER)
    lifted = ExclusionLifted(case_id=CASE, synthetic=True, exclusion_id=hold.exclusion_id)
    with pytest.raises(NotYetKnown):
        async with database.transaction() as session:
            await project(session, lifted)
    async with database.transaction() as session:
        await project(session, concern_raised(hold))
        await project(session, lifted)
    assert (await _relations(database))[REFERRER] is Relation.REFERRER


async def test_names_of_units_and_people_are_kept_as_they_are_compared(
    database: Database,
) -> None:
    hold = Hold(exclusion_id=uuid4(), agency_id=LEAD, unit=" Ward  7", practitioner_id="P-1")
    async with database.transaction() as session:
        await project(session, concern_raised(hold))
        row = (await session.execute(select(case_exclusions))).one()
    assert (row.unit, row.practitioner_id) == ("ward 7", "p-1")


async def test_several_exclusions_of_one_agency_are_all_asked(database: Database) -> None:
    holds = [
        Hold(exclusion_id=uuid4(), agency_id=LEAD, unit="ward 7"),
        Hold(exclusion_id=uuid4(), agency_id=LEAD, practitioner_id="p-2"),
    ]
    async with database.transaction() as session:
        await project(session, concern_raised(*holds))
        for person, relation in (
            (Practitioner("p-1", "ward 7", Role.PRACTITIONER), Relation.EXCLUDED),
            (Practitioner("p-2", "ward 8", Role.PRACTITIONER), Relation.EXCLUDED),
            (Practitioner("p-3", "ward 8", Role.PRACTITIONER), Relation.LEAD),
            (None, Relation.EXCLUDED),
        ):
            caller = a_caller(LEAD, person)
            standing = await standing_of(session, caller, CASE)
            assert standing is not None
            assert standing.relation(caller) is relation
        assert (await relations_to_case(session, CASE))[LEAD] is Relation.LEAD


async def test_many_cases_are_asked_about_at_once(database: Database) -> None:
    other = uuid4()
    async with database.transaction() as session:
        await project(session, concern_raised())
        await project(
            session,
            concern_raised(Hold(exclusion_id=uuid4(), agency_id=REFERRER), case_id=other),
        )
        of_agency = await relations_of_agency(session, REFERRER, [CASE, other, uuid4()])
        of_caller = await relations_of_caller(
            session, a_caller(STRANGER), Operation.READ_CONCERN, [CASE, other]
        )
    assert of_agency == {CASE: Relation.REFERRER, other: Relation.REFERRER_EXCLUDED}
    assert of_caller == {CASE: Relation.NON_PARTY, other: Relation.NON_PARTY}


async def _require(
    database: Database, agency_id: UUID, operation: Operation, case_id: UUID = CASE
) -> Relation:
    async with database.transaction(actor=THE_EXCHANGE) as session:
        return await require(session, a_caller(agency_id), operation, case_id)


async def _audited(database: Database) -> list[tuple[AuditKind, str, str | None]]:
    async with database.transaction() as session:
        rows = await session.execute(select(audit_entries))
        return [(row.kind, row.operation, row.reason) for row in rows]


async def test_an_access_is_audited(database: Database) -> None:
    async with database.transaction() as session:
        await project(session, concern_raised())
    relation = await _require(database, REFERRER, Operation.READ_CONCERN)
    assert relation is Relation.REFERRER
    assert await _audited(database) == [(AuditKind.ACCESS, "read_concern", None)]


async def test_a_refusal_and_a_hidden_case_are_audited_as_denials(database: Database) -> None:
    async with database.transaction() as session:
        await project(session, concern_raised())
    with pytest.raises(Forbidden):
        await _require(database, REFERRER, Operation.DECIDE)
    with pytest.raises(NotFound) as hidden:
        await _require(database, STRANGER, Operation.DECIDE)
    with pytest.raises(NotFound) as absent:
        await _require(database, STRANGER, Operation.DECIDE, uuid4())
    assert (hidden.value.detail, type(hidden.value)) == (absent.value.detail, type(absent.value))
    assert await _audited(database) == [
        (AuditKind.DENIAL, "decide", "referrer"),
        (AuditKind.DENIAL, "decide", "non_party"),
        (AuditKind.DENIAL, "decide", "unrelated"),
    ]
