"""What can be read of conversations."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.conversations.models import Conversation, ConversationNarrative
from services.outcomes.conversations.views import ConversationView
from services.outcomes.enquiries.views import PersonView, RecordedView
from services.outcomes.schema import unseal_narrative
from shared.errors import NotFound


def conversations_of(case_id: UUID) -> Select[Conversation]:
    """Return the query for the conversations of a case."""
    return select(Conversation).where(Conversation.case_id == case_id)


async def conversation_of(
    session: AsyncSession, case_id: UUID, conversation_id: UUID
) -> Conversation:
    """Return one conversation of this case; raises `NotFound` for one of another."""
    query = conversations_of(case_id).where(Conversation.conversation_id == conversation_id)
    conversation = await session.scalar(query)
    if conversation is None:
        raise NotFound
    return conversation


def show_conversation(session: AsyncSession, kept: Conversation) -> ConversationView:
    """Return a conversation with its narrative, for callers whom the policy has let in."""
    told = unseal_narrative(session, ConversationNarrative, kept.narrative, kept.narrative_row)
    return ConversationView(
        conversation_id=kept.conversation_id,
        held_at=kept.held_at,
        asked=kept.asked,
        asked_of=kept.asked_of,
        asked_by=PersonView.of(told.asked_by) if told.asked_by else None,
        not_asked_reason=kept.not_asked_reason,
        communication_support=told.communication_support,
        note=told.note,
        recorded=RecordedView.of(kept),
    )
