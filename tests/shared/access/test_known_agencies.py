"""What each service knows of agencies and keys, from events alone."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import MetaData, select

from shared.access.projection import AccessEvent, project
from shared.access.tables import known_agencies, known_identifiers, known_keys
from shared.events.partners import (
    AgencyIdentifier,
    AgencyIdentifierConfirmed,
    AgencyLeft,
    AgencyRegistered,
    AgencyResumed,
    AgencySuspended,
    AgencyWentLive,
    SigningKeyPublished,
    SigningKeyRetired,
)
from shared.reference.agencies import AgencyKind, IdentifierScheme
from shared.transactions import Database
from tests.support.desk import open_database, sqlite_url

AGENCY = uuid4()
CODE = AgencyIdentifier(scheme=IdentifierScheme.ODS, value="RZZ")


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database("access", sqlite_url(tmp_path, "access"), MetaData()) as database:
        yield database


def _registered(**more: Any) -> AgencyRegistered:
    facts = {"name": "A trust", "kind": AgencyKind.NHS_TRUST, "synthetic": True, **more}
    return AgencyRegistered(agency_id=AGENCY, identifiers=(CODE,), **facts)


async def _after(database: Database, *events: AccessEvent) -> tuple[bool, bool]:
    """Return whether the agency is live, and whether it is shut out."""
    async with database.transaction() as session:
        for event in events:
            await project(session, event)
        row = (await session.execute(select(known_agencies))).mappings().one()
        return row["live"], row["suspended"]


async def test_an_agency_is_live_once_it_went_live(database: Database) -> None:
    assert await _after(database, _registered(live=False)) == (False, False)
    assert await _after(database, AgencyWentLive(agency_id=AGENCY)) == (True, False)


async def test_an_agency_registered_before_there_was_joining_is_live(database: Database) -> None:
    told = _registered().model_dump(exclude={"live"})
    assert await _after(database, AgencyRegistered.model_validate(told)) == (True, False)


async def test_who_is_suspended_while_joining_is_not_live_when_it_resumes(
    database: Database,
) -> None:
    shut_out = await _after(database, _registered(live=False), AgencySuspended(agency_id=AGENCY))
    assert shut_out == (False, True)
    assert await _after(database, AgencyResumed(agency_id=AGENCY)) == (False, False)


async def test_who_has_left_is_shut_out_and_its_codes_still_lead_to_it(database: Database) -> None:
    assert await _after(database, _registered(), AgencyLeft(agency_id=AGENCY)) == (False, True)
    async with database.transaction() as session:
        rows = (await session.execute(select(known_identifiers))).all()
    assert [(row.value, row.agency_id) for row in rows] == [("RZZ", AGENCY)]


async def test_a_confirmed_code_leads_to_the_agency(database: Database) -> None:
    more = AgencyIdentifier(scheme=IdentifierScheme.ODS, value="RZZ01")
    confirmed = AgencyIdentifierConfirmed(agency_id=AGENCY, identifier=more)
    await _after(database, _registered(), confirmed)
    async with database.transaction() as session:
        values = await session.scalars(select(known_identifiers.c.value))
    assert sorted(values) == ["RZZ", "RZZ01"]


async def test_a_retired_key_is_known_as_retired_and_no_other_is(database: Database) -> None:
    async with database.transaction() as session:
        for key_id in ("old", "new"):
            await project(session, SigningKeyPublished(key_id=key_id, public_jwk={}))
        await project(session, SigningKeyRetired(key_id="old"))
        rows = await session.execute(select(known_keys.c.key_id, known_keys.c.retired))
    assert {row.key_id: row.retired for row in rows} == {"old": True, "new": False}
