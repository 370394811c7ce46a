"""What can be called about conversations."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.outcomes.conversations import commands, queries
from services.outcomes.conversations.models import Conversation
from services.outcomes.conversations.views import (
    ConversationVersions,
    ConversationView,
    CorrectedConversation,
    NewConversation,
)
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.preconditions import IfMatch, etag
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page, paginate

router = APIRouter(
    prefix="/outcomes/v1/cases/{case_id}", route_class=StrictRoute, tags=["conversations"]
)

Reading = Annotated[Access, Depends(allowed(Operation.READ_ENQUIRY))]


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
    access: Reading,
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
    items = [queries.disclose_conversation(session, access, kept) for kept in found.rows]
    return Page[ConversationView](items=items, next=found.next)


@router.get("/conversations/{conversation_id}")
async def read_conversation(
    conversation_id: UUID, access: Reading, session: Session, response: Response
) -> ConversationVersions:
    """Read one occasion with the versions that corrections replaced, and the ETag to correct it by.

    A wish is quoted from the occasion, whichever of its versions was current then.
    """
    versions = await queries.read_conversation(session, access, conversation_id)
    response.headers["ETag"] = etag(versions.items[0].version)
    return versions


@router.put("/conversations/{conversation_id}")
async def correct_conversation(
    conversation_id: UUID,
    body: CorrectedConversation,
    access: Annotated[Access, Depends(allowed(Operation.CORRECT_CONVERSATION))],
    session: Session,
    seen: IfMatch,
    response: Response,
) -> ConversationView:
    """Put right what was told of an occasion; the earlier version is kept.

    For the agency that recorded it, and the lead agency. What the adult wants is not changed here:
    a desired outcome has versions of its own.
    """
    view = await commands.correct_conversation(session, access, conversation_id, body, seen=seen)
    response.headers["ETag"] = etag(view.version)
    return view
