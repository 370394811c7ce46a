"""What can change about clocks: they start, are met or stopped, are extended, and are missed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.clocks.errors import (
    NotAnExtension,
    NothingIsWaitedFor,
    NotYoursToExtend,
)
from services.partners.clocks.models import Clock, ClockExtension, TargetSet
from services.partners.clocks.queries import readable_by, targets_in_force, view_clocks
from services.partners.clocks.views import ClockView, Extension
from shared.access.policy import KNOWS_THE_CASE, Relation
from shared.access.standings import relations_to_case
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.errors import NotFound
from shared.events.partners import TargetExtended, TargetMissed
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.reference.targets import SHIPPED, TargetCode, Targets
from shared.work import happened_at, now, seal

_FOUND_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed in a case: by whom, to whom, and what it is about."""

    case_id: UUID
    synthetic: bool
    target: TargetCode
    subject_id: UUID
    by_agency_id: UUID
    to_agency_id: UUID


async def put_targets_in_force(session: AsyncSession, targets: Targets) -> bool:
    """Keep the configured targets, if they are others than those in force; tell whether so."""
    if targets == await targets_in_force(session):
        return False
    kept = targets.model_dump(mode="json")
    session.add(TargetSet(target_set_id=new_id(), targets=kept, in_force_since=now(session)))
    record_change(session, "put_targets_in_force", "targets")
    return True


async def start_clock(
    session: AsyncSession,
    owed: Owed,
    *,
    due_at: datetime | None = None,
    since: datetime | None = None,
) -> datetime | None:
    """Start a clock, or start it anew; `due_at` is a target set by hand. Return when it is due.

    Where none is set and none is configured, nothing is measured and no clock is kept.
    """
    started_at = since or happened_at(session)
    targets = await targets_in_force(session) if due_at is None else SHIPPED
    target = targets.targets.get(owed.target)
    if due_at is None and target is None:
        return None
    due = due_at or (target.due_at(started_at) if target else started_at)
    clock = await _find(session, owed.case_id, owed.target, owed.subject_id)
    if clock is None:
        clock = Clock(
            clock_id=new_id(),
            case_id=owed.case_id,
            synthetic=owed.synthetic,
            target=owed.target,
            subject_id=owed.subject_id,
        )
        session.add(clock)
    clock.owed_by_agency_id, clock.owed_to_agency_id = owed.by_agency_id, owed.to_agency_id
    clock.targets_version = targets.version if due_at is None else None
    clock.started_at, clock.due_at = started_at, due
    clock.met_at = clock.missed_at = clock.stopped_at = None
    return due


async def meet_clock(
    session: AsyncSession, case_id: UUID, target: TargetCode, subject_id: UUID
) -> None:
    """Say that what a clock waits for has been done, late or in time."""
    await _end(session, case_id, target, subject_id, met_at=happened_at(session))


async def stop_clock(
    session: AsyncSession, case_id: UUID, target: TargetCode, subject_id: UUID
) -> None:
    """Say that nothing is owed any more."""
    await _end(session, case_id, target, subject_id, stopped_at=happened_at(session))


async def extend_target(
    session: AsyncSession, access: Access, clock_id: UUID, new: Extension
) -> ClockView:
    """Give more time. The earlier target is kept, and that it was missed if it was."""
    clock = await session.scalar(
        select(Clock)
        .where(Clock.case_id == access.case_id, Clock.clock_id == clock_id, readable_by(access))
        .with_for_update()
    )
    if clock is None:
        raise NotFound
    if access.relation is not Relation.LEAD and clock.owed_to_agency_id != access.caller.agency_id:
        raise NotYoursToExtend
    if clock.met_at is not None or clock.stopped_at is not None:
        raise NothingIsWaitedFor
    if new.due_at <= max(clock.due_at, now(session)):
        raise NotAnExtension
    session.add(_extension(session, access, clock, new))
    clock.due_at, clock.missed_at = new.due_at, None
    record_change(session, "extend_target", f"clock/{clock_id}", case_id=clock.case_id)
    publish(session, TargetExtended(agreed_with_adult=new.agreed_with_adult, **_facts(clock)))
    await session.flush()
    return (await view_clocks(session, [clock]))[0]


async def tell_missed_targets(session: AsyncSession) -> bool:
    """Tell of clocks whose time has passed, once for each target; tell whether there were any.

    An agency that may not know of the case any more, or has left it, owes nothing.
    """
    query = (
        select(Clock)
        .where(
            Clock.met_at.is_(None),
            Clock.missed_at.is_(None),
            Clock.stopped_at.is_(None),
            Clock.due_at < now(session),
        )
        .order_by(Clock.due_at)
        .limit(_FOUND_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    clocks = (await session.scalars(query)).all()
    for clock in clocks:
        relations = await relations_to_case(session, clock.case_id)
        if relations.get(clock.owed_by_agency_id) not in KNOWS_THE_CASE:
            clock.stopped_at = now(session)
            continue
        clock.missed_at = now(session)
        publish(session, TargetMissed(**_facts(clock)))
    return bool(clocks)


async def _find(
    session: AsyncSession, case_id: UUID, target: TargetCode, subject_id: UUID
) -> Clock | None:
    query = select(Clock).where(
        Clock.case_id == case_id, Clock.target == target, Clock.subject_id == subject_id
    )
    clock: Clock | None = await session.scalar(query.with_for_update())
    return clock


async def _end(
    session: AsyncSession,
    case_id: UUID,
    target: TargetCode,
    subject_id: UUID,
    **ended: datetime,
) -> None:
    await session.execute(
        update(Clock)
        .where(
            Clock.case_id == case_id,
            Clock.target == target,
            Clock.subject_id == subject_id,
            Clock.met_at.is_(None),
            Clock.stopped_at.is_(None),
        )
        .values(**ended)
    )


def _extension(
    session: AsyncSession, access: Access, clock: Clock, new: Extension
) -> ClockExtension:
    extension_id = new_id()
    person = access.caller.practitioner
    return ClockExtension(
        extension_id=extension_id,
        clock_id=clock.clock_id,
        due_at_before=clock.due_at,
        missed_at_before=clock.missed_at,
        due_at=new.due_at,
        reason=seal(session, new.reason, f"clock_extensions.reason:{extension_id}"),
        agreed_with_adult=new.agreed_with_adult,
        extended_by_agency_id=access.caller.agency_id,
        extended_by_practitioner_id=person.id if person else None,
        extended_at=now(session),
    )


def _facts(clock: Clock) -> dict[str, Any]:
    return {
        "case_id": clock.case_id,
        "synthetic": clock.synthetic,
        "clock_id": clock.clock_id,
        "target": clock.target,
        "subject_id": clock.subject_id,
        "owed_by_agency_id": clock.owed_by_agency_id,
        "owed_to_agency_id": clock.owed_to_agency_id,
        "due_at": clock.due_at,
    }
