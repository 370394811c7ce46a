"""A client that costs little: requests made beforehand, sent over connections kept open."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import uuid4

from tests.bench.figures import percentile

AT_ONCE = 16


class UnexpectedAnswer(Exception):
    """What was answered is not what is measured."""


class Connection:
    """One connection to a server on this machine."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def open(cls, port: int) -> "Connection":
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def send(self, request: bytes, expected: int) -> bytes:
        """Send a request and return the body of its answer."""
        self._writer.write(request)
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
        body = await self._reader.readexactly(length)
        if int(head.split(b" ", 2)[1]) != expected:
            raise UnexpectedAnswer(f"{head.decode()}{body.decode()}")
        return body

    async def close(self) -> None:
        self._writer.close()
        await self._writer.wait_closed()


@dataclass(frozen=True)
class Load:
    """How much was answered in a second, and how long all but one in a hundred took at most."""

    per_second: float
    p99_ms: float


async def put_under_load(port: int, requests: Sequence[bytes], expected: int) -> Load:
    """Send all requests, sixteen at once."""
    connections = [await Connection.open(port) for _ in range(AT_ONCE)]
    waiting = iter(requests)
    latencies: list[float] = []
    started_at = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for connection in connections:
            group.create_task(_send_in_turn(connection, waiting, expected, latencies))
    seconds = time.perf_counter() - started_at
    for connection in connections:
        await connection.close()
    return Load(len(latencies) / seconds, percentile(latencies, 99) * 1000)


async def _send_in_turn(
    connection: Connection, waiting: Iterator[bytes], expected: int, latencies: list[float]
) -> None:
    for request in waiting:
        sent_at = time.perf_counter()
        await connection.send(request, expected)
        latencies.append(time.perf_counter() - sent_at)


def get(path: str, token: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\r\n".encode()


def post(path: str, token: str, body: bytes) -> bytes:
    """Return a POST with an Idempotency-Key of its own."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n"
        f"Idempotency-Key: {uuid4()}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
