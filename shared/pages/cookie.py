"""The cookie by which a browser shows who is signed in: on every service, for nothing but pages."""

from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from fastapi import Request, Response

_NAME = "alongside"


def keep_session(answer: Response, origin: str, token: str, life: timedelta) -> None:
    """Have the browser keep a session: out of reach of scripts, and of other sites' forms."""
    answer.set_cookie(
        _name(origin),
        token,
        max_age=int(life.total_seconds()),
        secure=is_secure(origin),
        httponly=True,
        samesite="lax",  # or coming back from where one signs in would not be signed in yet
    )


def end_session(answer: Response, origin: str) -> None:
    """Have the browser forget a session."""
    answer.delete_cookie(_name(origin), secure=is_secure(origin), httponly=True, samesite="lax")


def session_of(request: Request) -> str | None:
    """Return the token that the browser keeps, if it does."""
    return request.cookies.get(_name(request.app.state.origin))


def _name(origin: str) -> str:
    """Return the cookie's name; with this prefix no neighbouring site can set it (RFC 6265bis)."""
    return f"__Host-{_NAME}" if is_secure(origin) else _NAME


def is_secure(origin: str) -> bool:
    return not is_loopback(urlsplit(origin).hostname or "")


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine itself, which browsers trust without TLS."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
