"""Cases that have ended, and somebody who answers in a browser."""

from html import unescape
from typing import Any

import httpx

from tests.services.outcomes.cases import Case
from tests.support.agencies import COUNCIL, Agency
from tests.support.desk import Desk

SENDING = {"addressed_to": "adult", "asker": "independent"}
WORDS = "canary-words: the nurse listened, the rest came by post. \u0645\u0631\u062d\u0628\u0627"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def invitation(case: Case) -> dict[str, Any]:
    """Return the newest invitation of a case, as the lead reads it."""
    found: dict[str, Any] = (await case.get("invitations", COUNCIL)).json()["items"][0]
    return found


async def concluded(case: Case) -> str:
    """Conclude, and return the path of the invitation that follows."""
    await case.converse()
    await case.conclude()
    return f"invitations/{(await invitation(case))['invitation_id']}"


async def sent(case: Case, one: str, **changes: Any) -> dict[str, Any]:
    return await case.done(f"{one}/sending", SENDING | changes, COUNCIL)


def told(**changes: Any) -> dict[str, Any]:
    """Return what was told to an interviewer."""
    return {
        "respondent": "adult",
        "method": "interview",
        "asker": "independent",
        "interviewer": {"name": "Canary Interviewer", "role": "advocate"},
        "answers": {"asked": "yes", "feel_safer": "a_bit_safer"},
        "words": WORDS,
        **changes,
    }


class Browser:
    """A browser without scripts: it keeps cookies, follows redirects and sends forms."""

    def __init__(self, desk: Desk) -> None:
        self._http = httpx.AsyncClient(
            transport=httpx.ASGITransport(desk.app),
            base_url="https://exchange.test",
            follow_redirects=True,
        )

    @property
    def cookies(self) -> httpx.Cookies:
        return self._http.cookies

    async def get(self, path: str) -> httpx.Response:
        return await self._http.get(path)

    async def post(self, path: str, *, site: str = "same-origin", **fields: str) -> httpx.Response:
        return await self._http.post(path, data=fields, headers=FORM | {"Sec-Fetch-Site": site})

    async def close(self) -> None:
        await self._http.aclose()


def path_of(link: str) -> str:
    """Return the path of a link that was sent."""
    return "/" + link.split("/", 3)[3]


def text_of(answer: httpx.Response) -> str:
    return unescape(answer.text)


async def read_by(case: Case, agency: Agency) -> int:
    return (await case.get("invitations", agency)).status_code
