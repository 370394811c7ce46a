"""Sends what is due to agencies' endpoints, and lets none of them hold up another."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from typing import Self
from uuid import UUID

import structlog

from services.partners.sendings.claims import leave_untried
from services.partners.sendings.commands import enqueue, take
from services.partners.sendings.parcels import Parcel
from services.partners.sendings.queries import subscriptions_due
from services.partners.settings import PartnersSettings
from services.partners.webhooks.attempts import Attempts
from services.partners.webhooks.posting import LONGEST_ATTEMPT_SECONDS, Poster
from services.partners.webhooks.together import Together
from shared.events.partners import Channel
from shared.transactions import Database

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=1)
_NEEDED = timedelta(seconds=LONGEST_ATTEMPT_SECONDS + 5)
_DUE_AT_ONCE = 500
_PARCELS = 16
_CASES_AT_ONCE = 4
_LOOK_AGAIN_SECONDS = 0.2
_FINISH_SECONDS = 5.0


class WebhookSender:
    """Keeps a round going for each subscription that has something due, so many at a time.

    A round offers some parcels to one endpoint: several cases at once, each case's in order. An
    endpoint that fails is offered one at a time until it takes one. A step starts rounds and looks
    at them again soon; they go on between steps, and record themselves what came of them.
    """

    def __init__(
        self, database: Database, attempts: Attempts, *, at_once: int, finish_seconds: float
    ) -> None:
        """Take how many rounds go on at a time, and how long they may go on once told to stop."""
        self._database = database
        self._attempts = attempts
        self._at_once = at_once
        self._finish_seconds = finish_seconds
        self._take: Together[UUID, list[Parcel]] = Together(self._take_all, most=8)
        self._put_back: Together[Sequence[Parcel], None] = Together(self._put_back_all, most=8)
        self._rounds: dict[UUID, asyncio.Task[None]] = {}
        self._served: dict[UUID, int] = {}
        self._turn = 0
        self._is_closing = False

    @classmethod
    def configured(cls, settings: PartnersSettings, database: Database) -> Self:
        """Return a sender that works as the operator says."""
        at_once = settings.webhook_at_once
        connections = at_once * _CASES_AT_ONCE
        poster = Poster.configured(settings, database.clock, connections=connections)
        return cls(
            database, Attempts(database, poster), at_once=at_once, finish_seconds=_FINISH_SECONDS
        )

    async def step(self, _database: Database) -> bool:
        """Start rounds where something is due; return whether any is going on, or has ended."""
        is_busy = bool(self._rounds)
        for subscription_id in await self._due():
            self._begin(subscription_id)
        if not self._rounds:
            return is_busy
        await asyncio.wait(
            self._rounds.values(),
            timeout=_LOOK_AGAIN_SECONDS,
            return_when=asyncio.FIRST_COMPLETED,
        )
        return True

    async def close(self) -> None:
        """Finish what is on its way, for a few seconds; what is not, put back; hang up."""
        self._is_closing = True
        rounds = list(self._rounds.values())
        if rounds:
            _, unfinished = await asyncio.wait(rounds, timeout=self._finish_seconds)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*rounds, return_exceptions=True)
        await self._attempts.close()

    async def _due(self) -> Sequence[UUID]:
        """Return subscriptions to begin with, whoever waited longest first."""
        room = self._at_once - len(self._rounds)
        if room <= 0 or self._is_closing:
            return ()
        async with self._database.transaction() as session:
            due = await subscriptions_due(session, Channel.WEBHOOK, limit=_DUE_AT_ONCE)
        idle = [one for one in due if one not in self._rounds]
        return sorted(idle, key=lambda one: self._served.get(one, 0))[:room]

    def _begin(self, subscription_id: UUID) -> None:
        self._turn += 1
        self._served[subscription_id] = self._turn
        task = asyncio.create_task(self._round(subscription_id))
        self._rounds[subscription_id] = task
        task.add_done_callback(lambda _: self._rounds.pop(subscription_id, None))

    async def _round(self, subscription_id: UUID) -> None:
        untried: dict[UUID, Parcel] = {}
        try:
            for parcel in await self._take(subscription_id):
                untried[parcel.sending_id] = parcel
            await self._offer_all(untried)
        except Exception as error:  # noqa: BLE001 - an outage is waited out, as by every step
            log.warning("webhook_round_failed", reason=type(error).__name__)
        finally:
            if untried:
                await asyncio.shield(self._put_back(list(untried.values())))

    async def _take_all(self, subscription_ids: Sequence[UUID]) -> list[list[Parcel]]:
        """Return for each subscription what it is to offer in this round."""
        taken: dict[UUID, list[Parcel]] = {}
        async with self._database.transaction() as session:
            for one in sorted(subscription_ids):  # locked in one order by all who do
                limit = 1 if self._attempts.is_failing(one) else _PARCELS
                await enqueue(session, one)
                taken[one] = await take(session, one, limit=limit, lease=LEASE)
        return [taken[one] for one in subscription_ids]

    async def _offer_all(self, untried: dict[UUID, Parcel]) -> None:
        room = asyncio.Semaphore(_CASES_AT_ONCE)
        by_case = sorted(untried.values(), key=lambda parcel: (_stream(parcel), parcel.number))
        async with asyncio.TaskGroup() as group:
            for _, own in groupby(by_case, _stream):
                group.create_task(self._offer_in_order(list(own), untried, room))

    async def _offer_in_order(
        self, parcels: Sequence[Parcel], untried: dict[UUID, Parcel], room: asyncio.Semaphore
    ) -> None:
        for parcel in parcels:
            async with room:
                is_late = parcel.claimed_until - self._database.clock() < _NEEDED
                if self._is_closing or is_late:
                    return
                was_taken = await self._attempts.offer(parcel)
                del untried[parcel.sending_id]
                if not was_taken:
                    return

    async def _put_back_all(self, rounds: Sequence[Sequence[Parcel]]) -> list[None]:
        """Let go of what was taken and not tried; where that fails, its lease runs out."""
        async with self._database.transaction() as session:
            await leave_untried(session, [parcel for untried in rounds for parcel in untried])
        return [None] * len(rounds)


def _stream(parcel: Parcel) -> UUID:
    return parcel.case_id or parcel.agency_id
