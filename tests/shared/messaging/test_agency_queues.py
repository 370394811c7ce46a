"""The agencies' queues on a real broker: filled in order, bounded, taken out whole."""

from collections.abc import AsyncIterator, Sequence

import aio_pika
import pytest

from shared.identifiers import new_id
from shared.messaging.broker import BrokerUnreachable
from shared.messaging.rabbit import AgencyMessage, AgencyQueues, QueueMissing

QUEUE = "agency.somewhere"


@pytest.fixture
async def queues(amqp_url: str) -> AsyncIterator[AgencyQueues]:
    queues = AgencyQueues(amqp_url)
    yield queues
    await queues.close()


def _messages(count: int) -> list[AgencyMessage]:
    return [
        AgencyMessage(str(new_id()), b"{}", "application/cloudevents+json") for _ in range(count)
    ]


def _ids(messages: Sequence[AgencyMessage]) -> list[str]:
    return [message.message_id for message in messages]


async def _read(amqp_url: str, count: int) -> list[aio_pika.abc.AbstractIncomingMessage]:
    async with await aio_pika.connect(amqp_url) as connection:
        queue = await (await connection.channel()).get_queue(QUEUE)
        return [await queue.get(no_ack=True) for _ in range(count)]


async def test_what_is_published_arrives_in_order_and_says_what_it_is(
    queues: AgencyQueues, amqp_url: str
) -> None:
    assert await queues.declare(QUEUE)
    assert not await queues.declare(QUEUE)
    sent = _messages(5)
    assert await queues.publish(QUEUE, sent) == [True] * 5
    assert await queues.length(QUEUE) == 5
    received = await _read(amqp_url, 5)
    assert [message.message_id for message in received] == _ids(sent)
    for message in received:
        assert message.content_type == "application/cloudevents+json"
        assert message.delivery_mode == aio_pika.DeliveryMode.PERSISTENT
        assert set(message.headers) <= {"x-delivery-count"}  # the broker's own


async def test_without_its_queue_nothing_is_sent(queues: AgencyQueues) -> None:
    assert await queues.publish(QUEUE, _messages(2)) == [False, False]
    with pytest.raises(QueueMissing):
        await queues.length(QUEUE)
    with pytest.raises(QueueMissing):
        async with queues.taken_out(QUEUE):
            raise AssertionError


async def test_a_queue_is_emptied_once_the_block_has_ended_well(queues: AgencyQueues) -> None:
    await queues.declare(QUEUE)
    sent = _messages(300)
    await queues.publish(QUEUE, sent)
    async with queues.taken_out(QUEUE) as held:
        assert held == _ids(sent)
    assert await queues.length(QUEUE) == 0
    async with queues.taken_out(QUEUE) as held:
        assert held == []


async def test_what_was_taken_out_in_vain_is_back_in_its_place(
    queues: AgencyQueues, amqp_url: str
) -> None:
    await queues.declare(QUEUE)
    sent = _messages(3)
    await queues.publish(QUEUE, sent)
    with pytest.raises(RuntimeError):
        async with queues.taken_out(QUEUE):
            raise RuntimeError
    received = await _read(amqp_url, 3)
    assert [message.message_id for message in received] == _ids(sent)


async def test_a_deleted_queue_can_be_deleted_again(queues: AgencyQueues) -> None:
    await queues.declare(QUEUE)
    await queues.delete(QUEUE)
    await queues.delete(QUEUE)
    assert await queues.declare(QUEUE)


async def test_without_a_broker_it_is_said_that_there_is_none() -> None:
    nowhere = AgencyQueues("amqp://guest:guest@127.0.0.1:1/")
    with pytest.raises(BrokerUnreachable):
        await nowhere.length(QUEUE)
    with pytest.raises(BrokerUnreachable):
        await nowhere.publish(QUEUE, _messages(1))
    await nowhere.close()
