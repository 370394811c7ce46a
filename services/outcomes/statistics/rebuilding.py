"""Build the facts anew from what the services have published, a few cases at a time.

The facts of a case are written under its lock, so that the exchange may go on meanwhile. An event
that is on its way here is counted already and, when it arrives, once more: with the same result.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.statistics.commands import mark_changed, table_of
from services.outcomes.statistics.facts import Facts
from services.outcomes.statistics.folding import FOLDS, fold
from services.outcomes.statistics.models import FACTS, ApproachFact, Kind
from shared.errors import NotYetKnown
from shared.events.contract import Event
from shared.messaging.outbox_log import list_streams, read_streams
from shared.transactions import Database
from shared.work import now

STREAMS_AT_ONCE = 500
_ORDER = ("intake", "outcomes", "partners")
_COUNTED = {event.named() for event in FOLDS}


class Digest(Protocol):
    """A running digest, as of `hashlib`."""

    def update(self, data: bytes, /) -> None: ...

    def hexdigest(self) -> str: ...


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild read and found; a stream is a case, or an agency.

    `differed` counts streams whose facts were not as their events say, and `passed_over` events
    that nothing can be made of, since what they build on is not in the logs. `before` and `after`
    digest all facts as they were and as they are: the same where nothing differed.
    """

    streams: int = 0
    events: int = 0
    rows: int = 0
    differed: int = 0
    passed_over: int = 0
    before: Digest = field(default_factory=hashlib.sha256)
    after: Digest = field(default_factory=hashlib.sha256)


async def rebuild(databases: Mapping[str, Database]) -> AsyncIterator[Rebuilt]:
    """Rebuild the facts in the database of outcomes; yield how far it came after each step.

    `databases` are those of all three services.
    """
    so_far = Rebuilt()
    for home, prefix in (("intake", "case/"), ("partners", "agency/")):
        last = prefix
        while True:
            async with databases[home].engine.connect() as connection:
                streams = await list_streams(
                    connection, prefix, after=last, at_most=STREAMS_AT_ONCE
                )
            if not streams:
                break
            last = streams[-1]
            async with databases["outcomes"].transaction() as session:
                await _rebuild_some(session, databases, streams, so_far)
            yield so_far


async def _rebuild_some(
    session: AsyncSession,
    databases: Mapping[str, Database],
    streams: Sequence[str],
    so_far: Rebuilt,
) -> None:
    owners = [UUID(stream.partition("/")[2]) for stream in streams]
    of_agencies = streams[0].startswith("agency/")
    if not of_agencies:
        await mark_changed(session, owners, now(session))
    events = await _events_of(session, databases, streams)
    facts = {owner: _folded(events[owner], so_far) for owner in owners}
    kinds = [kind for kind in FACTS if issubclass(kind, ApproachFact) is of_agencies]
    kept = await _kept(session, kinds, owners)
    for owner in owners:
        before, after = _bytes(kinds, kept[owner]), _bytes(kinds, facts[owner])
        so_far.before.update(before)
        so_far.after.update(after)
        so_far.differed += before != after
    so_far.rows += await _replace(session, kinds, owners, facts.values())
    so_far.streams += len(streams)
    so_far.events += sum(map(len, events.values()))


async def _events_of(
    session: AsyncSession, databases: Mapping[str, Database], streams: Sequence[str]
) -> dict[UUID, list[Event]]:
    """Return what was published of each stream, each service's own in their order.

    `session` is one of outcomes, which reads its own log in it.
    """
    found: dict[UUID, list[Event]] = defaultdict(list)
    for service in _ORDER:
        if service == "outcomes":
            events = await read_streams(await session.connection(), streams, _COUNTED)
        else:
            async with databases[service].engine.connect() as connection:
                events = await read_streams(connection, streams, _COUNTED)
        for event in events:
            found[UUID(event.stream.partition("/")[2])].append(event)
    return found


def _folded(events: Iterable[Event], so_far: Rebuilt) -> Facts:
    facts = Facts()
    for event in events:
        try:
            fold(facts, event)
        except NotYetKnown:
            so_far.passed_over += 1
    return facts


def _owner(kind: Kind) -> str:
    return "agency_id" if kind is ApproachFact else "case_id"


async def _kept(
    session: AsyncSession, kinds: Sequence[Kind], owners: Sequence[UUID]
) -> dict[UUID, Facts]:
    """Return the facts as they are kept now."""
    kept: dict[UUID, Facts] = defaultdict(Facts)
    for kind in kinds:
        table = table_of(kind)
        found = await session.execute(select(table).where(table.c[_owner(kind)].in_(owners)))
        for row in found.mappings():
            kept[row[_owner(kind)]].load(kind, [dict(row)])
    return kept


async def _replace(
    session: AsyncSession, kinds: Sequence[Kind], owners: Sequence[UUID], facts: Collection[Facts]
) -> int:
    """Write these facts in the place of all that their owners had; return how many rows."""
    written = 0
    for kind in kinds:
        table = table_of(kind)
        await session.execute(delete(table).where(table.c[_owner(kind)].in_(owners)))
        rows = [row for one in facts for row in one.of(kind)]
        if rows:
            await session.execute(insert(table), rows)
        written += len(rows)
    return written


def _bytes(kinds: Sequence[Kind], facts: Facts) -> bytes:
    """Return facts as canonical JSON lines, which are equal where the facts are."""
    lines = [
        json.dumps([kind.__tablename__, row], sort_keys=True, default=_plain)
        for kind in kinds
        for row in facts.of(kind)
    ]
    return "".join(f"{line}\n" for line in sorted(lines)).encode()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value)
