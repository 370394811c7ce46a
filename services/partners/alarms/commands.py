"""Taking stock of what agencies have not received, and the daily digest of what is a day old."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.alarms.models import Backlog
from services.partners.alarms.turns import last_digest_due, take_turn
from services.partners.alarms.waiting import Arrears, all_arrears
from services.partners.letters.commands import queue_for_operator, queue_letter
from services.partners.letters.models import LetterKind
from services.partners.letters.wording import Facts, in_london
from shared.access.tables import known_agencies
from shared.events.partners import AgencyCaughtUp, AgencyFellBehind, UndeliveredReported
from shared.messaging.outbox import publish
from shared.work import now

STOCK_EVERY = timedelta(seconds=30)
BEHIND_FROM = timedelta(hours=4)
CAUGHT_UP_BELOW = timedelta(hours=2)
"""Between the two it stays what it was, so that no agency goes to and fro."""

LATE = timedelta(hours=24)
_MOST_LISTED = 200


async def take_stock(session: AsyncSession) -> bool:
    """Note what each agency has not received, and tell when one falls behind or has caught up."""
    if not await take_turn(session, "stock", due_at=now(session) - STOCK_EVERY):
        return False
    found = {each.agency_id: each for each in await all_arrears(session, up_to=now(session))}
    backlogs = {kept.agency_id: kept for kept in await session.scalars(select(Backlog))}
    agencies = await _agencies(session)
    has_told = False
    for agency_id in sorted(found.keys() | backlogs.keys()):
        backlog = backlogs.get(agency_id) or Backlog(agency_id=agency_id)
        session.add(backlog)
        arrears = found.get(agency_id)
        backlog.waiting = arrears.waiting if arrears else 0
        backlog.oldest_at = arrears.oldest_at if arrears else None
        backlog.taken_at = now(session)
        has_told |= _tell_change(session, backlog, agencies.get(agency_id))
    return has_told


def _tell_change(session: AsyncSession, backlog: Backlog, agency: Row[Any] | None) -> bool:
    """Say that an agency fell behind, once, and once that it has caught up."""
    if agency is None:
        return False
    age = now(session) - backlog.oldest_at if backlog.oldest_at else timedelta()
    facts = {"agency_id": backlog.agency_id, "synthetic": agency.synthetic}
    if backlog.behind_since is None and backlog.oldest_at and age >= BEHIND_FROM and agency.live:
        backlog.behind_since = now(session)
        oldest = {"waiting": backlog.waiting, "oldest_at": backlog.oldest_at}
        publish(session, AgencyFellBehind(**facts, **oldest))
        return True
    if backlog.behind_since is not None and (age < CAUGHT_UP_BELOW or not agency.live):
        since, backlog.behind_since = backlog.behind_since, None
        publish(session, AgencyCaughtUp(**facts, behind_since=since))
        return True
    return False


async def make_digest(session: AsyncSession) -> bool:
    """Once a day, tell each agency what has waited for it for a day, and the operator of all.

    What is suspended is told nothing, because it could not come for it: the operator is.
    """
    if not await take_turn(session, "digest", due_at=last_digest_due(now(session))):
        return False
    agencies = await _agencies(session)
    late = [
        (arrears, agencies[arrears.agency_id])
        for arrears in await all_arrears(session, up_to=now(session) - LATE)
        if arrears.agency_id in agencies and agencies[arrears.agency_id].live
    ]
    for arrears, agency in late:
        if not agency.suspended:
            _tell_agency(session, arrears, agency)
    _tell_operator(session, late)
    return bool(late)


def _tell_agency(session: AsyncSession, arrears: Arrears, agency: Row[Any]) -> None:
    event = UndeliveredReported(
        agency_id=arrears.agency_id, waiting=arrears.waiting, oldest_at=arrears.oldest_at
    )
    publish(session, event)
    queue_letter(
        session,
        LetterKind.UNDELIVERED,
        arrears.agency_id,
        {"waiting": arrears.waiting, "oldest": in_london(arrears.oldest_at)},
        synthetic=agency.synthetic,
    )


def _tell_operator(session: AsyncSession, late: list[tuple[Arrears, Row[Any]]]) -> None:
    real = [(arrears, agency) for arrears, agency in late if not agency.synthetic]
    if not real:
        return
    real.sort(key=lambda each: each[0].oldest_at)
    lines = [_line(arrears, agency) for arrears, agency in real[:_MOST_LISTED]]
    if len(real) > _MOST_LISTED:
        lines.append(f"- and {len(real) - _MOST_LISTED} more")
    facts: Facts = {"agencies": len(real), "listed": "\n".join(lines)}
    queue_for_operator(session, LetterKind.UNDELIVERED_ANYWHERE, facts)


def _line(arrears: Arrears, agency: Row[Any]) -> str:
    suspended = " (suspended)" if agency.suspended else ""
    oldest = in_london(arrears.oldest_at)
    return f"- {agency.name}{suspended}: {arrears.waiting}, the oldest since {oldest}"


async def _agencies(session: AsyncSession) -> Mapping[UUID, Row[Any]]:
    rows = (await session.execute(select(known_agencies))).all()
    return {row.agency_id: row for row in rows}
