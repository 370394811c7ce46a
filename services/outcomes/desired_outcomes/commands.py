"""How desired outcomes are recorded and revised; no version is ever overwritten."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.conversations.commands import quote_conversation
from services.outcomes.conversations.queries import conversation_of
from services.outcomes.desired_outcomes.models import (
    DesiredOutcome,
    DesiredOutcomeNarrative,
    DesiredOutcomeVersion,
    DesiredOutcomeWithdrawal,
    Negotiation,
    WithdrawalNarrative,
)
from services.outcomes.desired_outcomes.owners import require_owner
from services.outcomes.desired_outcomes.queries import (
    current_version_of,
    desired_outcome_of,
    show_desired_outcome,
)
from services.outcomes.desired_outcomes.views import (
    DesiredOutcomeView,
    NewDesiredOutcome,
    NewNegotiation,
    NoLongerWanted,
    RevisedDesiredOutcome,
)
from services.outcomes.enquiries.commands import lock_open_enquiry
from services.outcomes.errors import NoLongerWantedAlready, NoOutcomeWasExpressed
from services.outcomes.schema import recorded, seal_narrative
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.events.outcomes import (
    DesiredOutcomeRecorded,
    DesiredOutcomeRevised,
    DesiredOutcomeWithdrawn,
)
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.reference.msp import Asked
from shared.versions import check_version


async def record_desired_outcome(
    session: AsyncSession, access: Access, new: NewDesiredOutcome
) -> DesiredOutcomeView:
    """Write down something the adult wants, as they said it in a conversation of this case."""
    enquiry = await lock_open_enquiry(session, access.case_id)
    desired_outcome = DesiredOutcome(
        desired_outcome_id=new_id(),
        enquiry_id=enquiry.enquiry_id,
        case_id=access.case_id,
        synthetic=enquiry.synthetic,
        version=1,
    )
    if new.negotiated_from is not None:
        await _link_original(session, desired_outcome, new.negotiated_from)
    session.add(desired_outcome)
    await session.flush()
    version = await _add_version(session, access, desired_outcome, new, why=None)
    _note(session, Operation.RECORD_DESIRED_OUTCOME, version)
    event = DesiredOutcomeRecorded(
        case_id=access.case_id,
        synthetic=enquiry.synthetic,
        desired_outcome_id=desired_outcome.desired_outcome_id,
        conversation_id=new.conversation_id,
        category=new.category,
        owner_agency_id=new.owner_agency_id,
        recorded_by_agency_id=access.caller.agency_id,
        negotiated_from_id=desired_outcome.negotiated_from_id,
    )
    publish(session, event)
    return show_desired_outcome(session, version)


async def revise_desired_outcome(
    session: AsyncSession,
    access: Access,
    desired_outcome_id: UUID,
    new: RevisedDesiredOutcome,
    *,
    seen: int,
) -> DesiredOutcomeView:
    """Add a version to the one that was `seen`; raises `PreconditionFailed` if it is not current.

    Limitations and verdicts stay with the desired outcome, whichever version they were given on.
    """
    enquiry = await lock_open_enquiry(session, access.case_id)
    desired_outcome = await desired_outcome_of(session, access.case_id, desired_outcome_id)
    check_version(desired_outcome.version, seen)
    desired_outcome.version += 1
    version = await _add_version(session, access, desired_outcome, new, why=new.why)
    _note(session, Operation.REVISE_DESIRED_OUTCOME, version)
    event = DesiredOutcomeRevised(
        case_id=access.case_id,
        synthetic=enquiry.synthetic,
        desired_outcome_id=desired_outcome_id,
        version=desired_outcome.version,
        category=new.category,
        owner_agency_id=new.owner_agency_id,
        revised_by_agency_id=access.caller.agency_id,
    )
    publish(session, event)
    return show_desired_outcome(session, version)


async def withdraw_desired_outcome(
    session: AsyncSession, access: Access, desired_outcome_id: UUID, new: NoLongerWanted
) -> DesiredOutcomeView:
    """Write down that the adult no longer wants it. It stays, with its limitations and verdicts.

    Raises `NobodyWasAsked` unless somebody was in that conversation, and `PreconditionFailed`
    where the desired outcome has a newer version than the one that is no longer wanted.
    """
    enquiry = await lock_open_enquiry(session, access.case_id)
    version = await current_version_of(session, access.case_id, desired_outcome_id)
    check_version(version.version, new.version)
    if version.withdrawal is not None:
        raise NoLongerWantedAlready
    conversation = await quote_conversation(session, access.case_id, new.conversation_id)
    withdrawal = DesiredOutcomeWithdrawal(
        desired_outcome_id=desired_outcome_id,
        version=version.version,
        conversation=conversation,
        conversation_id=conversation.conversation_id,
        **recorded(session, access.caller, access.case_id),
    )
    narrative = WithdrawalNarrative(reason=new.reason)
    withdrawal.narrative = seal_narrative(session, narrative, withdrawal.narrative_row)
    version.withdrawal = withdrawal
    _note(session, Operation.WITHDRAW_DESIRED_OUTCOME, version)
    event = DesiredOutcomeWithdrawn(
        case_id=access.case_id,
        synthetic=enquiry.synthetic,
        desired_outcome_id=desired_outcome_id,
        version=version.version,
        conversation_id=new.conversation_id,
        said_by=conversation.asked_of,
        recorded_by_agency_id=access.caller.agency_id,
    )
    publish(session, event)
    return show_desired_outcome(session, version)


async def _link_original(
    session: AsyncSession, desired_outcome: DesiredOutcome, new: NewNegotiation
) -> None:
    """Name the desired outcome that this was negotiated from; raises `NotFound` for no such."""
    original = await desired_outcome_of(session, desired_outcome.case_id, new.desired_outcome_id)
    desired_outcome.negotiated_from_id = original.desired_outcome_id
    desired_outcome.negotiation = seal_narrative(
        session, Negotiation(how_agreed=new.how_agreed), desired_outcome.negotiation_row
    )


async def _add_version(
    session: AsyncSession,
    access: Access,
    desired_outcome: DesiredOutcome,
    new: NewDesiredOutcome | RevisedDesiredOutcome,
    *,
    why: str | None,
) -> DesiredOutcomeVersion:
    """Add the version, as it was expressed in a conversation and is owned from now on."""
    conversation = await conversation_of(session, access.case_id, new.conversation_id)
    if conversation.asked is not Asked.ASKED_AND_EXPRESSED:
        raise NoOutcomeWasExpressed
    conversation.is_quoted = True
    await require_owner(session, access.case_id, new.owner_agency_id)
    version = DesiredOutcomeVersion(
        desired_outcome=desired_outcome,
        desired_outcome_id=desired_outcome.desired_outcome_id,
        version=desired_outcome.version,
        withdrawal=None,
        conversation=conversation,
        conversation_id=conversation.conversation_id,
        expressed_by=conversation.asked_of,
        category=new.category,
        owner_agency_id=new.owner_agency_id,
        **recorded(session, access.caller, access.case_id),
    )
    narrative = DesiredOutcomeNarrative(words=new.words, translation=new.translation, why=why)
    version.narrative = seal_narrative(session, narrative, version.narrative_row)
    session.add(version)
    return version


def _note(session: AsyncSession, operation: Operation, version: DesiredOutcomeVersion) -> None:
    subject = f"desired_outcome/{version.desired_outcome_id}"
    record_change(session, operation, subject, case_id=version.case_id)
