"""What can be read of conversations."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.conversations.models import (
    Conversation,
    ConversationNarrative,
    EarlierConversation,
)
from services.outcomes.conversations.views import (
    CircumstancesView,
    ConversationVersions,
    ConversationView,
    PresentView,
)
from services.outcomes.enquiries.views import PersonView, RecordedView
from services.outcomes.schema import unseal_narrative
from shared.access.disclosure import CONVERSATION, redact
from shared.access.visibility import Access
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


async def earlier_versions_of(
    session: AsyncSession, conversation_id: UUID
) -> list[EarlierConversation]:
    """Return what was told before each correction, the newest first."""
    query = (
        select(EarlierConversation)
        .where(EarlierConversation.conversation_id == conversation_id)
        .order_by(EarlierConversation.version.desc())
    )
    return list(await session.scalars(query))


async def read_conversation(
    session: AsyncSession, access: Access, conversation_id: UUID
) -> ConversationVersions:
    """Return every version of a conversation, as far as the caller is shown it."""
    current = await conversation_of(session, access.case_id, conversation_id)
    versions: list[Conversation | EarlierConversation] = [current]
    versions += await earlier_versions_of(session, conversation_id)
    return ConversationVersions(
        items=[disclose_conversation(session, access, kept) for kept in versions]
    )


def disclose_conversation(
    session: AsyncSession, access: Access, kept: Conversation | EarlierConversation
) -> ConversationView:
    """Return what the caller is shown of a conversation."""
    return redact(show_conversation(session, kept), access.relation, by=CONVERSATION)


def show_conversation(
    session: AsyncSession, kept: Conversation | EarlierConversation
) -> ConversationView:
    """Return a conversation with its narrative, for callers whom the policy has let in."""
    told = unseal_narrative(session, ConversationNarrative, kept.narrative, kept.narrative_row)
    present = told.present
    return ConversationView(
        conversation_id=kept.conversation_id,
        version=kept.version,
        held_at=kept.held_at,
        asked=kept.asked,
        asked_of=kept.asked_of,
        asked_by=PersonView.of(told.asked_by) if told.asked_by else None,
        not_asked_reason=kept.not_asked_reason,
        none_expressed_reason=told.none_expressed_reason,
        makes_good_conversation_id=kept.makes_good_conversation_id,
        communication_support=told.communication_support,
        circumstances=CircumstancesView.model_validate(told.circumstances.model_dump()),
        present=None if present is None else [PresentView(**dict(one)) for one in present],
        words=told.words,
        translation=told.translation,
        note=told.note,
        why=told.why,
        recorded=RecordedView.of(kept),
    )
