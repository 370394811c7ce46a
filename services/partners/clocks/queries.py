"""What can be read of targets and clocks: by who owes, by who waits, and by the lead."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.clocks.models import Clock, ClockExtension, TargetSet
from services.partners.clocks.views import ClockView, ExtensionView, TargetsView, TargetView
from shared.access.policy import Relation
from shared.access.visibility import Access
from shared.pagination import Page, PageRequest, paginate
from shared.reference.targets import SHIPPED, TargetCode, Targets
from shared.work import unseal


async def targets_in_force(session: AsyncSession) -> Targets:
    """Return the targets that the worker was configured with last, or else those shipped."""
    query = select(TargetSet.targets).order_by(TargetSet.in_force_since.desc()).limit(1)
    kept = await session.scalar(query)
    return SHIPPED if kept is None else Targets.model_validate(kept)


async def read_targets(session: AsyncSession) -> TargetsView:
    """Return the targets in force, each with its source."""
    targets = await targets_in_force(session)
    return TargetsView(
        version=targets.version,
        items=[
            TargetView(target=code, **target.model_dump())
            for code, target in sorted(targets.targets.items())
        ],
    )


def readable_by(access: Access) -> ColumnElement[bool]:
    """Return the filter of the clocks in a case: the lead reads all, the others their own."""
    if access.relation is Relation.LEAD:
        return true()
    agency_id = access.caller.agency_id
    return or_(Clock.owed_by_agency_id == agency_id, Clock.owed_to_agency_id == agency_id)


async def list_clocks(session: AsyncSession, access: Access, page: PageRequest) -> Page[ClockView]:
    """Return the clocks of a case that the caller may read, newest first."""
    found = await paginate(
        session,
        select(Clock).where(Clock.case_id == access.case_id, readable_by(access)),
        keys=(Clock.started_at, Clock.clock_id),
        page=page,
        bound_to=f"clocks:{access.case_id}:{access.caller.agency_id}",
    )
    return Page(items=await view_clocks(session, found.rows), next=found.next)


async def clocks_of(
    session: AsyncSession, subject_ids: Sequence[UUID]
) -> Mapping[tuple[UUID, TargetCode], Clock]:
    """Return the clocks of requests or actions, by what each is about."""
    query = select(Clock).where(Clock.subject_id.in_(subject_ids))
    return {(clock.subject_id, clock.target): clock for clock in await session.scalars(query)}


async def view_clocks(session: AsyncSession, clocks: Sequence[Clock]) -> list[ClockView]:
    """Return clocks with the extensions of each, the oldest first."""
    query = (
        select(ClockExtension)
        .where(ClockExtension.clock_id.in_([clock.clock_id for clock in clocks]))
        .order_by(ClockExtension.extended_at, ClockExtension.extension_id)
    )
    extensions = (await session.scalars(query)).all()
    return [
        _view(
            clock,
            [
                _view_extension(session, extension)
                for extension in extensions
                if extension.clock_id == clock.clock_id
            ],
        )
        for clock in clocks
    ]


def _view(clock: Clock, extensions: list[ExtensionView]) -> ClockView:
    return ClockView(
        clock_id=clock.clock_id,
        case_id=clock.case_id,
        target=clock.target,
        subject_id=clock.subject_id,
        owed_by_agency_id=clock.owed_by_agency_id,
        owed_to_agency_id=clock.owed_to_agency_id,
        targets_version=clock.targets_version,
        started_at=clock.started_at,
        due_at=clock.due_at,
        met_at=clock.met_at,
        missed_at=clock.missed_at,
        stopped_at=clock.stopped_at,
        extensions=extensions,
    )


def _view_extension(session: AsyncSession, extension: ClockExtension) -> ExtensionView:
    place = f"clock_extensions.reason:{extension.extension_id}"
    return ExtensionView(
        due_at_before=extension.due_at_before,
        was_missed_before=extension.missed_at_before is not None,
        due_at=extension.due_at,
        reason=unseal(session, extension.reason, place),
        agreed_with_adult=extension.agreed_with_adult,
        extended_by_agency_id=extension.extended_by_agency_id,
        extended_at=extension.extended_at,
    )
