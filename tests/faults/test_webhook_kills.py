"""A sender killed around a call: the receiver sees every event, and never under a second id."""

import asyncio
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, insert, select, update

from deploy.processes import Job, Processes, processes
from deploy.servers.postgres import Postgres
from services.partners.deliveries.commands import deliver
from services.partners.sendings.models import Sending, SendingState
from services.partners.subscriptions.channels import ChannelsOffered
from services.partners.subscriptions.commands import subscribe
from services.partners.subscriptions.views import NewSubscription
from shared.access.caller import Caller, Practitioner, Role, Scope
from shared.access.tables import known_cases
from shared.endpoints import Reach
from shared.events.partners import Channel
from shared.failpoints import AFTER_POST, AFTER_RECORD, BEFORE_POST
from shared.transactions import Database
from tests.services.partners.deliveries.happenings import enquiry_opened
from tests.services.partners.webhooks.receiver import answering, receiving
from tests.support.agencies import COUNCIL, Signer, make_known

SENDER = Job("work", "partners")
READER = Caller(
    COUNCIL.id,
    COUNCIL.kind,
    synthetic=True,
    scopes=frozenset(Scope),
    practitioner=Practitioner("sw-1", None, Role.PRACTITIONER),
)


async def _await_events(database: Database, url: str, count: int) -> None:
    """Let the council be called at `url`, and let so many events of its cases wait for it."""
    offered = ChannelsOffered(has_queue=False, webhook_reach=Reach(loopback=True))
    async with database.transaction() as session:
        await make_known(session, Signer())
        await subscribe(session, READER, NewSubscription(channel=Channel.WEBHOOK, url=url), offered)
        for _ in range(count):
            case_id: UUID = uuid4()
            case = {
                "case_id": case_id,
                "lead_agency_id": COUNCIL.id,
                "referrer_agency_id": COUNCIL.id,
                "synthetic": True,
                "has_unmatched_employer": False,
            }
            await session.execute(insert(known_cases), case)
            await deliver(session, enquiry_opened(case_id))


async def _all_sent(exchange: Processes, database: Database, count: int) -> list[Job]:
    """Let time pass for whatever a dead process had claimed, until everything is sent."""
    deaths: list[Job] = []
    keeper = asyncio.create_task(exchange.keep_up(deaths))
    try:
        async with asyncio.timeout(90):
            while not deaths:
                await asyncio.sleep(0.1)
            async with database.transaction() as session:
                ended = {"claimed_until": database.clock()}
                await session.execute(
                    update(Sending).where(Sending.claimed_until.is_not(None)).values(ended)
                )
            while await _count_sent(database) < count:
                await asyncio.sleep(0.2)
    finally:
        keeper.cancel()
        await asyncio.gather(keeper, return_exceptions=True)
    return deaths


async def _count_sent(database: Database) -> int:
    query = select(func.count()).where(Sending.state == SendingState.SENT)
    async with database.transaction() as session:
        return (await session.execute(query)).scalar_one()


@pytest.mark.timeout(240)
@pytest.mark.parametrize("failpoint", [BEFORE_POST, AFTER_POST, AFTER_RECORD])
async def test_a_sender_killed_around_a_call_loses_nothing_and_makes_no_second_id(
    failpoint: str, tmp_path: Path, postgres_server: Postgres, amqp_url: str
) -> None:
    async with (
        receiving(answering(200)) as receiver,
        processes(tmp_path, postgres_server, amqp_url) as exchange,
    ):
        database = exchange.open("partners").database
        try:
            await _await_events(database, receiver.url, count=6)
            exchange.start(SENDER, failpoint)
            deaths = await _all_sent(exchange, database, count=6)
        finally:
            await database.dispose()
    assert deaths == [SENDER]
    ids = [request.headers["webhook-id"] for request in receiver.requests]
    assert len({request.subject for request in receiver.requests}) == 6
    assert len(set(ids)) == 6
    if failpoint == AFTER_POST:
        assert len(ids) > 6, "what was posted and not recorded came again"
