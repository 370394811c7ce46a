"""A slice of the matrix in one process: of every operation each answer there is, and the feed.

`make matrix` calls every cell, over real servers and over every channel.
"""

from pathlib import Path

import pytest

from tests.matrix.breaks import BREAKS
from tests.matrix.cells import Tally, call_cells
from tests.matrix.mutants import mutated
from tests.matrix.place import in_one_process
from tests.matrix.sheet import Cell, Word, cells
from tests.matrix.telling import call_channels, feed_of


def _one_of_each() -> list[Cell]:
    """Return, of every operation, the first cell with each answer that it can have."""
    first: dict[tuple[str, Word], Cell] = {}
    for cell in cells():
        first.setdefault((cell.row.call, cell.word), cell)
    return list(first.values())


@pytest.mark.timeout(400)
async def test_every_operation_answers_as_the_sheet_says(tmp_path: Path) -> None:
    async with in_one_process(tmp_path) as place:
        tally = Tally()
        await call_cells(place, _one_of_each(), tally)
        assert tally.mismatches == []
        assert tally.cells > 150


@pytest.mark.timeout(400)
async def test_the_feed_tells_each_agency_what_the_sheet_says(tmp_path: Path) -> None:
    async with in_one_process(tmp_path) as place:
        tally = Tally()
        await call_channels(place, {"feed": feed_of(place)}, tally)
        assert tally.mismatches == []
        assert tally.cells > 300


def test_every_deliberate_break_finds_its_place_and_changes_it() -> None:
    assert len(BREAKS) >= 10
    for mutant in BREAKS:
        assert mutated(mutant) != mutated(mutant).replace(mutant.instead, mutant.anchor)
