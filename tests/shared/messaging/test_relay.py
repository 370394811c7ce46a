"""The relay by itself: what it may send when, what it marks, and who of several is active."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from shared.crypto import Cipher
from shared.events.partners import AgencyResumed, AgencySuspended
from shared.messaging import relay as relay_module
from shared.messaging.broker import BrokerUnreachable, Message
from shared.messaging.memory import MemoryBroker
from shared.messaging.notify import Notifier, listen
from shared.messaging.outbox import outbox, publish, write_events
from shared.messaging.relay import Relay
from shared.transactions import Database
from tests.shared.messaging.services import RESUMED, SUSPENDED, Service, Watch, open_service
from tests.support.desk import KEYS


class Recorder(MemoryBroker):
    """A broker that keeps what it is given, and refuses what it is told to."""

    def __init__(self, refuses: Callable[[Message], bool] = lambda _: False) -> None:
        super().__init__()
        self.refuses = refuses
        self.sent: list[tuple[str, str]] = []

    async def publish(self, messages: Sequence[Message]) -> Sequence[bool]:
        await asyncio.sleep(0)
        accepted = [not self.refuses(message) for message in messages]
        for message, is_accepted in zip(messages, accepted, strict=True):
            if is_accepted:
                self.sent.append((json.loads(message.body)["subject"], message.type))
        return accepted


@asynccontextmanager
async def relaying(service: Service, broker: Recorder) -> AsyncIterator[Relay]:
    relay = Relay(service.database, broker)
    try:
        yield relay
    finally:
        await relay.release()


def _stream(agency_id: UUID) -> str:
    return f"agency/{agency_id}"


async def test_what_was_published_is_not_published_again(service: Service) -> None:
    agency_id = uuid4()
    await service.publish(AgencySuspended(agency_id=agency_id), AgencyResumed(agency_id=agency_id))
    async with relaying(service, Recorder()) as relay:
        assert [await relay.step(), await relay.step()] == [2, 0]
    assert await service.unpublished() == 0


async def test_a_later_event_does_not_overtake_one_that_nobody_takes(service: Service) -> None:
    blocked, free = uuid4(), uuid4()
    await service.publish(AgencySuspended(agency_id=blocked), AgencyResumed(agency_id=blocked))
    await service.publish(AgencyResumed(agency_id=free))
    broker = Recorder(lambda message: message.type == SUSPENDED)
    async with relaying(service, broker) as relay:
        for _ in range(3):
            await relay.step()
        assert broker.sent == [(_stream(free), RESUMED)]
        broker.refuses = lambda _: False
        for _ in range(2):
            await relay.step()
    assert broker.sent[1:] == [(_stream(blocked), SUSPENDED), (_stream(blocked), RESUMED)]


async def test_a_backlog_that_nobody_takes_starves_no_other_stream(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        relay_module,
        "_UNPUBLISHED",
        relay_module._UNPUBLISHED.limit(5),  # noqa: SLF001
    )
    monkeypatch.setattr(relay_module, "BATCH", 5)
    await service.publish(*(AgencySuspended(agency_id=uuid4()) for _ in range(12)))
    await service.publish(AgencyResumed(agency_id=uuid4()))
    broker = Recorder(lambda message: message.type == SUSPENDED)
    async with relaying(service, broker) as relay:
        for _ in range(3):
            await relay.step()
    assert [kind for _, kind in broker.sent] == [RESUMED]


async def test_what_was_confirmed_before_the_broker_went_away_is_marked(service: Service) -> None:
    agency_id = uuid4()
    await service.publish(AgencySuspended(agency_id=agency_id), AgencyResumed(agency_id=agency_id))

    def goes_away(message: Message) -> bool:
        if message.type == RESUMED:
            raise BrokerUnreachable
        return False

    async with relaying(service, Recorder(goes_away)) as relay:
        with pytest.raises(BrokerUnreachable):
            await relay.step()
    assert await service.unpublished() == 1


async def test_an_event_that_commits_late_is_published_all_the_same(
    postgres_url: str, watch: Watch
) -> None:
    """A poller that reads on from the last position it saw would pass over it for ever."""
    early, late = uuid4(), uuid4()
    async with open_service("partners", (), postgres_url, watch) as service:
        broker = Recorder()
        async with relaying(service, broker) as relay:
            async with service.database.transaction() as slow:
                publish(slow, AgencySuspended(agency_id=late))
                await write_events(slow)
                await service.publish(AgencySuspended(agency_id=early))
                assert await relay.step() == 1
            assert await relay.step() == 1
    assert [stream for stream, _ in broker.sent] == [_stream(early), _stream(late)]


async def test_a_relay_stands_by_until_the_active_one_is_gone(
    postgres_url: str, watch: Watch
) -> None:
    async with (
        open_service("partners", (), postgres_url, watch) as service,
        relaying(service, Recorder()) as active,
        relaying(service, Recorder()) as standby,
    ):
        await active.step()
        await service.publish(AgencySuspended(agency_id=uuid4()))
        assert await standby.step() == 0
        await active.release()
        assert await standby.step() == 1
        assert await active.step() == 0


async def test_a_relay_that_lost_its_lock_while_it_sent_marks_nothing(
    postgres_url: str, watch: Watch
) -> None:
    async with open_service("partners", (), postgres_url, watch) as service:
        await service.publish(AgencySuspended(agency_id=uuid4()))

        class Slow(Recorder):
            """While it sends, the server ends the sender's session and another takes over."""

            async def publish(self, messages: Sequence[Message]) -> Sequence[bool]:
                await _end_the_holders_session(service)
                async with relaying(service, Recorder()) as other:
                    assert await other.step() == 1
                return await super().publish(messages)

        marked_by_other = watch.instant
        async with relaying(service, Slow()) as zombie:
            with pytest.raises(DBAPIError):
                await zombie.step()
        async with service.database.engine.connect() as connection:
            assert await connection.scalar(select(outbox.c.published_at)) == marked_by_other


async def _end_the_holders_session(service: Service) -> None:
    ended = text("SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory'")
    async with service.database.engine.begin() as connection:
        assert (await connection.execute(ended)).scalars().all() == [True]


async def test_a_relay_that_stands_still_loses_its_lock_by_the_servers_own_clock(
    postgres_url: str, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_module, "_IDLE_MILLISECONDS", 100)
    async with (
        open_service("partners", (), postgres_url, watch) as service,
        relaying(service, Recorder()) as frozen,
        relaying(service, Recorder()) as other,
    ):
        await frozen.step()
        await service.publish(AgencySuspended(agency_id=uuid4()))
        async with asyncio.timeout(10):
            while not await other.step():
                await asyncio.sleep(0.05)
        with pytest.raises(DBAPIError):
            await frozen.step()


async def test_a_commit_in_another_process_wakes_the_relay(postgres_url: str, watch: Watch) -> None:
    async with (
        open_service("partners", (), postgres_url, watch) as api,
        open_again(postgres_url, watch) as worker,
    ):
        api.database.on_published = Notifier(api.database)
        woken = asyncio.Event()
        listening = asyncio.create_task(listen(worker.database, woken.set))
        async with asyncio.timeout(10):
            await woken.wait()
            woken.clear()
            await api.publish(AgencySuspended(agency_id=uuid4()))
            await woken.wait()
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


@asynccontextmanager
async def open_again(url: str, watch: Watch) -> AsyncIterator[Service]:
    """Open a database whose tables are there already."""
    database = Database("partners", url, Cipher.from_text(KEYS), clock=watch)
    try:
        yield Service("partners", (), database)
    finally:
        await database.dispose()
