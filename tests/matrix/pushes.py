"""The channels that push: a webhook and, where there is a broker, a queue for each relation."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aio_pika

from tests.matrix.cast import AGENCIES, Actor, actor
from tests.matrix.place import Place
from tests.matrix.sheet import Relation, Role
from tests.matrix.telling import Channel, Told
from tests.services.partners.webhooks.receiver import Receiver, answering, receiving

_SUBSCRIPTIONS = "/partners/v1/subscriptions"
_QUIET_SECONDS = 4
_LONGEST_SECONDS = 400


async def subscribe(place: Place, who: Actor, **body: Any) -> str:
    """Choose a channel as somebody; return the subscription's id."""
    made = await place.done(who, "POST", _SUBSCRIPTIONS, body)
    return str(made["subscription_id"])


async def come_to_rest(place: Place, receiver: Receiver) -> None:
    """Wait until all is told, and nothing more has been received for a while."""
    await place.settle()
    if not place.has_queues:
        return
    async with asyncio.timeout(_LONGEST_SECONDS):
        before = -1
        while before != len(receiver.requests):
            before = len(receiver.requests)
            await asyncio.sleep(_QUIET_SECONDS)


@asynccontextmanager
async def webhooks(place: Place) -> AsyncIterator[tuple[Channel, Receiver]]:
    """Call every relation's own address; yield what reads what came there."""
    readers: list[Relation] = [
        relation for relation in AGENCIES if relation is not Relation.NO_SUCH_CASE
    ]
    async with receiving(answering(204)) as receiver:
        for number, relation in enumerate(readers):
            url = receiver.url.replace("/in", f"/{number}")
            await subscribe(place, actor(relation, Role.PRACTITIONER), channel="webhook", url=url)

        async def read(relation: Relation) -> Told:
            await come_to_rest(place, receiver) if relation is readers[0] else None
            target = f"/{readers.index(relation)}"
            return [json.loads(sent.body) for sent in receiver.requests if sent.target == target]

        yield read, receiver


async def queues(place: Place) -> Channel:
    """Open a queue for every relation; return what reads it to its end."""
    names: dict[Relation, str] = {}
    for relation in AGENCIES:
        if relation is not Relation.NO_SUCH_CASE:
            who = actor(relation, Role.PRACTITIONER)
            names[relation] = await subscribe(place, who, channel="queue")

    async def read(relation: Relation) -> Told:
        return await drain(place, actor(relation, Role.PRACTITIONER), names[relation])

    return read


async def drain(place: Place, who: Actor, subscription_id: str) -> Told:
    """Read a queue to its end, as its agency, with a password issued for that."""
    issued = await place.done(who, "POST", "/partners/v1/queue-access/password")
    async with asyncio.timeout(_LONGEST_SECONDS):
        while not (access := await _ready(place, who, subscription_id)):
            await asyncio.sleep(0.2)
        address = issued["address"].replace("://", f"://{issued['username']}:{issued['password']}@")
        connection = await aio_pika.connect(address)
    told: Told = []
    async with connection, connection.channel() as channel:
        queue = await channel.get_queue(access, ensure=False)
        while (message := await queue.get(fail=False, no_ack=True)) is not None:
            told.append(json.loads(message.body))
    return told


async def _ready(place: Place, who: Actor, subscription_id: str) -> str | None:
    """Return the queue's name once the broker has it and knows the newest password."""
    access = await place.done(who, "GET", "/partners/v1/queue-access")
    for queue in access["queues"]:
        if queue["subscription_id"] == subscription_id and queue["is_ready"] and access["is_open"]:
            return str(queue["queue"])
    return None
