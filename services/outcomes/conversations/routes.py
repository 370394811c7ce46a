"""What can be called about conversations."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from services.outcomes.conversations import commands, queries
from services.outcomes.conversations.models import Conversation
from services.outcomes.conversations.views import ConversationView, NewConversation
from shared.access.disclosure import CONVERSATION, redact
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page, paginate

router = APIRouter(
    prefix="/outcomes/v1/cases/{case_id}", route_class=StrictRoute, tags=["conversations"]
)


@router.post("/conversations", status_code=201, response_model=ConversationView)
async def record_conversation(
    body: NewConversation,
    access: Annotated[Access, Depends(allowed(Operation.RECORD_CONVERSATION))],
    session: Session,
    once: Once,
) -> Response:
    """Record that the adult, or someone for them, was or was not asked what they want.

    Any party may, and the lead agency: who asks is whom the adult trusts. The answers are those
    of the Safeguarding Adults Collection, table SG4a.
    """
    return await once.answer(201, lambda: commands.record_conversation(session, access, body))


@router.get("/conversations")
async def list_conversations(
    access: Annotated[Access, Depends(allowed(Operation.READ_ENQUIRY))],
    session: Session,
    page: PageQuery,
) -> Page[ConversationView]:
    """List the conversations of a case, the latest first."""
    found = await paginate(
        session,
        queries.conversations_of(access.case_id),
        keys=(Conversation.held_at, Conversation.conversation_id),
        page=page,
        bound_to=f"conversations:{access.case_id}:{access.caller.agency_id}",
    )
    items = [
        redact(queries.show_conversation(session, kept), access.relation, by=CONVERSATION)
        for kept in found.rows
    ]
    return Page[ConversationView](items=items, next=found.next)
