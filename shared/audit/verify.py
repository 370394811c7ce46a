"""Verify the audit: every entry against its chain, every chain, every seal, every anchor."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.audit.append import audit_entries
from shared.audit.chain import FIRST, End, after, chain_of, seal_digest
from shared.audit.seal import audit_chains, audit_seals
from shared.work import now

_LONGEST_UNSEALED = timedelta(minutes=2)
_READ_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was sealed: what is wrong, and where."""

    what: str
    where: str


@dataclass(slots=True)
class Verified:
    """How much was looked at, and what was found."""

    entries: int = 0
    chains: int = 0
    seals: int = 0
    anchors: int = 0
    findings: list[Finding] = field(default_factory=list)

    def find(self, what: str, where: object) -> None:
        """Note a finding."""
        self.findings.append(Finding(what, str(where)))


async def verify(session: AsyncSession, anchors: Iterable[tuple[int, str]] = ()) -> Verified:
    """Read the whole audit and recompute it. `anchors` are seals that other services kept.

    An entry that was edited is named by its id; what was removed, by its chain and number.
    """
    verified = Verified()
    sealed_ends = await _entries(session, verified)
    await _chains(session, verified, sealed_ends)
    digests = await _seals(session, verified, sealed_ends)
    for number, digest in anchors:
        verified.anchors += 1
        if digests.get(number) != digest:
            verified.find("a seal kept elsewhere is not the one here", f"seal/{number}")
    return verified


_Ends = dict[int, dict[str, End]]
"""The ends of the chains that each seal moved on, as the entries say."""


async def _entries(session: AsyncSession, verified: Verified) -> _Ends:
    entry = audit_entries.c
    query = select(audit_entries).order_by(entry.case_id, entry.number)
    ends: _Ends = {}
    chain, end = "", End()
    stream = await session.stream(query.execution_options(yield_per=_READ_AT_ONCE))
    async for row in stream.mappings():
        verified.entries += 1
        if row["sealed_in"] is None:
            if row["occurred_at"] < now(session) - _LONGEST_UNSEALED:
                verified.find("not sealed in time", f"entry/{row['entry_id']}")
            continue
        if chain_of(row["case_id"]) != chain:
            chain, end = chain_of(row["case_id"]), End()
        end = _check_entry(verified, chain, end, dict(row))
        ends.setdefault(row["sealed_in"], {})[chain] = end
    return ends


def _check_entry(verified: Verified, chain: str, end: End, row: Mapping[str, Any]) -> End:
    """Check an entry against the one before it; return the chain's end as it was sealed."""
    if row["number"] != end.number + 1:
        verified.find("entries are missing before", f"chain/{chain}/{row['number']}")
        end = End(row["number"] - 1, end.digest)
    if after(end, row).digest != row["digest"]:
        verified.find("changed, or what stands before it is", f"entry/{row['entry_id']}")
    return End(row["number"], row["digest"])


async def _chains(session: AsyncSession, verified: Verified, sealed: _Ends) -> None:
    last: dict[str, End] = {}
    for number in sorted(sealed):
        last |= sealed[number]
    kept = {
        row.chain: End(row.number, row.digest)
        for row in await session.execute(select(audit_chains))
    }
    verified.chains = len(kept)
    for chain in sorted(last.keys() | kept.keys()):
        if last.get(chain) != kept.get(chain):
            verified.find("does not end where it was sealed", f"chain/{chain}")


async def _seals(session: AsyncSession, verified: Verified, sealed: _Ends) -> dict[int, str]:
    before, expected = FIRST, 1
    digests: dict[int, str] = {}
    for row in await session.execute(select(audit_seals).order_by(audit_seals.c.number)):
        verified.seals += 1
        if row.number != expected:
            verified.find("seals are missing before", f"seal/{row.number}")
        if seal_digest(before, row.number, sealed.pop(row.number, {}).items()) != row.digest:
            verified.find("what it vouches for has changed", f"seal/{row.number}")
        before, expected = row.digest, row.number + 1
        digests[row.number] = row.digest.hex()
    for number in sorted(sealed):
        verified.find("entries name a seal that is not there", f"seal/{number}")
    return digests
