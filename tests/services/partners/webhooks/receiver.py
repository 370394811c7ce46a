"""A receiver on this machine, as well or as badly behaved as a test wants."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from standardwebhooks import Webhook

Behaviour = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Captured:
    """A request as it came over the wire."""

    target: str
    headers: dict[str, str]
    body: str

    @property
    def type(self) -> str:
        return str(json.loads(self.body)["type"])

    @property
    def subject(self) -> str:
        return str(json.loads(self.body)["subject"])

    def verified_by(self, secret: str) -> object:
        """Return the body, once a library that is not ours has verified it."""
        return Webhook(secret).verify(self.body, self.headers)


@dataclass
class Receiver:
    """Counts what connects, keeps what it is sent, and answers as `behaves` says."""

    behaves: Behaviour
    connections: int = 0
    requests: list[Captured] = field(default_factory=list)
    host: str = "127.0.0.1"
    scheme: str = "http"
    port: int = 0

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}/in"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while True:
                self.requests.append(await _read(reader))
                await self.behaves(writer)
                await writer.drain()
        writer.close()


async def _read(reader: asyncio.StreamReader) -> Captured:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("ascii")
    first, *lines = head.strip().split("\r\n")
    headers = dict(line.lower().split(": ", 1)[:1] + line.split(": ", 1)[1:] for line in lines)
    body = await reader.readexactly(int(headers["content-length"]))
    return Captured(first.split()[1], headers, body.decode())


@asynccontextmanager
async def receiving(
    behaves: Behaviour,
    *,
    tls: ssl.SSLContext | None = None,
    host: str = "127.0.0.1",
    port: int = 0,
) -> AsyncIterator[Receiver]:
    """Run a receiver, on a free port unless one is named; with `tls` it is called by https."""
    receiver = Receiver(behaves, host=host, scheme="https" if tls else "http")
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await receiver.serve(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", port, ssl=tls)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()


def answering(status: int, headers: str = "", body: str = "") -> Behaviour:
    async def answer(writer: asyncio.StreamWriter) -> None:
        more = f"{headers}\r\n" if headers else ""
        head = f"HTTP/1.1 {status} Said\r\nContent-Length: {len(body)}\r\n{more}\r\n"
        writer.write((head + body).encode())

    return answer


async def hang(writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def hang_up(writer: asyncio.StreamWriter) -> None:
    writer.close()


async def drip(writer: asyncio.StreamWriter) -> None:
    """Answer a byte at a time, each in time for a reader that only minds the next byte."""
    for letter in b"HTTP/1.1 200 OK\r\n" + b"X: 1\r\n" * 1000:
        writer.write(bytes((letter,)))
        await writer.drain()
        await asyncio.sleep(0.05)


async def talk_nonsense(writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 mail.example.org ESMTP\r\n\r\n")


async def answer_without_end(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
        await writer.drain()


async def head_without_end(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-Filler: " + b"x" * 1000 + b"\r\n")
        await writer.drain()


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """Behave differently each time, and the last way ever after."""
    left = list(behaviours)

    async def behave(writer: asyncio.StreamWriter) -> None:
        await (left.pop(0) if len(left) > 1 else left[0])(writer)

    return behave
