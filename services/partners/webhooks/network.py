"""Connections that lead only where the operator lets the exchange reach.

A name is looked up once for each connection, what it leads to is checked, and the connection goes
to the very address that was checked; nothing is opened to any other, not even to try it.
"""

import asyncio
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

from services.partners.webhooks.names import Resolve
from shared.endpoints import Reach, read_address

LONGEST_ANSWER_BYTES = 64 * 1024
_MOST_ADDRESSES = 4


class NameNotFound(httpcore.ConnectError):
    """The name leads nowhere at the moment."""


class AddressNotAllowed(httpcore.ConnectError):
    """The name leads only to where the exchange must not connect."""


class ConnectionRefused(httpcore.ConnectError):
    """Nobody listens there."""


class TlsFailed(httpcore.ConnectError):
    """Whoever answers did not prove to be the host that was named."""


class AnswerTooLong(httpcore.ReadError):
    """The receiver sends more than is read of an answer."""


class GuardedNetwork(httpcore.AsyncNetworkBackend):
    """Opens what a connection pool asks for, within reach."""

    def __init__(self, reach: Reach, resolve: Resolve, wires: httpcore.AsyncNetworkBackend) -> None:
        """Take how far to reach, who looks names up, and what opens connections to addresses."""
        self._reach = reach
        self._resolve = resolve
        self._wires = wires

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the pool's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to an address of `host` that is within reach, or to nothing at all."""
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._within_reach(host, port)
                share = None if timeout is None else timeout / len(addresses)
                return await self._first_open(addresses, port, share, local_address, socket_options)
        except TimeoutError:
            raise httpcore.ConnectTimeout from None

    async def sleep(self, seconds: float) -> None:
        """Wait, as the pool asks."""
        await self._wires.sleep(seconds)

    async def _first_open(
        self, addresses: list[str], port: int, share: float | None, *more: Any
    ) -> httpcore.AsyncNetworkStream:
        for address in addresses[:-1]:
            try:
                return BoundedStream(await self._wires.connect_tcp(address, port, share, *more))
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        try:
            return BoundedStream(await self._wires.connect_tcp(addresses[-1], port, None, *more))
        except httpcore.ConnectError as error:
            if _is_refusal(error):
                raise ConnectionRefused from error
            raise

    async def _within_reach(self, host: str, port: int) -> list[str]:
        try:
            found = await self._resolve(host, port)
        except OSError as error:
            raise NameNotFound from error
        addresses = [read_address(text) for text in dict.fromkeys(found)]
        allowed = [str(address) for address in addresses if self._reach.admits(address, host)]
        if not allowed:
            raise AddressNotAllowed
        return allowed[:_MOST_ADDRESSES]


class BoundedStream(httpcore.AsyncNetworkStream):
    """Reads so many bytes after what was last written, headers included, and not one more."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self._left = LONGEST_ANSWER_BYTES

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - the pool's signature
        """Read some of an answer; raise `AnswerTooLong` where it goes on too long."""
        if self._left == 0:
            raise AnswerTooLong
        read = await self._stream.read(min(max_bytes, self._left), timeout)
        self._left -= len(read)
        return read

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - the pool's signature
        """Write some of a request; what is read after it is another answer."""
        self._left = LONGEST_ANSWER_BYTES
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the pool's signature
    ) -> httpcore.AsyncNetworkStream:
        """Shake hands; a connection on which that fails, or is given up, is closed."""
        try:
            return BoundedStream(
                await self._stream.start_tls(ssl_context, server_hostname, timeout)
            )
        except httpcore.ConnectError as error:
            raise TlsFailed from error
        except asyncio.CancelledError:
            await asyncio.shield(asyncio.ensure_future(self._stream.aclose()))
            raise

    def get_extra_info(self, info: str) -> Any:
        """Tell about the connection, as the pool asks."""
        return self._stream.get_extra_info(info)


def _is_refusal(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, ConnectionRefusedError):
        error = error.__cause__
    return error is not None
