"""Pages as routes: whoever asks holds a cookie, forms come from here, failures are pages too."""

from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute

from shared.errors import Forbidden, NotFound, Unauthenticated, Unavailable
from shared.http.problems import Problem
from shared.http.strict_route import StrictRoute
from shared.pages.cookie import session_of
from shared.pages.rendering import HEADERS, Pages

SIGN_IN = "/partners/sign-in"

_pages = Pages()

_WORDS: dict[int, tuple[str, tuple[str, ...]]] = {
    NotFound.status: (
        "Page not found",
        (
            "If you typed or pasted the address, check that all of it is there.",
            "There may be nothing at this address, or nothing that you can be shown.",
        ),
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: ("This page can't take that", ("Go back, and try again.",)),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        "That is too much text",
        ("Go back, and send less of it at once.",),
    ),
    Unavailable.status: (
        "This can't be shown right now",
        ("Try again in a minute. Nothing that you sent was kept.",),
    ),
}
_OUR_FAULT = (
    "Something went wrong on our side",
    ("Try again later. Nothing that you sent was kept.",),
)


class FromElsewhere(Forbidden):
    """A form of another site, or of nobody knows where, does nothing here."""

    code = "form_from_elsewhere"
    title = "The form was sent from another site"


Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class PageRoute(StrictRoute):
    """The route class of pages."""

    def get_route_handler(self) -> Handler:
        """Let the session be who calls, failures be pages, and forms of other sites do nothing."""
        return _as_page(super().get_route_handler())


class ReturnRoute(APIRoute):
    """The same for a page to which another site sends people back, with what it cares to add."""

    def get_route_handler(self) -> Handler:
        """Do what `PageRoute` does, and let the query hold anything."""
        return _as_page(super().get_route_handler())


def _as_page(handle: Handler) -> Handler:
    async def handle_page(request: Request) -> Response:
        request.scope["alongside.page_of"] = _failure_as_page(request)
        request.scope["alongside.session"] = session_of(request)
        if request.method != "GET" and _is_from_elsewhere(request):
            raise FromElsewhere
        return await handle(request)

    return handle_page


def _is_from_elsewhere(request: Request) -> bool:
    """Tell whether a browser says that another site sent this.

    Browsers that say neither keep the cookie from other sites' forms by its `SameSite`.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site != "same-origin"
    origin = request.headers.get("Origin", "null")  # what a page without referrers sends
    return origin not in {"null", request.app.state.origin}


def _failure_as_page(request: Request) -> Callable[[Problem], Response]:
    """Return what tells of a failure of this request; without a caller it leads to signing in."""

    def page(problem: Problem) -> Response:
        if problem.status == Unauthenticated.status:
            return RedirectResponse(sign_in_address(request), HTTPStatus.SEE_OTHER, HEADERS)
        heading, lines = _words(problem)
        return _pages.answer(
            request,
            "shell/problem.html",
            status=HTTPStatus(problem.status),
            heading=heading,
            lines=lines,
            again=SIGN_IN if problem.status == Forbidden.status else None,
            request_id=problem.request_id,
        )

    return page


def _words(problem: Problem) -> tuple[str, tuple[str, ...]]:
    """Return a heading and what to do; what a rule says of itself, where this knows no better."""
    if problem.status in _WORDS:
        return _WORDS[problem.status]
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _OUR_FAULT
    return problem.title, (problem.detail, "Nothing was changed.")


def sign_in_address(request: Request) -> str:
    """Return where to sign in, and to come back to this page from."""
    if request.method != "GET":
        return SIGN_IN
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return f"{SIGN_IN}?back={quote(here, safe='/')}"
