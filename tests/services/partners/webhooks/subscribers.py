"""Agencies that subscribe by webhook, and the sender under test."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.partners.webhooks.attempts import Attempts
from services.partners.webhooks.sender import WebhookSender
from shared.endpoints import Reach
from tests.services.partners.cases import Cases
from tests.services.partners.webhooks.posters import poster_within
from tests.services.partners.webhooks.receiver import Receiver
from tests.support.agencies import NURSE, Agency, Person


@dataclass(frozen=True)
class Subscribed:
    """A subscription as its agency has it."""

    cases: Cases
    agency: Agency
    id: UUID
    secret: str

    async def view(self) -> dict[str, Any]:
        answer = await self.cases.get(self.agency, f"/subscriptions/{self.id}")
        body: dict[str, Any] = answer.json()
        return body

    async def post(self, what: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        answer = await self.cases.post(self.agency, f"/subscriptions/{self.id}/{what}", body)
        assert answer.status_code < 300, answer.text
        done: dict[str, Any] = answer.json()
        return done


async def subscribe(
    cases: Cases, agency: Agency, receiver: Receiver, person: Person = NURSE
) -> Subscribed:
    """Let an agency be called at a receiver."""
    body = {"channel": "webhook", "url": receiver.url}
    answer = await cases.post(agency, "/subscriptions", body, person=person)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    return Subscribed(cases, agency, UUID(made["subscription_id"]), made["secret"])


class Sending:
    """A sender, stepped until nothing moves."""

    def __init__(self, cases: Cases, sender: WebhookSender) -> None:
        self.sender = sender
        self._cases = cases

    async def settle(self) -> None:
        for _ in range(200):
            if not await self.sender.step(self._cases.desk.database):
                return
        raise AssertionError("the sender never came to rest")


@asynccontextmanager
async def sending(
    cases: Cases, *, seconds: float = 0.5, at_once: int = 64
) -> AsyncIterator[Sending]:
    """Run a sender for the cases' desk; at the end it is closed."""
    database = cases.desk.database
    async with poster_within(Reach(loopback=True), seconds=seconds) as poster:
        sender = WebhookSender(
            database, Attempts(database, poster), at_once=at_once, finish_seconds=0.5
        )
        try:
            yield Sending(cases, sender)
        finally:
            await sender.close()
