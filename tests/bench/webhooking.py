"""Row 13: the channel `webhook`, against bare httpcore posting the same bodies, signed as well.

A receiver on this machine answers at once. Ours is from the log to the note that all was taken.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime
from uuid import uuid4

import httpcore

from services.partners.schema import Base
from services.partners.subscriptions.channels import ChannelsOffered
from services.partners.subscriptions.commands import subscribe
from services.partners.subscriptions.secret import new_secret
from services.partners.subscriptions.views import NewSubscription
from services.partners.webhooks.attempts import Attempts
from services.partners.webhooks.names import Resolver
from services.partners.webhooks.network import GuardedNetwork
from services.partners.webhooks.posting import Poster
from services.partners.webhooks.sender import WebhookSender
from services.partners.webhooks.signing import signed_headers
from shared.endpoints import Reach
from shared.events.partners import Channel
from shared.transactions import Database
from tests.bench.figures import Figure, alternate, compared
from tests.bench.place import Bench, fresh_database
from tests.bench.told import READER, begin_case, know, tell

_CASES = 20
_SUBSCRIPTIONS = 8
_AT_ONCE_EACH = 4
"""How many cases of one subscription the sender offers at a time."""
_HERE = Reach(loopback=True)
_TAKEN = b"HTTP/1.1 204 No Content\r\n\r\n"


class _Receiver:
    """Takes whatever it is sent, and keeps the bodies."""

    def __init__(self) -> None:
        self.url = ""
        self.bodies: list[bytes] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, OSError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
                self.bodies.append(await reader.readexactly(length))
                writer.write(_TAKEN)
        writer.close()


class _Road:
    """The trust's log, the sender that empties it, and bare httpcore's way to the receiver."""

    def __init__(
        self, database: Database, sender: WebhookSender, receiver: _Receiver, count: int
    ) -> None:
        self._database = database
        self._sender = sender
        self._receiver = receiver
        self._count = count
        self._subscriptions = 0

    async def subscribe(self, subscriptions: int) -> None:
        """Let the trust have this many subscriptions, each of which brings everything."""
        new = NewSubscription(channel=Channel.WEBHOOK, url=self._receiver.url)
        offered = ChannelsOffered(has_queue=False, webhook_reach=_HERE)
        async with self._database.transaction() as session:
            for _ in range(subscriptions - self._subscriptions):
                await subscribe(session, READER, new, offered)
        self._subscriptions = subscriptions

    async def send(self) -> float:
        """Return how many events a second are taken and noted as taken."""
        self._receiver.bodies.clear()
        cases = [await begin_case(self._database) for _ in range(_CASES)]
        await tell(self._database, [cases[number % _CASES] for number in range(self._count)])
        started_at = time.perf_counter()
        while await self._sender.step(self._database):
            pass
        seconds = time.perf_counter() - started_at
        if len(self._receiver.bodies) != self._count * self._subscriptions:
            raise RuntimeError(f"{len(self._receiver.bodies)} events were taken")
        return len(self._receiver.bodies) / seconds

    async def post_bare(self) -> float:
        """Return how many of the same bodies are posted in a second, as many at once."""
        bodies = tuple(self._receiver.bodies)
        waiting, secret = iter(bodies), new_secret()
        at_once = _AT_ONCE_EACH * self._subscriptions
        async with httpcore.AsyncConnectionPool(max_connections=at_once) as pool:
            started_at = time.perf_counter()
            async with asyncio.TaskGroup() as group:
                for _ in range(at_once):
                    group.create_task(_post_in_turn(pool, self._receiver.url, waiting, secret))
            return len(bodies) / (time.perf_counter() - started_at)


async def measure(bench: Bench) -> list[Figure]:
    figures = []
    async with _open_road(bench) as road:
        for subscriptions in (1, _SUBSCRIPTIONS):
            await road.subscribe(subscriptions)
            await road.send()
            pairs = await alternate(bench.sizes.repetitions, road.send, road.post_bare)
            what = f"webhook: log to taken, {subscriptions} to call / httpcore, signed"
            figures.append(compared(13, what, "/s", pairs))
    return figures


async def _post_in_turn(
    pool: httpcore.AsyncConnectionPool, url: str, waiting: Iterable[bytes], secret: str
) -> None:
    for body in waiting:
        headers = signed_headers(str(uuid4()), body.decode(), [secret], datetime.now(UTC))
        answer = await pool.request("POST", url, headers=list(headers.items()), content=body)
        if answer.status != 204:
            raise RuntimeError(f"{answer.status} was answered")


@asynccontextmanager
async def _open_road(bench: Bench) -> AsyncIterator[_Road]:
    receiver = _Receiver()
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(
            await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
        )
        receiver.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/in"
        database = await stack.enter_async_context(fresh_database(bench, "partners", Base.metadata))
        poster = Poster(
            _HERE,
            GuardedNetwork(_HERE, Resolver(), httpcore.AnyIOBackend()),
            database.clock,
            seconds=10,
            connections=_AT_ONCE_EACH * _SUBSCRIPTIONS,
            authorities=None,
        )
        attempts = Attempts(database, poster)
        sender = WebhookSender(database, attempts, at_once=_SUBSCRIPTIONS, finish_seconds=1)
        stack.push_async_callback(sender.close)
        async with database.transaction() as session:
            await know(session)
        yield _Road(database, sender, receiver, bench.sizes.timed)
