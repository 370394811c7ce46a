"""What the operator can call about letters."""

from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.partners.letters import commands, queries
from services.partners.letters.views import Dismissal, LetterView
from shared.http.callers import operating
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page

router = APIRouter(
    prefix="/partners/v1/letters",
    route_class=StrictRoute,
    tags=["undelivered"],
    dependencies=[Depends(operating())],
)


@router.get("")
async def list_letters(session: Session, page: PageQuery) -> Page[LetterView]:
    """List the messages to named contacts, the newest first (the operator alone).

    `unsent` did not get out and is tried again for a day; `failed` was given up. Both make the
    service unwell until they are sent or dismissed. `withheld` could not be told to its agency any
    more when it was to leave.
    """
    return await queries.list_letters(session, page)


@router.post("/{letter_id}/dismissal", response_model=LetterView)
async def dismiss_letter(
    letter_id: UUID, body: Dismissal, session: Session, once: Once
) -> Response:
    """Say how a message that did not get out was seen to (the operator alone)."""
    return await once.answer(200, lambda: commands.dismiss_letter(session, letter_id, body))
