"""Agencies that read from their queues by pika, and steps of the worker that fills them."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

import pika
from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from pika.exceptions import AMQPError

from services.partners.queues.channel import QueueChannel
from tests.services.partners.cases import Cases
from tests.services.partners.deliveries.happenings import information_gathered
from tests.services.partners.queues.foreign import Site, connect
from tests.support.agencies import NURSE, Agency, Person


@dataclass(frozen=True)
class Reader:
    """One subscription by queue, and how its agency signs in."""

    agency: Agency
    subscription_id: UUID
    queue: str
    url: str
    user: str


@dataclass(frozen=True)
class Got:
    """A message as pika found it, and what the CloudEvents library reads in it."""

    message_id: str
    content_type: str
    tag: int
    event: CloudEvent

    @property
    def case_id(self) -> str:
        return str(self.event.get_subject()).removeprefix("case/")

    @property
    def number(self) -> int:
        return int(self.event.get_extension("sequence"))


class Reading:
    """What agencies read from queues."""

    def __init__(self, cases: Cases, channel: QueueChannel, site: Site) -> None:
        self.cases = cases
        self.channel = channel
        self.site = site
        self._opened: list[pika.BlockingConnection] = []

    async def settle(self) -> None:
        """Take the worker's steps until there is nothing to do."""
        async with asyncio.timeout(60):
            while await self.channel.step(self.cases.desk.database):
                pass

    async def join(self, agency: Agency, *, person: Person = NURSE) -> Reader:
        """Let an agency subscribe by queue and get a password, and the worker make its queue."""
        body = {"channel": "queue"}
        made = await self.cases.post(agency, "/subscriptions", body, person=person)
        assert made.status_code == 201, made.text
        password = await self.password(agency)
        await self.settle()
        access = (await self.cases.get(agency, "/queue-access")).json()
        assert access["is_open"]
        subscription_id = made.json()["subscription_id"]
        (queue,) = (
            one["queue"] for one in access["queues"] if one["subscription_id"] == subscription_id
        )
        user = access["username"]
        url = self.site.url_for(user, password)
        return Reader(agency, UUID(subscription_id), queue, url, user)

    async def password(self, agency: Agency) -> str:
        """Return a new password of an agency's."""
        issued = await self.cases.post(agency, "/queue-access/password")
        assert issued.status_code == 201, issued.text
        return str(issued.json()["password"])

    async def tell(self, *case_ids: UUID) -> None:
        """Let something happen in each of these cases, in this order; it concerns their lead."""
        await self.cases.arrive(*(information_gathered(case_id) for case_id in case_ids))
        await self.settle()

    def connection(self, reader: Reader) -> pika.BlockingConnection:
        connection = connect(reader.url)
        self._opened.append(connection)
        return connection

    def take(self, reader: Reader, count: int) -> list[Got]:
        """Read and acknowledge so many messages, or as many as there are."""
        connection = connect(reader.url)
        channel = connection.channel()
        got: list[Got] = []
        while len(got) < count:
            method, properties, body = channel.basic_get(reader.queue)
            if method is None or properties is None or body is None:
                break
            tag = method.delivery_tag or 0
            channel.basic_ack(tag)
            got.append(read(properties, tag, body))
        connection.close()
        return got

    def close(self) -> None:
        for connection in self._opened:
            with suppress(AMQPError):
                connection.close()


def read(properties: pika.BasicProperties, tag: int, body: bytes) -> Got:
    content_type = str(properties.content_type)
    message = HTTPMessage(headers={"content-type": content_type}, body=body)
    event = from_http_event(message, JSONFormat())
    assert isinstance(event, CloudEvent)
    return Got(str(properties.message_id), content_type, tag, event)
