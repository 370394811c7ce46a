"""Reading organisational concerns: one filter for every list, reading and step.

The council that leads, save for who must not know; and who raised it. Of the cases beside it each
reader is shown those that they may know.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.organisational_concerns.models import (
    OrganisationalConcern,
    StrandCase,
    StrandStep,
)
from services.intake.organisational_concerns.views import (
    Account,
    OrganisationalConcernView,
    StepContent,
    StrandStepView,
)
from services.intake.sources.audience import is_kept_out, sent_by
from shared.access.caller import Caller
from shared.access.policy import Operation
from shared.access.visibility import visible_to
from shared.audit.append import record_access
from shared.errors import Denial, NotFound
from shared.pagination import Page, PageRequest, paginate
from shared.work import unseal

READ = "read_organisational_concern"
_Concern = OrganisationalConcern


async def list_organisational_concerns(
    session: AsyncSession, caller: Caller, page: PageRequest
) -> Page[OrganisationalConcernView]:
    """Return the concerns that the caller may read, the newest first."""
    found = await paginate(
        session,
        select(_Concern).where(readable_by(caller)),
        keys=(_Concern.record_id,),
        page=page,
        bound_to=f"organisational_concerns:{caller.agency_id}",
    )
    return Page(items=await show(session, caller, found.rows), next=found.next)


async def concern_for(
    session: AsyncSession, caller: Caller, record_id: UUID, *, lock: bool = False
) -> OrganisationalConcern:
    """Return a concern that the caller may read, locked if asked; raises `NotFound`."""
    query = select(_Concern).where(_Concern.record_id == record_id, readable_by(caller))
    concern = await session.scalar(query.with_for_update() if lock else query)
    if concern is None:
        subject = f"organisational_concern/{record_id}"
        raise NotFound(denial=Denial(READ, None, subject, "hidden"))
    return concern


def readable_by(caller: Caller) -> ColumnElement[bool]:
    """Return the filter of every reading."""
    as_lead = and_(
        _Concern.lead_agency_id == caller.agency_id, ~is_kept_out(caller, _Concern.record_id)
    )
    as_raiser = sent_by(
        caller,
        _Concern.record_id,
        _Concern.raised_by_agency_id.expression,
        _Concern.raised_by_practitioner_id.expression,
    )
    return and_(_Concern.synthetic == caller.synthetic, or_(as_lead, as_raiser))


async def leads(session: AsyncSession, caller: Caller, records: Sequence[UUID]) -> set[UUID]:
    """Return those of the records that the caller's council leads and may know as such."""
    query = select(_Concern.record_id).where(
        _Concern.record_id.in_(records),
        _Concern.lead_agency_id == caller.agency_id,
        ~is_kept_out(caller, _Concern.record_id),
    )
    return set(await session.scalars(query))


async def show(
    session: AsyncSession, caller: Caller, concerns: Sequence[OrganisationalConcern]
) -> list[OrganisationalConcernView]:
    """Open each concern, record that it was looked at, and show the rest to who leads."""
    led = await leads(session, caller, [concern.record_id for concern in concerns])
    cases: dict[UUID, list[UUID]] = {}
    beside = select(StrandCase).where(
        StrandCase.record_id.in_(led),
        visible_to(caller, Operation.READ_INFORMATION, StrandCase.case_id),
    )
    for row in await session.scalars(beside.order_by(StrandCase.case_id)):
        cases.setdefault(row.record_id, []).append(row.case_id)
    steps: dict[UUID, list[StrandStep]] = {}
    taken = select(StrandStep).where(StrandStep.record_id.in_(led))
    for step in await session.scalars(taken.order_by(StrandStep.step_id)):
        steps.setdefault(step.record_id, []).append(step)
    views = []
    for concern in concerns:
        record_id = concern.record_id
        record_access(session, READ, None, subject=f"organisational_concern/{record_id}")
        known = cases.get(record_id, [])
        views.append(
            _open(session, concern, known, steps.get(record_id, []))
            if record_id in led
            else _open(session, concern, None, [])
        )
    return views


def _open(
    session: AsyncSession,
    concern: OrganisationalConcern,
    case_ids: Sequence[UUID] | None,
    steps: Sequence[StrandStep],
) -> OrganisationalConcernView:
    account = Account.model_validate_json(unseal(session, concern.account, concern.place))
    is_led = case_ids is not None
    known = frozenset(case_ids or ())
    return OrganisationalConcernView(
        record_id=concern.record_id,
        received_at=concern.raised_at,
        lead_agency_id=concern.lead_agency_id,
        raised_by_agency_id=concern.raised_by_agency_id,
        raised_by_practitioner_id=concern.raised_by_practitioner_id,
        organisation=account.organisation,
        abuse_types=concern.abuse_types,
        what_happened=account.what_happened,
        decision=concern.decision if is_led else None,
        closed_at=concern.closed_at if is_led else None,
        case_ids=None if case_ids is None else tuple(case_ids),
        steps=(
            tuple(
                _open_step(session, step)
                for step in steps
                if step.case_id is None or step.case_id in known
            )
            if is_led
            else None
        ),
    )


def _open_step(session: AsyncSession, step: StrandStep) -> StrandStepView:
    content = StepContent.model_validate_json(unseal(session, step.content, step.place))
    return StrandStepView(
        step_id=step.step_id,
        kind=step.kind,
        case_id=step.case_id,
        recorded_at=step.recorded_at,
        recorded_by_practitioner_id=step.recorded_by_practitioner_id,
        **content.model_dump(),
    )
