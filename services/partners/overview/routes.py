"""What can be called to see how agencies are doing, and the operator's page."""

from http import HTTPStatus
from pathlib import Path
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from services.partners.credentials.authority import Authority
from services.partners.overview import commands, queries
from services.partners.overview.attention import order_of, reasons_to_look
from services.partners.overview.views import (
    AgencyStateView,
    AgencyWholeStateView,
    OperatorLinkView,
)
from shared.access.caller import Caller, Operator
from shared.http.callers import managing, operating
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pages.cookie import is_secure
from shared.pages.forms import read_form
from shared.pages.rendering import HEADERS, Pages
from shared.pages.route import PageRoute
from shared.pagination import Page, PageRequest
from shared.work import now

PAGE = "/partners/operator"
PUBLIC = frozenset({PAGE, f"{PAGE}/sign-in", f"{PAGE}/sign-out"})
"""Pages show nothing to whoever has not signed in."""

MOST_ON_A_PAGE = 200
COOKIE = "alongside_operator"

router = APIRouter(prefix="/partners", route_class=StrictRoute, tags=["agencies"])
pages = APIRouter(prefix=PAGE, route_class=PageRoute, include_in_schema=False)
_pages = Pages(Path(__file__).parent / "templates")


@router.get("/v1/agencies/states", dependencies=[Depends(operating())])
async def list_states(session: Session, page: PageQuery) -> Page[AgencyStateView]:
    """List how every agency is doing (the operator alone), the newest on the register first."""
    return await queries.list_states(session, page)


@router.get("/v1/agencies/{agency_id}/state")
async def read_state(
    agency_id: UUID,
    identity: Annotated[Caller | Operator, Depends(managing())],
    session: Session,
) -> AgencyWholeStateView:
    """Read how an agency is doing: what it proves itself with, whom to reach, what reaches it."""
    return await queries.read_state(session, identity, agency_id)


@router.post(
    "/v1/operator-links",
    status_code=201,
    response_model=OperatorLinkView,
    dependencies=[Depends(operating())],
)
async def make_operator_link(request: Request, session: Session, once: Once) -> Response:
    """Make a link to the page for operators (the operator alone): good once, for five minutes."""
    authority: Authority = request.app.state.authority
    return await once.answer(
        201,
        lambda: commands.make_operator_link(session, authority.issuer),
        shown_once=frozenset({"url"}),
    )


async def _signed_in(request: Request, session: Session) -> bool:
    session_pass = request.cookies.get(COOKIE, "")
    return bool(session_pass) and await commands.is_operator(session, session_pass)


SignedIn = Annotated[bool, Depends(_signed_in)]


@pages.get("")
async def show_agencies(request: Request, is_signed_in: SignedIn, session: Session) -> Response:
    """Show how every agency is doing, those to look at first."""
    if not is_signed_in:
        return _signed_out(request)
    found = await queries.list_states(session, PageRequest(MOST_ON_A_PAGE, None))
    at = now(session)
    rows = [(state, reasons_to_look(state, at)) for state in found.items]
    rows.sort(key=lambda row: order_of(*row))
    return _pages.answer(
        request, "agencies.html", rows=rows, at=at, has_more=found.next is not None
    )


@pages.get("/sign-in")
async def offer_operator_sign_in(request: Request, code: str = "") -> Response:
    """Show the button that signs in. Looking at the link does not use it up."""
    return _pages.answer(request, "operator_sign_in.html", code=code[:200])


@pages.post("/sign-in")
async def sign_in_as_operator(request: Request, session: Session) -> Response:
    """Use the link up, and open a session for an hour."""
    form = await read_form(request, {"code"})
    session_pass = await commands.use_operator_link(session, form.one("code"))
    if session_pass is None:
        return _signed_out(request)
    answer = RedirectResponse(PAGE, HTTPStatus.SEE_OTHER, headers=HEADERS)
    answer.set_cookie(
        COOKIE,
        session_pass,
        max_age=int(commands.SESSION_LIFE.total_seconds()),
        path=PAGE,
        secure=is_secure(request.app.state.origin),
        httponly=True,
        samesite="strict",
    )
    return answer


@pages.post("/sign-out")
async def sign_out_as_operator(request: Request, session: Session) -> Response:
    """End the session."""
    await commands.end_operator_session(session, request.cookies.get(COOKIE, ""))
    answer = _signed_out(request, HTTPStatus.OK)
    answer.delete_cookie(COOKIE, path=PAGE)
    return answer


def _signed_out(request: Request, status: HTTPStatus = HTTPStatus.UNAUTHORIZED) -> Response:
    return _pages.answer(request, "operator_signed_out.html", status=status)
