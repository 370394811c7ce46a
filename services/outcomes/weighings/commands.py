"""How options are weighed, and weighed anew; no version is overwritten, and no wish changes."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.conversations.commands import quote_conversation
from services.outcomes.desired_outcomes.queries import desired_outcome_of
from services.outcomes.enquiries.commands import lock_open_enquiry
from services.outcomes.schema import recorded, seal_narrative
from services.outcomes.weighings.completeness import check_weighing
from services.outcomes.weighings.models import Weighing, WeighingNarrative, WeighingVersion
from services.outcomes.weighings.queries import show_weighing, weighing_of
from services.outcomes.weighings.views import NewWeighing, RevisedWeighing, WeighingView
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.events.outcomes import WeighingRecorded, WeighingRevised
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.versions import check_version


async def record_weighing(session: AsyncSession, access: Access, new: NewWeighing) -> WeighingView:
    """Keep the options side by side; raises `NotFound` for no such desired outcome."""
    check_weighing(new)
    enquiry = await lock_open_enquiry(session, access.case_id)
    if new.desired_outcome_id is not None:
        await desired_outcome_of(session, access.case_id, new.desired_outcome_id)
    weighing = Weighing(
        weighing_id=new_id(),
        enquiry_id=enquiry.enquiry_id,
        case_id=access.case_id,
        synthetic=enquiry.synthetic,
        desired_outcome_id=new.desired_outcome_id,
        version=1,
    )
    session.add(weighing)
    version = await _add_version(session, access, weighing, new, why=None)
    _note(session, Operation.RECORD_WEIGHING, weighing)
    event = WeighingRecorded(
        case_id=access.case_id,
        synthetic=weighing.synthetic,
        weighing_id=weighing.weighing_id,
        desired_outcome_id=weighing.desired_outcome_id,
        conversation_id=new.conversation_id,
        recorded_by_agency_id=access.caller.agency_id,
    )
    publish(session, event)
    return show_weighing(session, version)


async def revise_weighing(
    session: AsyncSession, access: Access, weighing_id: UUID, new: RevisedWeighing, *, seen: int
) -> WeighingView:
    """Add a version to the one `seen`; raises `PreconditionFailed` if it is not current."""
    check_weighing(new)
    await lock_open_enquiry(session, access.case_id)
    weighing = await weighing_of(session, access.case_id, weighing_id)
    check_version(weighing.version, seen)
    weighing.version += 1
    version = await _add_version(session, access, weighing, new, why=new.why)
    _note(session, Operation.REVISE_WEIGHING, weighing)
    event = WeighingRevised(
        case_id=access.case_id,
        synthetic=weighing.synthetic,
        weighing_id=weighing_id,
        desired_outcome_id=weighing.desired_outcome_id,
        conversation_id=new.conversation_id,
        version=weighing.version,
        revised_by_agency_id=access.caller.agency_id,
    )
    publish(session, event)
    return show_weighing(session, version)


async def _add_version(
    session: AsyncSession,
    access: Access,
    weighing: Weighing,
    new: NewWeighing | RevisedWeighing,
    *,
    why: str | None,
) -> WeighingVersion:
    conversation = (
        None
        if new.conversation_id is None
        else await quote_conversation(session, access.case_id, new.conversation_id)
    )
    version = WeighingVersion(
        weighing=weighing,
        weighing_id=weighing.weighing_id,
        version=weighing.version,
        conversation=conversation,
        conversation_id=new.conversation_id,
        **recorded(session, access.caller, access.case_id),
    )
    narrative = WeighingNarrative.model_validate(new.model_dump() | {"why": why})
    version.narrative = seal_narrative(session, narrative, version.narrative_row)
    session.add(version)
    return version


def _note(session: AsyncSession, operation: Operation, weighing: Weighing) -> None:
    subject = f"weighing/{weighing.weighing_id}"
    record_change(session, operation, subject, case_id=weighing.case_id)
