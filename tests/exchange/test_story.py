"""The story of the exchange, told by a partner system, in two of its three forms."""

from pathlib import Path

import pytest

from deploy.playing import embedded_place
from deploy.processes import processes
from deploy.servers.postgres import Postgres
from deploy.story.acts import play
from tests.support.silence import unheard


async def test_the_story_runs_in_one_process_on_sqlite_and_memory(tmp_path: Path) -> None:
    async with embedded_place(tmp_path, 0) as (_, place):
        await play(place, narrate=unheard)


async def test_the_story_can_be_told_again_after_a_restart(tmp_path: Path) -> None:
    for _ in range(2):
        async with embedded_place(tmp_path, 0) as (_, place):
            await play(place, narrate=unheard)


@pytest.mark.timeout(180)
async def test_the_story_runs_over_real_servers_with_a_process_for_each_task(
    tmp_path: Path, postgres_server: Postgres, amqp_url: str
) -> None:
    async with processes(tmp_path, postgres_server, amqp_url) as exchange:
        exchange.start_all()
        await play(exchange.place, narrate=unheard)
