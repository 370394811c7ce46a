"""Deliberate breaks of the policy's code, each to be caught by the matrix.

Every break is applied to a copy of the tree, at a text that must be there exactly once, so that
one whose place has gone fails loudly. The part of the matrix that is to catch it is then run there.
"""

import asyncio
import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
_COPIED = ("services", "shared", "deploy", "tests", "docs")
_AT_ONCE = 2


@dataclass(frozen=True)
class Mutant:
    """A break: in which file what is written anew, and where in the matrix it must show."""

    name: str
    path: str
    anchor: str
    instead: str
    only: tuple[str, ...]


class AnchorGone(Exception):
    """The text that a break replaces is not there exactly once."""


@dataclass(frozen=True)
class Outcome:
    """What became of a break: how many cells came out differently, or why none were called."""

    mutant: Mutant
    mismatches: int
    trouble: str = ""

    @property
    def is_caught(self) -> bool:
        return self.mismatches > 0


def mutated(mutant: Mutant, root: Path = ROOT) -> str:
    """Return the file's text with the break in it; raise `AnchorGone`."""
    text = (root / mutant.path).read_text(encoding="utf-8")
    if text.count(mutant.anchor) != 1:
        raise AnchorGone(f"{mutant.name}: {mutant.path} holds {text.count(mutant.anchor)} of it")
    return text.replace(mutant.anchor, mutant.instead)


async def try_all(mutants: Sequence[Mutant]) -> list[Outcome]:
    """Apply every break to a copy of its own and see whether it is caught."""
    for mutant in mutants:
        mutated(mutant)
    turns = asyncio.Semaphore(_AT_ONCE)

    async def take_turn(mutant: Mutant) -> Outcome:
        async with turns:
            return await _try(mutant)

    return list(await asyncio.gather(*map(take_turn, mutants)))


async def _try(mutant: Mutant) -> Outcome:
    with TemporaryDirectory(prefix="alongside-mutant-") as folder:
        copy = Path(folder)
        for name in _COPIED:
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, copy / name, ignore=ignored)
        shutil.copy(ROOT / "pyproject.toml", copy)
        (copy / mutant.path).write_text(mutated(mutant), encoding="utf-8")
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tests.matrix", "--embedded", "--only", *mutant.only),
            cwd=copy,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        said, errors = await process.communicate()
    try:
        counted = json.loads(said.decode().splitlines()[-1])
        return Outcome(mutant, counted["mismatches"] + counted["canary_bytes"])
    except (IndexError, ValueError, KeyError):
        return Outcome(mutant, 0, errors.decode()[-2000:])
