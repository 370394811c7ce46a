"""Seal the audit: chain what was appended, soon after, and tell the other services the seal.

Entries are appended plain, so that readers of one case contend for nothing; sealing follows
within a minute. A seal that another service has kept can't be made anew by whoever changes this
database, nor by restoring it.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from sqlalchemy import (
    Column,
    Integer,
    LargeBinary,
    RowMapping,
    Table,
    Text,
    bindparam,
    func,
    insert,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from shared.audit.append import AuditKind, audit_entries
from shared.audit.chain import FIRST, End, after, chain_of, seal_digest
from shared.clock import london_date
from shared.database import UtcDateTime, kernel_metadata
from shared.events.contract import Acted, SealEvent
from shared.messaging.outbox import BigKey, producer, publish
from shared.transactions import Database
from shared.work import now

LONGEST_UNSEALED = timedelta(seconds=30)
SEALED_AT_ONCE = 1000

Step = Callable[[Database], Awaitable[bool]]
Telling = Callable[..., SealEvent]

audit_chains = Table(
    "audit_chains",
    kernel_metadata,
    Column("chain", Text, primary_key=True),
    Column("number", BigKey, nullable=False),
    Column("digest", LargeBinary, nullable=False),
)
"""Where each chain ends."""

audit_seals = Table(
    "audit_seals",
    kernel_metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("sealed_at", UtcDateTime, nullable=False),
)


def sealing(sealed: Telling) -> Step:
    """Return the step of a service's worker that seals its audit and tells so by its event."""

    async def seal_audit(database: Database) -> bool:
        async with database.transaction() as session:
            return await seal(session, sealed)

    return seal_audit


async def seal(session: AsyncSession, sealed: Telling) -> bool:
    """Seal what has waited long enough, and with it what came since; return whether any was."""
    entry = audit_entries.c
    unsealed = select(audit_entries).where(entry.sealed_in.is_(None)).order_by(entry.entry_id)
    oldest = (await session.execute(unsealed.limit(1))).one_or_none()
    if oldest is None or oldest.occurred_at > now(session) - LONGEST_UNSEALED:
        return False
    await session.execute(select(producer.c.only).with_for_update())  # one worker at a time
    rows = (await session.execute(unsealed.limit(SEALED_AT_ONCE))).mappings().all()
    if not rows:
        return False
    last = (await session.execute(_LAST)).one_or_none()
    number = last.number + 1 if last else 1
    ends = await _ends(session, {chain_of(row["case_id"]) for row in rows})
    changes = []
    for row in rows:
        chain = chain_of(row["case_id"])
        ends[chain] = end = after(ends[chain], dict(row))
        changes.append({"of": row["entry_id"], "at": end.number, "as": end.digest, "by": number})
    digest = seal_digest(last.digest if last else FIRST, number, ends.items())
    await session.execute(_SEAL_ENTRY, changes)
    await _move_on(session, ends)
    values = {"number": number, "digest": digest, "entries": len(rows), "sealed_at": now(session)}
    await session.execute(insert(audit_seals), values)
    told = sealed(number=number, digest=digest.hex(), entries=len(rows), acted=_acted(rows))
    publish(session, told)
    return True


_LAST = select(audit_seals).order_by(audit_seals.c.number.desc()).limit(1)
_SEAL_ENTRY = (
    audit_entries.update()
    .where(audit_entries.c.entry_id == bindparam("of"))
    .values(number=bindparam("at"), digest=bindparam("as"), sealed_in=bindparam("by"))
)


def _acted(rows: Sequence[RowMapping]) -> tuple[Acted, ...]:
    """Return once for each case and day who changed something, in the order of the entries."""
    found = {
        Acted(
            case_id=row["case_id"],
            agency_id=row["agency_id"],
            practitioner_id=row["practitioner_id"],
            acted_on=london_date(row["occurred_at"]),
        ): None
        for row in rows
        if row["kind"] is AuditKind.CHANGE and row["case_id"] and row["agency_id"]
    }
    return tuple(found)


async def _ends(session: AsyncSession, chains: set[str]) -> dict[str, End]:
    query = select(audit_chains).where(audit_chains.c.chain.in_(sorted(chains)))
    known = {row.chain: End(row.number, row.digest) for row in await session.execute(query)}
    return {chain: known.get(chain, End()) for chain in chains}


async def _move_on(session: AsyncSession, ends: dict[str, End]) -> None:
    dialect = session.get_bind().dialect.name
    upsert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(audit_chains)
    await session.execute(
        upsert.on_conflict_do_update(
            index_elements=["chain"],
            set_={"number": upsert.excluded.number, "digest": upsert.excluded.digest},
        ),
        [
            {"chain": chain, "number": end.number, "digest": end.digest}
            for chain, end in sorted(ends.items(), key=lambda item: item[0])
        ],
    )


async def seconds_unsealed(session: AsyncSession) -> float:
    """Return how long the oldest entry that is not sealed has waited."""
    query = select(func.min(audit_entries.c.occurred_at)).where(audit_entries.c.sealed_in.is_(None))
    oldest = (await session.execute(query)).scalar_one()
    return (now(session) - oldest).total_seconds() if oldest else 0.0
