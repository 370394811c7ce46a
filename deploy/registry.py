"""The operator's own system: it calls the exchange over HTTP, with the operator's key."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from uuid import UUID

import httpx
import typer

from deploy.story.driver import Partner, Refused
from deploy.story.place import Place
from deploy.story.sandbox import NoSandboxForThis
from deploy.story.tokens import Client, TokenRefused
from deploy.story.waiting import TookTooLong

PATIENCE_SECONDS = 10.0
REQUEST_SECONDS = 30.0

ResultT = TypeVar("ResultT")


@dataclass(frozen=True)
class Registry:
    """Where the exchange answers, and the file that the operator's key is in."""

    url: str
    key: Path

    def ask(self, work: Callable[[Partner], Awaitable[ResultT]]) -> ResultT:
        """Do something as the operator; what is refused is said in a line, with exit code 1."""
        return reporting(self._ask(work))

    def play(self, keys: Path, play: Callable[[Place], Awaitable[None]]) -> None:
        """Do something with the operator's key and with agencies' keys kept in a folder."""
        reporting(self._play(keys, play))

    async def _play(self, keys: Path, play: Callable[[Place], Awaitable[None]]) -> None:
        key = json.loads(self.key.read_text(encoding="utf-8"))
        await play(replace(Place.at(self.url, key, keys), patience_seconds=REQUEST_SECONDS))

    async def _ask(self, work: Callable[[Partner], Awaitable[ResultT]]) -> ResultT:
        key = json.loads(self.key.read_text(encoding="utf-8"))
        place = replace(Place.at(self.url, key, Path()), patience_seconds=PATIENCE_SECONDS)
        limits = httpx.Timeout(REQUEST_SECONDS)
        async with httpx.AsyncClient(timeout=limits, trust_env=False) as http:
            return await work(Partner(http, place, Client("operator", place.operator_key)))

    def get(self, path: str) -> Any:
        """Read what must be there."""
        return self.ask(lambda operator: _read(operator.look(path)))

    def every(self, path: str) -> list[dict[str, Any]]:
        """Read every item of a list."""
        return self.ask(lambda operator: operator.every(path))

    def post(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Change something, once however often it must be sent."""
        return self.ask(lambda operator: _read(operator.attempt(path, body)))

    def agency(self, named: str) -> str:
        """Return the id of an agency given by its id or its name."""
        try:
            return str(UUID(named))
        except ValueError:
            pass
        known = self.every("/partners/v1/agencies")
        found = [one for one in known if one["name"].casefold() == named.casefold()]
        if len(found) != 1:
            _fail(f"{len(found)} agencies have that name; give the id of one.")
        agency_id: str = found[0]["agency_id"]
        return agency_id


def reporting(work: Coroutine[Any, Any, ResultT]) -> ResultT:
    """Do something on an exchange; what is refused is said in a line, with exit code 1."""
    try:
        return asyncio.run(work)
    except FileNotFoundError as error:
        _fail(f"There is no key at {error.filename}.")
    except (Refused, TookTooLong, TokenRefused, NoSandboxForThis) as error:
        _fail(str(error))


async def _read(answering: Awaitable[httpx.Response]) -> Any:
    """Return what was answered; a problem is put in its own words."""
    answer = await answering
    if answer.is_success:
        return answer.json()
    try:
        problem = answer.json()
        raise Refused(f"{problem['detail']} ({problem['code']})")
    except (ValueError, KeyError):
        raise Refused(f"The exchange answered {answer.status_code}.") from None


def _fail(line: str) -> NoReturn:
    typer.echo(line, err=True)
    raise typer.Exit(1) from None
