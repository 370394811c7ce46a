"""Whoever changes the audit is found out, and what was changed is named."""

import json
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from deploy.servers.postgres import Postgres
from shared.audit.append import audit_entries, record_access, record_change
from shared.audit.seal import LONGEST_UNSEALED, seal
from shared.audit.verify import Verified, verify
from shared.clock import london_date
from shared.crypto import Cipher
from shared.events.intake import AuditSealed
from shared.messaging.outbox import outbox
from shared.migrations.upgrade import upgrade
from shared.transactions import Database
from shared.work import Actor
from tests.shared.messaging.services import Watch
from tests.support.desk import KEYS, event_of, sqlite_url

CASES = [uuid4() for _ in range(5)]
Tampering = Callable[["Audit"], Awaitable[str]]
"""Changes something behind the audit's back; returns a word of what must be named."""


class Audit:
    """An intake database as its migrations make it, with a clock that stands still."""

    def __init__(self, database: Database, watch: Watch) -> None:
        self.database = database
        self.watch = watch

    async def record(self, count: int = 1, case_id: UUID | None = None) -> None:
        for _ in range(count):
            async with self.database.transaction() as session:
                record_access(session, "read_concern", case_id)

    async def seal(self) -> bool:
        self.watch.forward(LONGEST_UNSEALED.total_seconds() + 1)
        async with self.database.transaction() as session:
            return await seal(session, AuditSealed)

    async def verify(self, *anchors: tuple[int, str]) -> Verified:
        async with self.database.transaction() as session:
            return await verify(session, anchors)

    async def found(self, *anchors: tuple[int, str]) -> list[str]:
        return [finding.where for finding in (await self.verify(*anchors)).findings]

    async def told(self) -> list[tuple[int, str]]:
        """Return the seals as the other services were told of them."""
        async with self.database.engine.connect() as connection:
            rows = await connection.execute(outbox.select().order_by(outbox.c.position))
            events = [event_of(json.loads(row.envelope)) for row in rows]
        return [(e.number, e.digest) for e in events if isinstance(e, AuditSealed)]

    async def change(self, *statements: str) -> None:
        """Change the database as whoever owns it can: with its guards taken away."""
        async with self.database.engine.begin() as connection:
            await _take_guards_away(connection)
            for statement in statements:
                await connection.execute(text(statement))

    async def some_entry(self, which: str = "number > 1") -> str:
        async with self.database.engine.connect() as connection:
            query = f"SELECT entry_id FROM audit_entries WHERE case_id IS NOT NULL AND {which}"  # noqa: S608 - our own words
            rows = (await connection.execute(text(query))).scalars().all()
        return str(random.choice(rows))  # noqa: S311 - any will do


async def _take_guards_away(connection: AsyncConnection) -> None:
    if connection.dialect.name == "postgresql":
        await connection.execute(text("ALTER TABLE audit_entries DISABLE TRIGGER ALL"))
        return
    for name in ("audit_is_never_deleted", "audit_is_never_edited", "audit_is_sealed_once"):
        await connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))


@asynccontextmanager
async def _address(kind: str, folder: Path, server: Postgres) -> AsyncIterator[str]:
    if kind == "sqlite":
        yield sqlite_url(folder, "intake")
        return
    name = f"audit_{uuid4().hex}"
    yield await server.create_database(name)
    await server.drop_database(name)


ON_BOTH = pytest.mark.parametrize("audit", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
async def audit(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_server: Postgres
) -> AsyncIterator[Audit]:
    watch = Watch()
    async with _address(getattr(request, "param", "sqlite"), tmp_path, postgres_server) as url:
        database = Database("intake", url, Cipher.from_text(KEYS), clock=watch)
        try:
            await upgrade(database.engine, "intake")
            audit = Audit(database, watch)
            for case_id in (*CASES, None):
                await audit.record(4, case_id)
            await audit.seal()
            for case_id in CASES:
                await audit.record(3, case_id)
            await audit.seal()
            yield audit
        finally:
            await database.dispose()


@ON_BOTH
async def test_an_audit_that_nobody_touched_verifies(audit: Audit) -> None:
    verified = await audit.verify(*await audit.told())
    assert verified.findings == []
    assert (verified.entries, verified.chains, verified.seals, verified.anchors) == (39, 6, 2, 2)


async def test_entries_are_sealed_within_a_minute_and_no_sooner_than_they_settle(
    audit: Audit,
) -> None:
    await audit.record(2, CASES[0])
    async with audit.database.transaction() as session:
        assert not await seal(session, AuditSealed)
    assert timedelta(seconds=60) > LONGEST_UNSEALED
    assert await audit.seal()
    assert not await audit.seal()
    assert await audit.found() == []


async def test_an_entry_that_nobody_sealed_is_reported(audit: Audit) -> None:
    await audit.record(1, CASES[0])
    audit.watch.forward(600)
    (where,) = await audit.found()
    assert where.startswith("entry/")


@ON_BOTH
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET reason = 'other'",
        "UPDATE audit_entries SET number = 7, digest = NULL, sealed_in = NULL",
        "DELETE FROM audit_entries",
    ],
)
async def test_the_database_refuses_to_change_what_was_audited(
    audit: Audit, statement: str
) -> None:
    async with audit.database.engine.connect() as connection:
        with pytest.raises(DBAPIError, match="only ever appended"):
            await connection.execute(text(statement))


async def _edit(audit: Audit) -> str:
    entry = await audit.some_entry()
    await audit.change(f"UPDATE audit_entries SET operation = 'x' WHERE entry_id = '{entry}'")  # noqa: S608 - our own words
    return f"entry/{entry}"


async def _edit_by_an_actor(audit: Audit) -> str:
    entry = await audit.some_entry()
    await audit.change(
        f"UPDATE audit_entries SET practitioner_id = 'nobody' WHERE entry_id = '{entry}'"  # noqa: S608 - our own words
    )
    return f"entry/{entry}"


async def _delete(audit: Audit) -> str:
    entry = await audit.some_entry("number IN (1, 2, 3)")
    await audit.change(f"DELETE FROM audit_entries WHERE entry_id = '{entry}'")  # noqa: S608 - our own words
    return "chain/"


async def _truncate(audit: Audit) -> str:
    await audit.change("DELETE FROM audit_entries WHERE number = 7")
    return "chain/"


async def _truncate_with_its_head(audit: Audit) -> str:
    await audit.change(
        "DELETE FROM audit_entries WHERE number = 7",
        "UPDATE audit_chains SET number = 6, digest = (SELECT digest FROM audit_entries AS e "
        "WHERE e.number = 6 AND REPLACE(CAST(e.case_id AS TEXT), '-', '') = "
        "REPLACE(audit_chains.chain, '-', '')) WHERE number = 7",
    )
    return "seal/2"


async def _drop_newest_seal(audit: Audit) -> str:
    await audit.change("DELETE FROM audit_seals WHERE number = 2")
    return "seal/2"


async def _swap(audit: Audit) -> str:
    one, two = await audit.some_entry("number = 2"), await audit.some_entry("number = 6")
    await audit.change(
        f"UPDATE audit_entries SET number = 100 WHERE entry_id = '{one}'",  # noqa: S608 - our own words
        f"UPDATE audit_entries SET number = 2 WHERE entry_id = '{two}'",  # noqa: S608 - our own words
    )
    return "entry/"


async def _move_to_another_case(audit: Audit) -> str:
    entry = await audit.some_entry("number = 7")
    await audit.change(
        "UPDATE audit_entries SET case_id = (SELECT case_id FROM audit_entries WHERE "  # noqa: S608 - our own words
        "case_id IS NOT NULL AND case_id <> (SELECT case_id FROM audit_entries WHERE "
        f"entry_id = '{entry}') LIMIT 1) WHERE entry_id = '{entry}'"
    )
    return f"entry/{entry}"


async def _hide_among_the_unsealed(audit: Audit) -> str:
    entry = await audit.some_entry()
    await audit.change(
        "UPDATE audit_entries SET number = NULL, digest = NULL, sealed_in = NULL "  # noqa: S608 - our own words
        f"WHERE entry_id = '{entry}'"
    )
    audit.watch.forward(600)
    return f"entry/{entry}"


async def _insert(audit: Audit) -> str:
    entry, copy = await audit.some_entry("number = 7"), uuid4()
    names = [column.name for column in audit_entries.columns]
    new = f"'{copy if audit.database.engine.dialect.name == 'postgresql' else copy.hex}'"
    values = {"entry_id": new, "number": "8"}
    chosen = ", ".join(values.get(name, name) for name in names)
    await audit.change(
        f"INSERT INTO audit_entries ({', '.join(names)}) SELECT {chosen} "  # noqa: S608 - our own words
        f"FROM audit_entries WHERE entry_id = '{entry}'"
    )
    return f"entry/{copy}"


@pytest.mark.parametrize(
    "tamper",
    [
        _edit,
        _edit_by_an_actor,
        _delete,
        _truncate,
        _truncate_with_its_head,
        _drop_newest_seal,
        _swap,
        _move_to_another_case,
        _hide_among_the_unsealed,
        _insert,
    ],
)
async def test_every_tampering_is_found_and_named(audit: Audit, tamper: Tampering) -> None:
    named = await tamper(audit)
    found = await audit.found(*await audit.told())
    assert any(_plain(named) in _plain(where) for where in found), found


@ON_BOTH
async def test_an_edit_names_the_row_and_no_other_entry(audit: Audit) -> None:
    named = await _edit(audit)
    found = [where for where in await audit.found() if where.startswith("entry/")]
    assert [_plain(where) for where in found] == [_plain(named)]


def _plain(where: str) -> str:
    return where.replace("-", "")


async def test_an_audit_rewritten_whole_is_not_what_the_others_vouch_for(audit: Audit) -> None:
    kept = await audit.told()
    entry = await audit.some_entry()
    await audit.change(
        f"UPDATE audit_entries SET operation = 'x' WHERE entry_id = '{entry}'",  # noqa: S608 - our own words
        "UPDATE audit_entries SET number = NULL, digest = NULL, sealed_in = NULL",
        "DELETE FROM audit_chains",
        "DELETE FROM audit_seals",
    )
    await audit.seal()
    assert await audit.found() == []
    assert await audit.found(*kept) == ["seal/1", "seal/2"]


async def test_what_changes_is_sealed_like_what_is_read(audit: Audit) -> None:
    async with audit.database.transaction() as session:
        record_change(session, "register", "agency/1")
    assert await audit.seal()
    assert (await audit.verify()).entries == 40


async def test_a_seal_tells_once_who_changed_a_case_and_nobody_who_looked(audit: Audit) -> None:
    agency, others = uuid4(), uuid4()
    for who in (Actor("agency", agency, "nurse-1"), Actor("agency", others, None)):
        for _ in range(2):
            async with audit.database.transaction(actor=who) as session:
                record_change(session, "converse", "conversation/1", case_id=CASES[0])
                record_change(session, "rotate", "key/1")
    async with audit.database.transaction(actor=Actor("agency", agency, "reader-1")) as session:
        record_access(session, "read_concern", CASES[0])
    async with audit.database.transaction() as session:
        record_change(session, "lapse", "invitation/1", case_id=CASES[1])
    assert await audit.seal()
    async with audit.database.engine.connect() as connection:
        rows = (await connection.execute(outbox.select().order_by(outbox.c.position))).all()
    sealed = event_of(json.loads(rows[-1].envelope))
    assert isinstance(sealed, AuditSealed)
    told = [(one.case_id, one.agency_id, one.practitioner_id) for one in sealed.acted]
    assert told == [(CASES[0], agency, "nurse-1"), (CASES[0], others, None)]
    assert {one.acted_on for one in sealed.acted} == {london_date(audit.database.clock())}
