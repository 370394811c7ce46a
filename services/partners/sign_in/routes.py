"""The pages by which people sign in, and out."""

from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.partners.credentials.access_tokens import SESSION_LIFE
from services.partners.credentials.authority import Authority
from services.partners.sign_in import commands
from services.partners.sign_in.errors import Refusal, SignInRefused
from services.partners.sign_in.openid import ON_THE_WAY, Dance
from services.partners.sign_in.people import Chosen
from services.partners.sign_in.views import WayInView
from services.partners.sign_in.way_back import LONGEST, OnTheWay, local, opened
from shared.errors import NotFound
from shared.http.session import Session
from shared.pages.cookie import end_session, is_secure, keep_session
from shared.pages.forms import read_form
from shared.pages.rendering import Pages
from shared.pages.route import SIGN_IN, PageRoute, ReturnRoute
from shared.transactions import Database, act_as

SIGN_OUT = "/partners/sign-out"
_OUT = f"{SIGN_IN}/at/{{provider}}"
_RETURN = f"{_OUT}/return"
_AS = f"{SIGN_IN}/as"

PUBLIC = frozenset({SIGN_IN, SIGN_OUT, _OUT, _RETURN, _AS})
"""Whoever comes here is not signed in yet, or any more."""

_WAY_COOKIE = "alongside_signing_in"

router = APIRouter(route_class=PageRoute, include_in_schema=False)
returns = APIRouter(route_class=ReturnRoute, include_in_schema=False)
_pages = Pages(Path(__file__).parent / "templates")

_Back = Annotated[str, Query(max_length=2 * LONGEST)]


@router.get(SIGN_IN)
async def offer_sign_in(request: Request, back: _Back = "") -> Response:
    """Show where to sign in; where there is one provider, go there at once."""
    ways = [
        WayInView(key=dance.provider.key, name=dance.provider.name)
        for dance in _dances(request).values()
    ]
    people = [
        WayInView(key=chosen.key, name=chosen.does, detail=chosen.agency)
        for chosen in _people(request).values()
    ]
    if len(ways) == 1 and not people:
        return RedirectResponse(
            request.url.replace(path=_OUT.format(provider=ways[0].key)), HTTPStatus.SEE_OTHER
        )
    return _pages.answer(request, "sign_in.html", ways=ways, people=people, back=local(back))


@router.get(_OUT)
async def leave_for_provider(request: Request, provider: str, back: _Back = "") -> Response:
    """Send a browser to a provider, and have it keep, sealed, what its return is checked by."""
    dance = _dance(request, provider)
    request.scope["session"] = {}
    answer: Response = await dance.set_out(request, _return_to(request, provider))
    database: Database = request.app.state.database
    way = OnTheWay(request.session, local(back), database.clock() + ON_THE_WAY)
    answer.set_cookie(
        _WAY_COOKIE,
        way.sealed(database.cipher, provider),
        max_age=int(ON_THE_WAY.total_seconds()),
        path=SIGN_IN,
        secure=is_secure(request.app.state.origin),
        httponly=True,
        samesite="lax",
    )
    return answer


@returns.get(_RETURN)
async def return_from_provider(request: Request, provider: str, session: Session) -> Response:
    """Sign in whoever comes back from a provider with a code that proves who they are."""
    act_as(session, commands.NOBODY_YET)
    dance = _dance(request, provider)
    database: Database = request.app.state.database
    cookie = request.cookies.get(_WAY_COOKIE, "")
    way = opened(cookie, database.cipher, provider, database.clock())
    if way is None:
        raise SignInRefused(Refusal.FAILED, dance.provider.subject)
    request.scope["session"] = way.remembered
    claims = await dance.come_back(request)  # no connection to the database is held meanwhile
    issuer = _authority(request).issuer
    token = await commands.sign_in(session, issuer, dance.provider, claims)
    answer = _signed_in(request, token, way.back)
    answer.delete_cookie(_WAY_COOKIE, path=SIGN_IN)
    return answer


@router.post(_AS)
async def choose_person(request: Request, session: Session) -> Response:
    """Be somebody of the story. There is nobody to choose but in a demonstration."""
    people = _people(request)
    if not people:
        raise NotFound
    form = await read_form(request, {"person", "back"})
    chosen = people.get(form.one("person"))
    if chosen is None:
        raise NotFound
    token = await commands.choose(session, _authority(request).issuer, chosen)
    return _signed_in(request, token, local(form.one("back")))


@router.post(SIGN_OUT)
async def sign_out(request: Request) -> Response:
    """Let the browser forget who was signed in."""
    answer = _pages.answer(request, "signed_out.html")
    end_session(answer, request.app.state.origin)
    return answer


def _signed_in(request: Request, token: str, back: str) -> Response:
    answer = RedirectResponse(back, HTTPStatus.SEE_OTHER)
    keep_session(answer, request.app.state.origin, token, SESSION_LIFE)
    return answer


def _return_to(request: Request, provider: str) -> str:
    origin: str = request.app.state.origin
    return f"{origin}{_RETURN.format(provider=provider)}"


def _dance(request: Request, provider: str) -> Dance:
    dance = _dances(request).get(provider)
    if dance is None:
        raise NotFound
    return dance


def _dances(request: Request) -> Mapping[str, Dance]:
    dances: Mapping[str, Dance] = request.app.state.dances
    return dances


def _people(request: Request) -> Mapping[str, Chosen]:
    people: Mapping[str, Chosen] = request.app.state.people
    return people


def _authority(request: Request) -> Authority:
    authority: Authority = request.app.state.authority
    return authority
