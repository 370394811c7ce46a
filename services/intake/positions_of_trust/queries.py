"""Reading these records: one filter for every list, reading and step, stricter than a case's.

A named safeguarding lead of the council that leads, and who raised it: that very practitioner, or
the agency's system where it named none. Nobody else is told that there is such a record.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.positions_of_trust.models import (
    PositionOfTrust,
    PositionStep,
)
from services.intake.positions_of_trust.views import (
    Account,
    ClosureView,
    DisclosureDecisionView,
    LinkView,
    PositionOfTrustView,
    StepView,
    ThresholdDecisionView,
)
from services.intake.sources.audience import is_kept_out, sent_by
from shared.access.caller import Caller, Role
from shared.audit.append import record_access
from shared.errors import Denial, NotFound
from shared.http.inputs import View
from shared.pagination import Page, PageRequest, paginate
from shared.reference.positions_of_trust import StepKind
from shared.work import unseal

READ = "read_position_of_trust"
_CONTENTS: dict[StepKind, tuple[str, type[View]]] = {
    StepKind.DECIDED: ("decision", ThresholdDecisionView),
    StepKind.DISCLOSURE_DECIDED: ("disclosure", DisclosureDecisionView),
    StepKind.LINKED: ("link", LinkView),
    StepKind.CLOSED: ("closure", ClosureView),
}


async def list_positions(
    session: AsyncSession, caller: Caller, page: PageRequest
) -> Page[PositionOfTrustView]:
    """Return the records that the caller may read, the newest first."""
    found = await paginate(
        session,
        select(PositionOfTrust).where(or_(acts_on(caller), _raised_by(caller))),
        keys=(PositionOfTrust.record_id,),
        page=page,
        bound_to=f"positions_of_trust:{caller.agency_id}",
    )
    return Page(items=await _show(session, caller, found.rows), next=found.next)


async def read_position(
    session: AsyncSession, caller: Caller, record_id: UUID
) -> PositionOfTrustView:
    """Return a record that the caller may read; raises `NotFound` for any other."""
    record = await record_for(session, caller, record_id)
    [view] = await _show(session, caller, [record])
    return view


async def record_for(
    session: AsyncSession, caller: Caller, record_id: UUID, *, lock: bool = False
) -> PositionOfTrust:
    """Return a record that the caller may read, locked if asked; raises `NotFound`."""
    query = select(PositionOfTrust).where(
        PositionOfTrust.record_id == record_id, or_(acts_on(caller), _raised_by(caller))
    )
    record = await session.scalar(query.with_for_update() if lock else query)
    if record is None:
        subject = f"position_of_trust/{record_id}"
        raise NotFound(denial=Denial(READ, None, subject, "hidden"))
    return record


async def may_act(session: AsyncSession, caller: Caller, record_id: UUID) -> bool:
    """Tell whether the caller is a safeguarding lead who may act on the record."""
    query = select(exists().where(PositionOfTrust.record_id == record_id, acts_on(caller)))
    return bool(await session.scalar(query))


def acts_on(caller: Caller) -> ColumnElement[bool]:
    """Return the filter of the records that the caller leads."""
    person = caller.practitioner
    if person is None or person.role is not Role.SAFEGUARDING_LEAD:
        return false()
    return and_(
        PositionOfTrust.lead_agency_id == caller.agency_id,
        PositionOfTrust.synthetic == caller.synthetic,
        ~is_kept_out(caller, PositionOfTrust.record_id),
    )


def _raised_by(caller: Caller) -> ColumnElement[bool]:
    return and_(
        PositionOfTrust.synthetic == caller.synthetic,
        sent_by(
            caller,
            PositionOfTrust.record_id,
            PositionOfTrust.raised_by_agency_id.expression,
            PositionOfTrust.raised_by_practitioner_id.expression,
        ),
    )


async def _show(
    session: AsyncSession, caller: Caller, records: Sequence[PositionOfTrust]
) -> list[PositionOfTrustView]:
    """Open each record, record that it was looked at, and show the steps to who leads."""
    ids = [record.record_id for record in records]
    led = set(
        await session.scalars(
            select(PositionOfTrust.record_id).where(
                PositionOfTrust.record_id.in_(ids), acts_on(caller)
            )
        )
    )
    query = select(PositionStep).where(PositionStep.record_id.in_(led))
    steps: dict[UUID, list[StepView]] = {}
    for step in await session.scalars(query.order_by(PositionStep.step_id)):
        steps.setdefault(step.record_id, []).append(_open_step(session, step))
    views = []
    for record in records:
        leads = record.record_id in led
        views.append(_open(session, record, steps.get(record.record_id, ()) if leads else None))
        record_access(session, READ, None, subject=f"position_of_trust/{record.record_id}")
    return views


def _open(
    session: AsyncSession, record: PositionOfTrust, steps: Sequence[StepView] | None
) -> PositionOfTrustView:
    account = Account.model_validate_json(unseal(session, record.account, record.place))
    return PositionOfTrustView(
        record_id=record.record_id,
        received_at=record.raised_at,
        lead_agency_id=record.lead_agency_id,
        raised_by_agency_id=record.raised_by_agency_id,
        raised_by_practitioner_id=record.raised_by_practitioner_id,
        accused=account.accused,
        position=record.position,
        allegations=record.allegations,
        occurred_on=record.occurred_on,
        what_happened=account.what_happened,
        adults_at_risk=record.adults_at_risk,
        children_at_risk=record.children_at_risk,
        closed_at=None if steps is None else record.closed_at,
        steps=None if steps is None else tuple(steps),
    )


def _open_step(session: AsyncSession, step: PositionStep) -> StepView:
    name, view = _CONTENTS[step.kind]
    content = view.model_validate_json(unseal(session, step.content, step.place))
    return StepView.model_validate(
        {
            "step_id": step.step_id,
            "kind": step.kind,
            "recorded_at": step.recorded_at,
            "recorded_by_practitioner_id": step.recorded_by_practitioner_id,
            name: content,
        }
    )
