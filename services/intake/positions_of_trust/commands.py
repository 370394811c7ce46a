"""Raising an allegation against a person in a position of trust, and each step a council takes.

Nothing is published: whom to tell is decided each time, by a person, and written down.
"""

from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.concerns.commands import lead_agency
from services.intake.errors import DateInTheFuture
from services.intake.positions_of_trust.errors import (
    AccusedUnnamed,
    InformedInconsistently,
    LeadPersonNeeded,
    RecordClosed,
)
from services.intake.positions_of_trust.models import (
    PositionOfTrust,
    PositionStep,
)
from services.intake.positions_of_trust.queries import may_act, read_position, record_for
from services.intake.positions_of_trust.views import (
    NewClosure,
    NewDisclosureDecision,
    NewLink,
    NewPositionOfTrust,
    NewThresholdDecision,
    PositionOfTrustReceipt,
    PositionOfTrustView,
)
from services.intake.sources.audience import keep_out
from shared.access.caller import Caller
from shared.access.policy import Operation
from shared.access.visibility import require
from shared.audit.append import record_change
from shared.clock import london_date
from shared.errors import Denial
from shared.identifiers import new_id
from shared.reference.positions_of_trust import StepKind
from shared.work import now, seal


async def raise_position_of_trust(
    session: AsyncSession, caller: Caller, new: NewPositionOfTrust
) -> PositionOfTrustReceipt:
    """Keep an allegation, and who must not know of it: the employer, and the person there.

    Raises `AccusedUnnamed`, `DateInTheFuture`, and where no council is to lead as a concern does.
    """
    if not (new.accused.name or new.accused.practitioner_id):
        raise AccusedUnnamed
    if new.occurred_on is not None and new.occurred_on > london_date(now(session)):
        raise DateInTheFuture("What happened can't have happened in the future.")
    record = PositionOfTrust(
        record_id=new_id(),
        lead_agency_id=await lead_agency(session, caller, new.lead_agency_id),
        raised_by_agency_id=caller.agency_id,
        raised_by_practitioner_id=caller.practitioner.id if caller.practitioner else None,
        raised_at=now(session),
        occurred_on=new.occurred_on,
        position=new.position,
        allegations=list(new.allegations),
        adults_at_risk=new.adults_at_risk,
        children_at_risk=new.children_at_risk,
        synthetic=caller.synthetic,
    )
    account = new.model_dump_json(include={"accused", "what_happened"})
    record.account = seal(session, account, record.place)
    session.add(record)
    await session.flush()
    await keep_out(session, caller, record.record_id, new.accused, record.lead_agency_id)
    record_change(session, "raise_position_of_trust", _subject(record))
    return PositionOfTrustReceipt(record_id=record.record_id, received_at=record.raised_at)


async def decide_threshold(
    session: AsyncSession, caller: Caller, record_id: UUID, new: NewThresholdDecision
) -> PositionOfTrustView:
    """Record what the council decides to do with the allegation; it may decide again."""
    return await _step(session, caller, record_id, StepKind.DECIDED, new)


async def decide_disclosure(
    session: AsyncSession, caller: Caller, record_id: UUID, new: NewDisclosureDecision
) -> PositionOfTrustView:
    """Record whether somebody is told; raises `InformedInconsistently`.

    The record itself stays closed to them: they are told by the person who decided it.
    """
    if new.person_was_told == (new.why_not_told is not None):
        raise InformedInconsistently
    return await _step(session, caller, record_id, StepKind.DISCLOSURE_DECIDED, new)


async def link_case(
    session: AsyncSession, caller: Caller, record_id: UUID, new: NewLink
) -> PositionOfTrustView:
    """Record that an adult at risk has become known, in a case that the caller's council leads.

    The case is told nothing. Raises `NotFound` or `Forbidden` for a case of others.
    """
    await _lead(session, caller, record_id)
    await require(session, caller, Operation.DECIDE, new.case_id)
    return await _step(session, caller, record_id, StepKind.LINKED, new, case_id=new.case_id)


async def close(
    session: AsyncSession, caller: Caller, record_id: UUID, new: NewClosure
) -> PositionOfTrustView:
    """Record how the allegation ended; what comes up later is a new record."""
    record = await _lead(session, caller, record_id)
    view = await _step(session, caller, record_id, StepKind.CLOSED, new)
    record.closed_at = now(session)
    return view.model_copy(update={"closed_at": record.closed_at})


async def _step(
    session: AsyncSession,
    caller: Caller,
    record_id: UUID,
    kind: StepKind,
    content: BaseModel,
    *,
    case_id: UUID | None = None,
) -> PositionOfTrustView:
    record = await _lead(session, caller, record_id)
    if record.closed_at is not None:
        raise RecordClosed
    step = PositionStep(
        step_id=new_id(),
        record_id=record_id,
        kind=kind,
        case_id=case_id,
        recorded_at=now(session),
        recorded_by_practitioner_id=caller.practitioner.id if caller.practitioner else "",
        synthetic=record.synthetic,
    )
    step.content = seal(session, content.model_dump_json(), step.place)
    session.add(step)
    await session.flush()
    record_change(session, f"position_of_trust_{kind}", _subject(record), case_id=case_id)
    return await read_position(session, caller, record_id)


async def _lead(session: AsyncSession, caller: Caller, record_id: UUID) -> PositionOfTrust:
    """Return a record that the caller leads, locked; `LeadPersonNeeded` for who only raised it."""
    record = await record_for(session, caller, record_id, lock=True)
    if not await may_act(session, caller, record_id):
        denial = Denial("act_on_position_of_trust", None, _subject(record), "not the lead")
        raise LeadPersonNeeded(denial=denial)
    return record


def _subject(record: PositionOfTrust) -> str:
    return f"position_of_trust/{record.record_id}"
