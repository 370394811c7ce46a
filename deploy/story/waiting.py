"""Waiting as a partner must: ask again for a while, never for ever, never at a fixed delay."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import httpx

POLL_SECONDS = 0.05
NOBODY_THERE = frozenset({502, 503, 504})
IN_FLIGHT = "request_in_flight"

Seen = TypeVar("Seen")


class TookTooLong(Exception):
    """What was waited for did not come in time."""


async def answered(
    patience_seconds: float, ask: Callable[[], Awaitable[httpx.Response]]
) -> httpx.Response:
    """Ask until somebody answers; what was refused or broke off may be asked again as it was."""
    deadline = time.monotonic() + patience_seconds
    while True:
        try:
            response = await ask()
        except httpx.TransportError as error:
            last: str = repr(error)
        else:
            if not _says_try_again(response):
                return response
            last = f"{response.status_code} {response.text}"
        if time.monotonic() > deadline:
            raise TookTooLong(f"no answer in {patience_seconds:.0f} s; the last was {last}")
        await asyncio.sleep(POLL_SECONDS)


def _says_try_again(response: httpx.Response) -> bool:
    """Tell whether nobody could answer yet, or an earlier attempt is still being carried out."""
    status = response.status_code
    return status in NOBODY_THERE or (
        status == httpx.codes.CONFLICT and response.json()["code"] == IN_FLIGHT
    )


async def until(
    patience_seconds: float,
    look: Callable[[], Awaitable[Seen]],
    is_right: Callable[[Seen], bool],
    what: str,
) -> Seen:
    """Look until what is seen is right; `what` says what was waited for if it never is."""
    deadline = time.monotonic() + patience_seconds
    while not is_right(seen := await look()):
        if time.monotonic() > deadline:
            raise TookTooLong(f"waited {patience_seconds:.0f} s for {what}")
        await asyncio.sleep(POLL_SECONDS)
    return seen
