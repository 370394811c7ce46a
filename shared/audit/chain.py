"""How entries of the audit are chained, and what a seal vouches for. Pure.

The entries about one case are one chain, those about no case another. Each entry's digest covers
the entry and the digest before it; each seal's covers the ends of the chains it moved on and the
seal before it. So one seal vouches for everything before it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

FIRST = bytes(32)
"""What stands before the first entry of a chain, and before the first seal."""

OF_NO_CASE = "exchange"

_COVERED = (
    "entry_id",
    "occurred_at",
    "kind",
    "operation",
    "case_id",
    "subject",
    "reason",
    "actor",
    "agency_id",
    "practitioner_id",
    "unit",
    "role",
    "correlation_id",
    "synthetic",
)


@dataclass(frozen=True, slots=True)
class End:
    """The end of a chain: how many entries it has, and the digest of the last."""

    number: int = 0
    digest: bytes = FIRST


def chain_of(case_id: UUID | None) -> str:
    """Return the name of the chain that an entry belongs to."""
    return OF_NO_CASE if case_id is None else str(case_id)


def after(end: End, entry: Mapping[str, Any]) -> End:
    """Return the chain's end once `entry` is appended to it."""
    number = end.number + 1
    covered = {name: _text(entry[name]) for name in _COVERED}
    text = json.dumps([number, covered], sort_keys=True, separators=(",", ":"))
    return End(number, hashlib.sha256(end.digest + text.encode()).digest())


def seal_digest(before: bytes, number: int, ends: Iterable[tuple[str, End]]) -> bytes:
    """Return the digest of a seal over the chains that it moved on."""
    covered = [[chain, end.number, end.digest.hex()] for chain, end in sorted(ends)]
    text = json.dumps([number, covered], separators=(",", ":"))
    return hashlib.sha256(before + text.encode()).digest()


def _text(value: Any) -> str | bool | None:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value)
