"""The four hard stories, told in this process as partner systems tell them."""

from pathlib import Path

import pytest

from deploy.playing import embedded_place
from deploy.story.hard.playing import play_hard


@pytest.mark.timeout(180)
async def test_the_four_hard_stories_come_to_their_ends(tmp_path: Path) -> None:
    told: list[str] = []
    async with embedded_place(tmp_path, 0) as (_, place):
        await play_hard(place, narrate=told.append)
    acts = [line for line in told if line[:1].isdigit()]
    assert len(acts) == 6
    assert "The end of the four" in told[-1]
