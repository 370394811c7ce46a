"""Which public keys may prove who a client is (RFC 7517, 7518, 8037), and with which algorithm."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey

from services.partners.credentials.errors import UnsuitableKey

_PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_LONGEST_KEY_ID = 100
_RSA_BITS = range(2048, 8193)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of key: what names it, its public members, and its algorithms' names."""

    key_class: type[ECKey | OKPKey | RSAKey]
    curve: str | None
    members: tuple[str, ...]
    algorithms: frozenset[str]


_KINDS = {
    "EC": _Kind(ECKey, "P-256", ("crv", "x", "y"), frozenset({"ES256"})),
    # RFC 9864 gives EdDSA over this curve a name of its own; libraries know one or the other.
    "OKP": _Kind(OKPKey, "Ed25519", ("crv", "x"), frozenset({"Ed25519", "EdDSA"})),
    "RSA": _Kind(RSAKey, None, ("n", "e"), frozenset({"PS256"})),
}

ALGORITHMS = tuple(sorted(frozenset[str]().union(*(kind.algorithms for kind in _KINDS.values()))))
"""Every algorithm that an assertion may be signed with: none with a shared secret, never none."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that was accepted: its id, and its public members alone."""

    key_id: str
    jwk: dict[str, str]

    def load(self) -> Key:
        """Return the key in the form that verifies."""
        return load_key(self.jwk)


def accept_public_key(jwk: Mapping[str, Any]) -> PublicKey:
    """Return what is kept of a public key: P-256, Ed25519, or RSA of 2048 to 8192 bits.

    A key without `kid` is named by its thumbprint (RFC 7638). Raises `UnsuitableKey`, without
    repeating any of it.
    """
    kty = jwk.get("kty")
    kind = _KINDS.get(kty) if isinstance(kty, str) else None
    if kind is None or jwk.get("crv") != kind.curve:
        raise UnsuitableKey("A key must be EC P-256, OKP Ed25519 or RSA.")
    if _PRIVATE_MEMBERS & jwk.keys():
        raise UnsuitableKey("A key has private members. Replace it: it is no longer secret.")
    if jwk.get("use", "sig") != "sig" or jwk.get("alg") not in (None, *kind.algorithms):
        raise UnsuitableKey("A key is meant for another use or algorithm.")
    members = {name: jwk.get(name) for name in ("kty", *kind.members)}
    texts = {name: value for name, value in members.items() if isinstance(value, str)}
    if len(texts) != len(members):
        raise UnsuitableKey("A key lacks one of its members.")
    if kty == "RSA" and _bits(texts["n"]) not in _RSA_BITS:
        raise UnsuitableKey("An RSA key must have 2048 to 8192 bits.")
    return _named(jwk.get("kid"), texts)


def load_key(jwk: Mapping[str, Any]) -> Key:
    """Return an accepted key in the form that verifies."""
    return _KINDS[jwk["kty"]].key_class.import_key(dict(jwk))


def _named(key_id: object, jwk: dict[str, str]) -> PublicKey:
    try:
        key = load_key(jwk)
        key.get_op_key("verify")
    except (JoseError, ValueError):
        raise UnsuitableKey("A key can't be read.") from None
    if key_id is None:
        key_id = key.thumbprint()
    if not isinstance(key_id, str) or not 0 < len(key_id) <= _LONGEST_KEY_ID:
        raise UnsuitableKey("A key's kid must be a text of 1 to 100 characters.")
    return PublicKey(key_id, jwk)


def _bits(text: str) -> int:
    try:
        octets = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return 0
    return int.from_bytes(octets).bit_length()
