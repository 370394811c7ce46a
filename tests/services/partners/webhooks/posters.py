"""Posters for tests, and name servers that say what a test wants them to say."""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import httpcore

from services.partners.webhooks.names import Resolve, Resolver
from services.partners.webhooks.network import GuardedNetwork
from services.partners.webhooks.posting import Poster
from shared.clock import utc_clock
from shared.endpoints import Reach


class NameServer:
    """Answers each question with the next of its answers, and goes on with the last."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.asked: list[str] = []
        self._answers: Iterator[Sequence[str]] = iter(answers)
        self._last: Sequence[str] = ()

    async def __call__(self, host: str, _port: int) -> Sequence[str]:
        self.asked.append(host)
        self._last = next(self._answers, self._last)
        return self._last


class Wires(httpcore.AsyncNetworkBackend):
    """Wires of which a few end at receivers on this machine, and all others nowhere."""

    def __init__(self, ends: Mapping[str, int]) -> None:
        self.tried: list[str] = []
        self._ends = ends
        self._real = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the pool's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.tried.append(host)
        if host not in self._ends:
            raise httpcore.ConnectError from ConnectionRefusedError()
        return await self._real.connect_tcp("127.0.0.1", self._ends[host], timeout)

    async def sleep(self, seconds: float) -> None:
        await self._real.sleep(seconds)


@asynccontextmanager
async def poster_within(
    reach: Reach,
    resolve: Resolve | None = None,
    wires: httpcore.AsyncNetworkBackend | None = None,
    *,
    seconds: float = 0.5,
    authorities: Path | None = None,
) -> AsyncIterator[Poster]:
    """Open a poster; without a test's own name server and wires it uses the machine's."""
    poster = Poster(
        reach,
        GuardedNetwork(reach, resolve or Resolver(), wires or httpcore.AnyIOBackend()),
        utc_clock,
        seconds=seconds,
        connections=300,
        authorities=authorities,
    )
    try:
        yield poster
    finally:
        await poster.close()
