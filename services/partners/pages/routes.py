"""The page of a case in partners."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.partners.pages.commands import bring_log_up_to_date
from services.partners.pages.queries import read_agencies_page
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.pages.case import frame_of
from shared.pages.rendering import Pages
from shared.pages.route import PageRoute
from shared.pages.signed_in import named_in_header

router = APIRouter(
    prefix="/partners/cases",
    route_class=PageRoute,
    include_in_schema=False,
    dependencies=[Depends(named_in_header)],
)
_pages = Pages(Path(__file__).parent / "templates")


@router.get("/{case_id}")
async def show_agencies_of_case(
    request: Request,
    access: Annotated[Access, Depends(allowed(Operation.READ_PARTIES))],
    session: Session,
    page: PageQuery,
) -> Response:
    """Show who takes part, what is asked and done, and what the reader's agency was told."""
    await bring_log_up_to_date(session, access)
    frame = await frame_of(session, access, service="partners")
    shown = await read_agencies_page(session, access, page, frame["names"])
    return _pages.answer(request, "agencies_of_case.html", **frame, shown=shown)
