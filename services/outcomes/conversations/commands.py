"""How conversations are recorded by the lead agency or any party, and put right afterwards."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.conversations.answer import check_answer, check_makes_good
from services.outcomes.conversations.models import (
    Conversation,
    ConversationNarrative,
    EarlierConversation,
    Occasion,
)
from services.outcomes.conversations.queries import (
    conversation_of,
    earlier_versions_of,
    show_conversation,
)
from services.outcomes.conversations.views import (
    ConversationView,
    CorrectedConversation,
    NewConversation,
)
from services.outcomes.enquiries.commands import lock_open_enquiry
from services.outcomes.enquiries.conclusion import best_answer
from services.outcomes.errors import (
    ConversationIsQuoted,
    NobodyWasAsked,
    NothingToMakeGood,
    NotTheRecorder,
    NotYetHappened,
)
from services.outcomes.schema import recorded, seal_narrative, unseal_narrative
from shared.access.policy import Operation
from shared.access.relations import Relation
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.events.outcomes import ConversationCorrected, ConversationRecorded
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.reference.msp import Asked
from shared.versions import check_version
from shared.work import now


async def record_conversation(
    session: AsyncSession, access: Access, new: NewConversation
) -> ConversationView:
    """Record one occasion; the enquiry's answer is the best of all so far."""
    await _check(session, access, new)
    enquiry = await lock_open_enquiry(session, access.case_id)
    conversation = Conversation(
        conversation_id=new_id(), enquiry_id=enquiry.enquiry_id, version=1, is_quoted=False
    )
    _tell(session, access, conversation, new, why=None)
    session.add(conversation)
    enquiry.asked = best_answer((enquiry.asked, new.asked))
    _note(session, Operation.RECORD_CONVERSATION, conversation)
    event = ConversationRecorded(
        recorded_by_agency_id=access.caller.agency_id,
        makes_good_conversation_id=new.makes_good_conversation_id,
        **_facts(conversation),
    )
    publish(session, event)
    return show_conversation(session, conversation)


async def correct_conversation(
    session: AsyncSession,
    access: Access,
    conversation_id: UUID,
    new: CorrectedConversation,
    *,
    seen: int,
) -> ConversationView:
    """Tell an occasion as it truly was; what was told before is kept beside it.

    For the agency that recorded it and the lead. The enquiry's answer is worked out anew. Where
    an occasion is quoted, its answer stays, or becomes that something was expressed.
    """
    if new.makes_good_conversation_id == conversation_id:
        raise NothingToMakeGood
    await _check(session, access, new)
    enquiry = await lock_open_enquiry(session, access.case_id)
    conversation = await conversation_of(session, access.case_id, conversation_id)
    await _require_recorder(session, access, conversation)
    check_version(conversation.version, seen)
    if conversation.is_quoted and new.asked not in {conversation.asked, Asked.ASKED_AND_EXPRESSED}:
        raise ConversationIsQuoted
    _keep_earlier(session, conversation)
    conversation.version += 1
    _tell(session, access, conversation, new, why=new.why)
    await session.flush()
    answers = select(Conversation.asked).where(Conversation.case_id == access.case_id)
    enquiry.asked = best_answer(await session.scalars(answers))
    _note(session, Operation.CORRECT_CONVERSATION, conversation)
    event = ConversationCorrected(
        corrected_by_agency_id=access.caller.agency_id,
        version=conversation.version,
        **_facts(conversation),
    )
    publish(session, event)
    return show_conversation(session, conversation)


async def quote_conversation(
    session: AsyncSession, case_id: UUID, conversation_id: UUID
) -> Conversation:
    """Return a conversation that something else rests on, so that its answer can't be taken back.

    Raises `NobodyWasAsked` where nobody was, and `NotFound` for one of another case. The caller
    holds the enquiry.
    """
    conversation = await conversation_of(session, case_id, conversation_id)
    if conversation.asked_of is None:
        raise NobodyWasAsked
    conversation.is_quoted = True
    return conversation


async def _check(session: AsyncSession, access: Access, new: NewConversation) -> None:
    check_answer(new)
    if new.held_at > now(session):
        raise NotYetHappened
    if new.makes_good_conversation_id is not None:
        earlier = await conversation_of(session, access.case_id, new.makes_good_conversation_id)
        check_makes_good(new, earlier.asked, earlier.held_at)


async def _require_recorder(
    session: AsyncSession, access: Access, conversation: Conversation
) -> None:
    """Raise `NotTheRecorder` for an agency that neither recorded the occasion first nor leads."""
    earlier = await earlier_versions_of(session, conversation.conversation_id)
    first: Occasion = earlier[-1] if earlier else conversation
    is_own = first.recorded_by_agency_id == access.caller.agency_id
    if not is_own and access.relation is not Relation.LEAD:
        raise NotTheRecorder


def _keep_earlier(session: AsyncSession, current: Conversation) -> None:
    """Copy the current version into what was told earlier, sealed for its new row."""
    names = EarlierConversation.__table__.columns.keys()
    earlier = EarlierConversation(**{name: getattr(current, name) for name in names})
    told = unseal_narrative(
        session, ConversationNarrative, current.narrative, current.narrative_row
    )
    earlier.narrative = seal_narrative(session, told, earlier.narrative_row)
    session.add(earlier)


def _tell(
    session: AsyncSession,
    access: Access,
    conversation: Conversation,
    new: NewConversation,
    *,
    why: str | None,
) -> None:
    """Write what is told of the occasion now, and who tells it."""
    told: dict[str, Any] = {
        "held_at": new.held_at,
        "asked": new.asked,
        "asked_of": new.asked_of,
        "not_asked_reason": new.not_asked_reason,
        "makes_good_conversation_id": new.makes_good_conversation_id,
        **recorded(session, access.caller, access.case_id),
    }
    for name, value in told.items():
        setattr(conversation, name, value)
    narrative = ConversationNarrative.model_validate(new.model_dump() | {"why": why})
    conversation.narrative = seal_narrative(session, narrative, conversation.narrative_row)


def _note(session: AsyncSession, operation: Operation, conversation: Conversation) -> None:
    subject = f"conversation/{conversation.conversation_id}"
    record_change(session, operation, subject, case_id=conversation.case_id)


def _facts(conversation: Conversation) -> dict[str, Any]:
    return {
        "case_id": conversation.case_id,
        "synthetic": conversation.synthetic,
        "conversation_id": conversation.conversation_id,
        "asked": conversation.asked,
        "asked_of": conversation.asked_of,
        "held_at": conversation.held_at,
    }
