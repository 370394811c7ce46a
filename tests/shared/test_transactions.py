"""What a unit of work leaves behind when it ends well, and when it does not."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from shared.audit.append import AuditKind, audit_entries, record_access, record_change
from shared.database import new_metadata
from shared.errors import Conflict, Denial, NotFound
from shared.events.partners import AgencySuspended
from shared.messaging.outbox import publish
from shared.transactions import Database
from tests.support.desk import open_database, sqlite_url

CASE = uuid4()
SUSPENDED = AgencySuspended(agency_id=uuid4())


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    url = sqlite_url(tmp_path, "kernel")
    async with open_database("kernel", url, new_metadata()) as opened:
        yield opened


async def _audited(database: Database) -> list[tuple[AuditKind, str]]:
    query = select(audit_entries.c.kind, audit_entries.c.operation)
    async with database.engine.connect() as connection:
        return [(row.kind, row.operation) for row in await connection.execute(query)]


async def _outbox_length(database: Database) -> int:
    async with database.engine.connect() as connection:
        return int(await connection.scalar(text("SELECT count(*) FROM outbox")) or 0)


async def test_what_ends_well_commits_its_audit_and_events_and_wakes_the_relay(
    database: Database,
) -> None:
    woken: list[int] = []
    database.on_published = lambda: woken.append(1)
    async with database.transaction() as session:
        record_change(session, "suspend", "agency/1")
        publish(session, SUSPENDED)
        assert woken == []
    assert woken == [1]
    assert await _audited(database) == [(AuditKind.CHANGE, "suspend")]
    assert await _outbox_length(database) == 1


async def test_a_broken_rule_undoes_changes_and_events_but_not_the_access(
    database: Database,
) -> None:
    with pytest.raises(Conflict):
        async with database.transaction() as session:
            record_access(session, "decide", CASE)
            record_change(session, "decide", "decision/1", case_id=CASE)
            publish(session, SUSPENDED)
            raise Conflict
    assert await _audited(database) == [(AuditKind.ACCESS, "decide")]
    assert await _outbox_length(database) == 0


async def test_a_refusal_is_kept_beside_what_was_looked_at_before_it(database: Database) -> None:
    with pytest.raises(NotFound):
        async with database.transaction() as session:
            record_access(session, "read_concern", CASE)
            raise NotFound(denial=Denial("decide", CASE, "case", "non_party"))
    assert await _audited(database) == [
        (AuditKind.ACCESS, "read_concern"),
        (AuditKind.DENIAL, "decide"),
    ]


async def test_an_access_stays_audited_when_something_else_goes_wrong(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as session:
            record_access(session, "read_concern", CASE)
            _ = 1 / 0
    assert await _audited(database) == [(AuditKind.ACCESS, "read_concern")]


async def test_a_commit_that_fails_is_never_taken_for_a_success(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.execute(text("DROP TABLE outbox"))
    with pytest.raises(SQLAlchemyError):
        async with database.transaction() as session:
            publish(session, SUSPENDED)
