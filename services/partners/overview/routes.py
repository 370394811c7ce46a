"""What can be called to see how agencies are doing, and the operator's page."""

from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qsl
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

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
from shared.pagination import Page, PageRequest
from shared.work import now

PAGE = "/partners/operator"
PUBLIC = frozenset({PAGE, f"{PAGE}/sign-in", f"{PAGE}/sign-out", f"{PAGE}/style.css"})
"""Pages show nothing to whoever has not signed in; the style is everyone's."""

MOST_ON_A_PAGE = 200
COOKIE = "alongside_operator"

_FOLDER = Path(__file__).parent / "pages"
_TEMPLATES = Environment(
    loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined
)
_STYLE = (_FOLDER / "style.css").read_text(encoding="utf-8")
_SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
}

router = APIRouter(prefix="/partners", route_class=StrictRoute, tags=["agencies"])
pages = APIRouter(prefix=PAGE, include_in_schema=False)


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
async def show_agencies(is_signed_in: SignedIn, session: Session) -> Response:
    """Show how every agency is doing, those to look at first."""
    if not is_signed_in:
        return _page("signed_out.html", status=HTTPStatus.UNAUTHORIZED)
    found = await queries.list_states(session, PageRequest(MOST_ON_A_PAGE, None))
    at = now(session)
    rows = [(state, reasons_to_look(state, at)) for state in found.items]
    rows.sort(key=lambda row: order_of(*row))
    return _page("agencies.html", rows=rows, at=at, has_more=found.next is not None)


@pages.get("/sign-in")
async def offer_sign_in(code: str = "") -> Response:
    """Show the button that signs in. Looking at the link does not use it up."""
    return _page("sign_in.html", code=code[:200])


@pages.post("/sign-in")
async def sign_in(request: Request, session: Session) -> Response:
    """Use the link up, and open a session for an hour."""
    form = dict(parse_qsl((await request.body()).decode("ascii", "replace")))
    session_pass = await commands.use_operator_link(session, form.get("code", ""))
    if session_pass is None:
        return _page("signed_out.html", status=HTTPStatus.UNAUTHORIZED)
    answer = RedirectResponse(PAGE, HTTPStatus.SEE_OTHER, headers=_SECURITY)
    authority: Authority = request.app.state.authority
    answer.set_cookie(
        COOKIE,
        session_pass,
        max_age=int(commands.SESSION_LIFE.total_seconds()),
        path=PAGE,
        secure=authority.issuer.startswith("https:"),
        httponly=True,
        samesite="strict",
    )
    return answer


@pages.post("/sign-out")
async def sign_out(request: Request, session: Session) -> Response:
    """End the session."""
    await commands.end_operator_session(session, request.cookies.get(COOKIE, ""))
    answer = _page("signed_out.html")
    answer.delete_cookie(COOKIE, path=PAGE)
    return answer


@pages.get("/style.css")
async def style() -> Response:
    """Return how the pages look."""
    return Response(_STYLE, media_type="text/css", headers={"Cache-Control": "max-age=300"})


def _page(name: str, *, status: HTTPStatus = HTTPStatus.OK, **values: Any) -> Response:
    text = _TEMPLATES.get_template(name).render(values)
    return Response(text, status, media_type="text/html", headers=_SECURITY)
