"""A sender of the tests' own: it takes what is due, and says what came of it."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.partners.sendings.commands import (
    enqueue,
    note_failed,
    note_sent,
    take,
    those_still_allowed,
)
from services.partners.sendings.models import Sending, SendingState
from services.partners.sendings.parcels import Parcel
from services.partners.sendings.putting_back import put_back
from services.partners.sendings.queries import subscriptions_due
from shared.events.partners import Channel
from shared.transactions import Database
from tests.services.partners.cases import Cases
from tests.support.agencies import NURSE, Agency, Person

LEASE = timedelta(minutes=1)
ENDPOINT = "https://trust.example/alongside"


class Pushes:
    """The senders' side of partners."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def due(self, channel: Channel = Channel.WEBHOOK) -> list[UUID]:
        async with self.database.transaction() as session:
            return list(await subscriptions_due(session, channel, limit=100))

    async def take(self, subscription_id: UUID, *, limit: int = 100) -> list[Parcel]:
        async with self.database.transaction() as session:
            while await enqueue(session, subscription_id):
                pass
        async with self.database.transaction() as session:
            return await take(session, subscription_id, limit=limit, lease=LEASE)

    async def allowed(self, parcel: Parcel) -> bool:
        async with self.database.transaction() as session:
            return bool(await those_still_allowed(session, [parcel]))

    async def at_the_door(self, parcel: Parcel) -> Parcel:
        """Return a parcel as it leaves."""
        async with self.database.transaction() as session:
            (leaving,) = await those_still_allowed(session, [parcel])
        return leaving

    async def sent(self, *parcels: Parcel) -> None:
        async with self.database.transaction() as session:
            await note_sent(session, parcels)

    async def failed(
        self, parcel: Parcel, *, next_attempt_at: datetime | None, failure: str = "refused"
    ) -> None:
        async with self.database.transaction() as session:
            await note_failed(session, parcel, failure, next_attempt_at=next_attempt_at)

    async def put_back(self, subscription_id: UUID) -> int:
        async with self.database.transaction() as session:
            return await put_back(session, subscription_id)

    async def push_all(self, subscription_id: UUID) -> list[Parcel]:
        """Take and send until nothing is left; return what was sent."""
        pushed: list[Parcel] = []
        while parcels := await self.take(subscription_id):
            await self.sent(*parcels)
            pushed += parcels
        return pushed

    async def states(self, subscription_id: UUID) -> list[SendingState]:
        async with self.database.transaction() as session:
            query = (
                select(Sending.state)
                .where(Sending.subscription_id == subscription_id)
                .order_by(Sending.sequence)
            )
            return list(await session.scalars(query))


async def subscribe(cases: Cases, agency: Agency, person: Person = NURSE, **more: Any) -> UUID:
    """Let an agency choose a webhook; return the subscription."""
    body = {"channel": "webhook", "url": ENDPOINT, **more}
    answer = await cases.post(agency, "/subscriptions", body, person=person)
    assert answer.status_code == 201, answer.text
    return UUID(answer.json()["subscription_id"])


def event_in(parcel: Parcel) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(parcel.body)
    return event


def numbers(parcels: Sequence[Parcel]) -> list[int]:
    return [parcel.number for parcel in parcels]


def types(parcels: Sequence[Parcel]) -> list[str]:
    return [parcel.type.split(".")[1] for parcel in parcels]
