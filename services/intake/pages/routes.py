"""The pages of intake: where one starts, and a case up to its decision."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.intake.concerns.queries import list_concerns
from services.intake.pages.queries import read_case_page
from shared.access.caller import Caller, Scope
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed, calling
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.pages.case import frame_of, names_of_agencies
from shared.pages.rendering import Pages
from shared.pages.route import PageRoute
from shared.pages.signed_in import named_in_header

router = APIRouter(
    prefix="/intake/cases",
    route_class=PageRoute,
    include_in_schema=False,
    dependencies=[Depends(named_in_header)],
)
_pages = Pages(Path(__file__).parent / "templates")


@router.get("")
async def show_cases(
    request: Request,
    caller: Annotated[Caller, Depends(calling(Scope.CONCERNS_READ))],
    session: Session,
    page: PageQuery,
) -> Response:
    """List the concerns that the reader may read, the newest first, each with its case."""
    found = await list_concerns(session, caller, page)
    names = await names_of_agencies(session, synthetic=caller.synthetic)
    return _pages.answer(request, "cases.html", concerns=found.items, next=found.next, names=names)


@router.get("/{case_id}")
async def show_case(
    request: Request,
    access: Annotated[Access, Depends(allowed(Operation.READ_CONCERN))],
    session: Session,
) -> Response:
    """Show the concern, what the adult said, and the decision."""
    shown = await read_case_page(session, access)
    frame = await frame_of(session, access, service="intake")
    return _pages.answer(request, "case.html", **frame, shown=shown)
