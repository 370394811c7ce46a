"""Client secrets: made here, shown once, kept as argon2id keeps them (RFC 9106).

Hashing costs time and memory by intention. It is done in a thread, and a few at a time, so that
whoever floods the exchange with wrong secrets slows down nobody but those who use secrets.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from services.partners.credentials.errors import TooBusy
from shared.identifiers import new_id

_AT_ONCE = 2
_MOST_WAITING = 20
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class MadeSecret:
    """A new secret: its id, its text (for the agency alone), and what is kept of it."""

    secret_id: UUID
    text: str
    hash: str


def secret_id_of(text: str) -> UUID | None:
    """Return which secret a text says that it is; it may be any text."""
    try:
        return UUID(hex=text.partition(".")[0])
    except ValueError:
        return None


class SecretHashing:
    """The hashing of one process: bounded, whoever asks for it."""

    def __init__(self) -> None:
        """Begin with nobody waiting."""
        self._hasher = PasswordHasher()
        self._nobodys: str | None = None
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0

    async def make(self) -> MadeSecret:
        """Make a secret of 256 bits that names its own row."""
        secret_id = new_id()
        text = f"{secret_id.hex}.{secrets.token_urlsafe(32)}"
        async with self._slot():
            kept = await asyncio.to_thread(self._hasher.hash, text)
        return MadeSecret(secret_id, text, kept)

    async def is_right(self, text: str, kept: str | None) -> bool:
        """Tell whether `text` is what was kept; where nothing was, the same work is done."""
        async with self._slot():
            verified = await asyncio.to_thread(self._verify, text[:_LONGEST], kept)
        return verified and kept is not None and len(text) <= _LONGEST

    def _verify(self, text: str, kept: str | None) -> bool:
        if self._nobodys is None:
            self._nobodys = self._hasher.hash(secrets.token_urlsafe(32))
        try:
            return self._hasher.verify(kept or self._nobodys, text)
        except (VerificationError, InvalidHashError):
            return False

    @asynccontextmanager
    async def _slot(self) -> AsyncIterator[None]:
        """Wait for one's turn; raise `TooBusy` where too many wait already."""
        if self._waiting >= _MOST_WAITING:
            raise TooBusy
        self._waiting += 1
        try:
            async with self._slots:
                yield
        finally:
            self._waiting -= 1
