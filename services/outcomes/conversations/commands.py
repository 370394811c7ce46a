"""How conversations are recorded, by the lead agency and by any party."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.conversations.answer import check_answer
from services.outcomes.conversations.models import Conversation, ConversationNarrative
from services.outcomes.conversations.queries import show_conversation
from services.outcomes.conversations.views import ConversationView, NewConversation
from services.outcomes.enquiries.commands import lock_open_enquiry
from services.outcomes.enquiries.conclusion import best_answer
from services.outcomes.errors import NotYetHappened
from services.outcomes.schema import recorded, seal_narrative
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.events.outcomes import ConversationRecorded
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.work import now


async def record_conversation(
    session: AsyncSession, access: Access, new: NewConversation
) -> ConversationView:
    """Record one occasion; the enquiry's answer is the best of all so far."""
    check_answer(new)
    if new.held_at > now(session):
        raise NotYetHappened
    enquiry = await lock_open_enquiry(session, access.case_id)
    conversation = Conversation(
        conversation_id=new_id(),
        enquiry_id=enquiry.enquiry_id,
        held_at=new.held_at,
        asked=new.asked,
        asked_of=new.asked_of,
        not_asked_reason=new.not_asked_reason,
        **recorded(session, access.caller, access.case_id),
    )
    narrative = ConversationNarrative.model_validate(new, from_attributes=True)
    conversation.narrative = seal_narrative(session, narrative, conversation.narrative_row)
    session.add(conversation)
    enquiry.asked = best_answer((enquiry.asked, new.asked))
    record_change(
        session,
        Operation.RECORD_CONVERSATION,
        f"conversation/{conversation.conversation_id}",
        case_id=access.case_id,
    )
    publish(
        session,
        ConversationRecorded(
            case_id=access.case_id,
            synthetic=enquiry.synthetic,
            conversation_id=conversation.conversation_id,
            recorded_by_agency_id=access.caller.agency_id,
            asked=new.asked,
            asked_of=new.asked_of,
            held_at=new.held_at,
        ),
    )
    return show_conversation(session, conversation)
