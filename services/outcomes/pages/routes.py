"""The page of a case in outcomes."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.outcomes.answering.wording import wording
from services.outcomes.pages.commands import show_prompts_beside
from services.outcomes.pages.queries import read_outcomes_page
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed
from shared.http.session import Session
from shared.pages.case import frame_of
from shared.pages.rendering import Pages
from shared.pages.route import PageRoute
from shared.pages.signed_in import named_in_header
from shared.reference.experience import Variant

router = APIRouter(
    prefix="/outcomes/cases",
    route_class=PageRoute,
    include_in_schema=False,
    dependencies=[Depends(named_in_header)],
)
_pages = Pages(Path(__file__).parent / "templates")


@router.get("/{case_id}")
async def show_outcomes(
    request: Request,
    access: Annotated[Access, Depends(allowed(Operation.READ_ENQUIRY))],
    session: Session,
) -> Response:
    """Show what the adult wants, what limits it, who speaks for them, and what came of it."""
    shown = await read_outcomes_page(session, access)
    prompts = await show_prompts_beside(session, access)
    frame = await frame_of(session, access, service="outcomes")
    return _pages.answer(
        request,
        "outcomes.html",
        **frame,
        shown=shown,
        prompts=prompts,
        questionnaire=wording(Variant.ENGLISH),
    )
