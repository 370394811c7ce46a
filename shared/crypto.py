"""Encryption at rest: versioned AES-256-GCM bound to its row, and blind indexes to search by."""

import base64
import hmac
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_FORMAT = 1
_NONCE_BYTES = 12
_KEY_BYTES = 32


class Tampered(Exception):
    """The ciphertext is not what was written for this row, or its key is not here."""


class Cipher:
    """Seals text under the newest key and unseals it under the key it was sealed with.

    A sealed value is one format byte, one key-version byte, a nonce of 12 bytes, then the
    ciphertext; what it is `bound_to` (table, column and row) is authenticated with it, so that a
    value moved to another row can't be read there.
    """

    def __init__(self, keys: Mapping[int, bytes], index_key: bytes) -> None:
        """Take the keys by version (1 to 255) and the index's own key, 32 bytes each."""
        if not keys or any(len(key) != _KEY_BYTES for key in (*keys.values(), index_key)):
            raise ValueError("encryption needs a key and an index key, each of 32 bytes")
        self._newest = max(keys)
        self._ciphers = {version: AESGCM(key) for version, key in keys.items()}
        self._index_key = index_key

    @classmethod
    def from_text(cls, text: str) -> "Cipher":
        """Read keys written as "1:<base64>" and "index:<base64>", separated by white space."""
        keys = {}
        for entry in text.split():
            name, _, key = entry.partition(":")
            keys[name] = base64.b64decode(key, validate=True)
        index_key = keys.pop("index", b"")
        return cls({int(version): key for version, key in keys.items()}, index_key)

    @staticmethod
    def new_key_text() -> str:
        """Return a first key and an index key, new, as `from_text` reads them."""
        first, index = (base64.b64encode(os.urandom(_KEY_BYTES)).decode() for _ in range(2))
        return f"1:{first} index:{index}"

    def seal(self, text: str, bound_to: str) -> bytes:
        """Encrypt `text` for the place named by `bound_to`."""
        return self.seal_bytes(text.encode(), bound_to)

    def unseal(self, sealed: bytes, bound_to: str) -> str:
        """Decrypt what was sealed for the same place; raise `Tampered` for anything else."""
        return self.unseal_bytes(sealed, bound_to).decode()

    def seal_bytes(self, plain: bytes, bound_to: str) -> bytes:
        """Encrypt bytes for the place named by `bound_to`."""
        head = bytes((_FORMAT, self._newest))
        nonce = os.urandom(_NONCE_BYTES)
        return head + nonce + self._ciphers[self._newest].encrypt(nonce, plain, bound_to.encode())

    def unseal_bytes(self, sealed: bytes, bound_to: str) -> bytes:
        """Decrypt bytes that were sealed for the same place; raise `Tampered` otherwise."""
        start = 2 + _NONCE_BYTES
        if len(sealed) < start or sealed[0] != _FORMAT or sealed[1] not in self._ciphers:
            raise Tampered("unknown format or key version")
        try:
            return self._ciphers[sealed[1]].decrypt(
                sealed[2:start], sealed[start:], bound_to.encode()
            )
        except InvalidTag:
            raise Tampered("the value was not sealed for this place") from None

    def blind_index(self, purpose: str, value: str) -> bytes:
        """Return a keyed digest by which an equal value can be found without being kept."""
        message = purpose.encode() + b"\0" + value.encode()
        return hmac.digest(self._index_key, message, "sha256")
