"""Raising an organisational concern, and what the council does about it.

Nothing is published, and no case changes: an adult's case has its own parties, wishes and counts,
whichever strand looks at it beside others.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.concerns.commands import lead_agency
from services.intake.organisational_concerns.errors import (
    CaseLinkedAlready,
    CaseNotLinked,
    OnlyTheLead,
    OrganisationalConcernClosed,
    OrganisationUnnamed,
)
from services.intake.organisational_concerns.models import (
    OrganisationalConcern,
    StrandCase,
    StrandStep,
)
from services.intake.organisational_concerns.queries import concern_for, leads, show
from services.intake.organisational_concerns.views import (
    NewOrganisationalConcern,
    NewStrandCase,
    NewStrandDecision,
    NewStrandEnding,
    NewStrandRemoval,
    OrganisationalConcernReceipt,
    OrganisationalConcernView,
    StepContent,
)
from services.intake.sources.audience import keep_out
from shared.access.caller import Caller
from shared.access.policy import Operation
from shared.access.visibility import require
from shared.audit.append import record_change
from shared.errors import Denial
from shared.identifiers import new_id
from shared.reference.organisational import OrganisationStep
from shared.work import now, seal


async def raise_organisational_concern(
    session: AsyncSession, caller: Caller, new: NewOrganisationalConcern
) -> OrganisationalConcernReceipt:
    """Keep a concern about an organisation, which is kept from knowing of it.

    Raises `OrganisationUnnamed`, and where no council is to lead as a concern does.
    """
    organisation = new.organisation
    if not (organisation.organisation_name or organisation.identifiers):
        raise OrganisationUnnamed
    concern = OrganisationalConcern(
        record_id=new_id(),
        lead_agency_id=await lead_agency(session, caller, new.lead_agency_id),
        raised_by_agency_id=caller.agency_id,
        raised_by_practitioner_id=caller.practitioner.id if caller.practitioner else None,
        raised_at=now(session),
        abuse_types=list(new.abuse_types),
        synthetic=caller.synthetic,
    )
    account = new.model_dump_json(include={"organisation", "what_happened"})
    concern.account = seal(session, account, concern.place)
    session.add(concern)
    await keep_out(
        session, caller, concern.record_id, organisation.as_source(), concern.lead_agency_id
    )
    record_change(session, "raise_organisational_concern", _subject(concern))
    return OrganisationalConcernReceipt(record_id=concern.record_id, received_at=concern.raised_at)


async def decide_strand(
    session: AsyncSession, caller: Caller, record_id: UUID, new: NewStrandDecision
) -> OrganisationalConcernView:
    """Record what the council decides to do; it may decide again."""
    concern = await _led(session, caller, record_id)
    concern.decision = new.decision
    content = StepContent(words=new.rationale, decision=new.decision, review_on=new.review_on)
    return await _step(session, caller, concern, OrganisationStep.DECIDED, content)


async def link_strand_case(
    session: AsyncSession, caller: Caller, record_id: UUID, new: NewStrandCase
) -> OrganisationalConcernView:
    """Look at a case with the others; raises `NotFound` or `Forbidden` for a case of others."""
    concern = await _led(session, caller, record_id)
    await require(session, caller, Operation.READ_INFORMATION, new.case_id)
    if await session.get(StrandCase, (record_id, new.case_id)) is not None:
        raise CaseLinkedAlready
    session.add(StrandCase(record_id=record_id, case_id=new.case_id))
    content = StepContent(words=new.why)
    return await _step(
        session, caller, concern, OrganisationStep.LINKED, content, case_id=new.case_id
    )


async def unlink_strand_case(
    session: AsyncSession, caller: Caller, record_id: UUID, new: NewStrandRemoval
) -> OrganisationalConcernView:
    """Take a case out again, where it was linked in error."""
    concern = await _led(session, caller, record_id)
    await require(session, caller, Operation.READ_INFORMATION, new.case_id)
    linked = await session.get(StrandCase, (record_id, new.case_id))
    if linked is None:
        raise CaseNotLinked
    await session.delete(linked)
    content = StepContent(words=new.why)
    return await _step(
        session, caller, concern, OrganisationStep.UNLINKED, content, case_id=new.case_id
    )


async def close_strand(
    session: AsyncSession, caller: Caller, record_id: UUID, new: NewStrandEnding
) -> OrganisationalConcernView:
    """Record how it ended; the cases beside it go on."""
    concern = await _led(session, caller, record_id)
    concern.closed_at = now(session)
    content = StepContent(words=new.rationale, ending=new.ending)
    return await _step(session, caller, concern, OrganisationStep.CLOSED, content)


async def _led(session: AsyncSession, caller: Caller, record_id: UUID) -> OrganisationalConcern:
    """Return an open concern that the caller leads, locked; raises `OnlyTheLead`."""
    concern = await concern_for(session, caller, record_id, lock=True)
    if not await leads(session, caller, [record_id]):
        denial = Denial("act_on_organisational_concern", None, _subject(concern), "not the lead")
        raise OnlyTheLead(denial=denial)
    if concern.closed_at is not None:
        raise OrganisationalConcernClosed
    return concern


async def _step(
    session: AsyncSession,
    caller: Caller,
    concern: OrganisationalConcern,
    kind: OrganisationStep,
    content: StepContent,
    *,
    case_id: UUID | None = None,
) -> OrganisationalConcernView:
    step = StrandStep(
        step_id=new_id(),
        record_id=concern.record_id,
        kind=kind,
        case_id=case_id,
        recorded_at=now(session),
        recorded_by_practitioner_id=caller.practitioner.id if caller.practitioner else None,
        synthetic=concern.synthetic,
    )
    step.content = seal(session, content.model_dump_json(), step.place)
    session.add(step)
    await session.flush()
    record_change(session, f"organisational_concern_{kind}", _subject(concern), case_id=case_id)
    [view] = await show(session, caller, [concern])
    return view


def _subject(concern: OrganisationalConcern) -> str:
    return f"organisational_concern/{concern.record_id}"
