"""Processes killed at the three dangerous moments: the story still ends, once, and whole."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import func, select

from deploy.processes import Job, Processes, processes
from deploy.servers.postgres import Postgres
from deploy.services import SERVICES
from deploy.story.acts import play
from shared.database import create_engine
from shared.failpoints import AFTER_COMMIT, AFTER_PUBLISH, BEFORE_PUBLISH
from shared.messaging.inbox import InboxState, inbox
from shared.messaging.outbox import outbox
from tests.support.silence import unheard

WORKERS = [Job("work", service) for service in SERVICES]


async def _counts(exchange: Processes, service: str) -> tuple[int, int, dict[InboxState, int]]:
    engine = create_engine(exchange.databases[service])
    try:
        async with engine.connect() as connection:
            written, published = (
                await connection.execute(
                    select(func.count(), func.count(outbox.c.published_at)).select_from(outbox)
                )
            ).one()
            states = await connection.execute(
                select(inbox.c.state, func.count().label("events")).group_by(inbox.c.state)
            )
            return written, published, {row.state: row.events for row in states}
    finally:
        await engine.dispose()


async def _come_to_rest(exchange: Processes) -> None:
    """Wait until everything written is published, and applied once by each other service."""
    async with asyncio.timeout(30):
        while True:
            counts = {service: await _counts(exchange, service) for service in SERVICES}
            written = {service: count[0] for service, count in counts.items()}
            if all(count[0] == count[1] for count in counts.values()) and all(
                states
                == {
                    InboxState.APPLIED: sum(
                        written[source] for source in SERVICES[service].consumer.sources
                    )
                }
                for service, (_, _, states) in counts.items()
            ):
                return
            await asyncio.sleep(0.1)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("failpoint", [BEFORE_PUBLISH, AFTER_PUBLISH, AFTER_COMMIT])
async def test_a_kill_at_a_failpoint_loses_nothing_and_repeats_nothing(
    failpoint: str, tmp_path: Path, postgres_server: Postgres, amqp_url: str
) -> None:
    async with processes(tmp_path, postgres_server, amqp_url) as exchange:
        exchange.start_all(dict.fromkeys(WORKERS, failpoint))
        deaths: list[Job] = []
        keeper = asyncio.create_task(exchange.keep_up(deaths))
        try:
            await play(exchange.place, narrate=unheard)
            await _come_to_rest(exchange)
        finally:
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)
        assert set(deaths) == set(WORKERS)
