"""Importing a file of concerns as an agency's system does: part by part, and again if need be."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Any

import httpx
from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from deploy.story.driver import Partner
from deploy.story.joining import kept_client
from deploy.story.place import Place
from deploy.story.tokens import Practitioner
from shared.spreadsheets import inert_row

IMPORTS = "/intake/v1/imports"
PART_ROWS = 200
PART_BYTES = 400 * 1024
PART_SECONDS = 120.0
_COLUMNS = ("row", "reference", "outcome", "concern_id", "problems")

Progress = Callable[[int], None]
"""Is told how many bytes of the file have been dealt with."""


@dataclass(frozen=True)
class Part:
    """Some rows of a file, as they are sent, and where in the file they stand."""

    content: bytes
    first_row: int
    rows: int
    bytes_read: int


def parts_of(file: Path) -> Iterator[Part]:
    """Cut a file at its rows into parts that the exchange takes; never more than one in memory."""
    with file.open("rb") as lines:
        first = lines.readline() if _is_csv(file) else b""
        heading = first.removeprefix(b"\xef\xbb\xbf")
        rows = _csv_rows(lines) if heading else (line for line in lines if line.strip())
        held: list[bytes] = []
        number = 1
        for row in chain(rows, [None]):
            size = len(heading) + sum(map(len, held))
            is_full = len(held) == PART_ROWS or (row and held and size + len(row) > PART_BYTES)
            if held and (row is None or is_full):
                yield Part(heading + b"".join(held), number, len(held), lines.tell())
                number += len(held)
                held = []
            if row is not None:
                held.append(row)


def _is_csv(file: Path) -> bool:
    return file.suffix.casefold() == ".csv"


def media_type_of(file: Path) -> str:
    """Return what a file holds, by its name."""
    return "text/csv" if _is_csv(file) else "application/x-ndjson"


def _csv_rows(lines: IO[bytes]) -> Iterator[bytes]:
    """Yield the rows of a CSV file as they are written; one may go over several lines."""
    row: list[bytes] = []
    quotes = 0
    while line := lines.readline():
        row.append(line)
        quotes += line.count(b'"')
        if quotes % 2:
            continue
        whole = b"".join(row)
        row = []
        if whole.strip(b' \t\r\n,"'):
            yield whole
    if row:
        yield b"".join(row)


async def import_file(
    partner: Partner, file: Path, *, is_trial: bool, results: Path | None, progress: Progress
) -> Counter[str]:
    """Import a file as `partner`; return how many rows came to what.

    Raises `driver.Refused` where a part can't be read; the parts before it are imported.
    """
    begun = await partner.post(IMPORTS, {"is_trial": is_trial})
    path = f"{IMPORTS}/{begun['import_id']}/parts"
    counts: Counter[str] = Counter()
    with _written_to(results) as keep:
        for part in parts_of(file):
            answer = await partner.send(
                f"{path}?first_row={part.first_row}", part.content, media_type_of(file)
            )
            counts.update(row["outcome"] for row in answer["rows"])
            keep(answer["rows"])
            progress(part.bytes_read)
    return counts


async def import_as(
    place: Place, agency: str, practitioner: Practitioner | None, file: Path, **how: Any
) -> Counter[str]:
    """Import a file as an agency whose key is kept at `place`."""
    async with httpx.AsyncClient(timeout=place.patience_seconds, trust_env=False) as http:
        partner = Partner(http, place, kept_client(place.keys, agency), practitioner)
        return await import_file(partner, file, **how)


@contextmanager
def _written_to(results: Path | None) -> Iterator[Callable[[Iterable[dict[str, Any]]], None]]:
    """Keep what came of each row in a CSV file that any spreadsheet opens, formulas inert."""
    if results is None:
        yield lambda _rows: None
        return
    with results.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        yield lambda rows: writer.writerows(inert_row(_cells(row)) for row in rows)


def _cells(row: dict[str, Any]) -> list[object]:
    problems = "; ".join(
        f"{problem['pointer']}: {problem['message']}".removeprefix(": ")
        for problem in row["problems"]
    )
    return [row["row"], row["reference"], row["outcome"], row["concern_id"], problems]


@contextmanager
def shown_on_terminal(file: Path) -> Iterator[Progress]:
    """Show how much of a file has been dealt with, where somebody is looking."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _bytes_read: None
        return
    columns = (BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Bar(*columns, console=console) as bar:
        task = bar.add_task("rows", total=file.stat().st_size)
        yield lambda bytes_read: bar.update(task, completed=bytes_read)


def summary(counts: Counter[str]) -> str:
    """Return in a line how many rows came to what."""
    said = (f"{number} {outcome.replace('_', ' ')}" for outcome, number in sorted(counts.items()))
    return ", ".join(said) or "no rows"
