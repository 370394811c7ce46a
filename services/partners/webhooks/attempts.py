"""One parcel offered once: asked about, posted, and what came of it recorded.

No transaction is open while an endpoint is spoken to. Where a process dies between the two, the
event is offered again under the same id.
"""

import random
from collections.abc import Sequence
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.sendings.claims import hasten
from services.partners.sendings.commands import note_failed, note_sent, those_still_allowed
from services.partners.sendings.parcels import Parcel
from services.partners.subscriptions.commands import pause_sending
from services.partners.subscriptions.giving_up import suspend_for_failure
from services.partners.subscriptions.queries import Endpoint, endpoint_of, lock_subscription
from services.partners.webhooks.outcome import OF_THE_ENDPOINT, Outcome
from services.partners.webhooks.posting import Poster
from services.partners.webhooks.schedule import SUSPENDED_AFTER, next_attempt_at, pause
from services.partners.webhooks.signing import signed_headers
from services.partners.webhooks.together import Together
from shared.failpoints import AFTER_POST, AFTER_RECORD, BEFORE_POST, failpoint
from shared.transactions import Database
from shared.work import now

log = structlog.get_logger(__name__)

_BATCH = 32

_Allowed = tuple[Parcel, Endpoint]


class Attempts:
    """Makes attempts, many of them at the same time; what they ask of the database is batched."""

    def __init__(self, database: Database, poster: Poster) -> None:
        self._database = database
        self._poster = poster
        self._ask: Together[Parcel, _Allowed | None] = Together(self._where_allowed, most=_BATCH)
        self._note: Together[Parcel, None] = Together(self._note_sent, most=_BATCH)
        self._note_failure: Together[tuple[Parcel, Outcome], None] = Together(
            self._note_failed, most=_BATCH
        )
        self._failing: set[UUID] = set()
        self._well: set[UUID] = set()

    def is_failing(self, subscription_id: UUID) -> bool:
        """Tell whether the last attempt for a subscription failed."""
        return subscription_id in self._failing

    async def offer(self, parcel: Parcel) -> bool:
        """Offer a parcel, unless it may not leave any more; return False if that failed.

        The policy is asked in a transaction that ends right before the request begins.
        """
        allowed = await self._ask(parcel)
        if allowed is None:
            return True
        parcel, endpoint = allowed
        failpoint(BEFORE_POST)
        outcome = await self._post(parcel, endpoint)
        failpoint(AFTER_POST)
        if outcome.is_taken:
            await self._note(parcel)
            self._failing.discard(parcel.subscription_id)
        else:
            self._failing.add(parcel.subscription_id)
            self._well.discard(parcel.subscription_id)
            await self._note_failure((parcel, outcome))
        failpoint(AFTER_RECORD)
        return outcome.is_taken

    async def _post(self, parcel: Parcel, endpoint: Endpoint) -> Outcome:
        headers = signed_headers(
            str(parcel.event_id), parcel.body.decode(), endpoint.secrets, self._database.clock()
        )
        return await self._poster.post(endpoint.url, headers, parcel.body)

    async def close(self) -> None:
        """Hang up."""
        await self._poster.close()

    async def _where_allowed(self, parcels: Sequence[Parcel]) -> list[_Allowed | None]:
        """Return each parcel as it may go at this moment, and where to, if anywhere."""
        async with self._database.transaction() as session:
            allowed = await those_still_allowed(session, parcels)
            endpoints = {
                subscription_id: await endpoint_of(session, subscription_id)
                for subscription_id in {parcel.subscription_id for parcel in allowed}
            }
        may_go = {one.sending_id: (one, endpoints[one.subscription_id]) for one in allowed}
        return [may_go.get(parcel.sending_id) for parcel in parcels]

    async def _note_sent(self, parcels: Sequence[Parcel]) -> list[None]:
        """Note what arrived; what found nobody there is offered again once someone is."""
        are_back = {parcel.subscription_id for parcel in parcels} - self._well
        async with self._database.transaction() as session:
            await note_sent(session, parcels)
            for subscription_id in sorted(are_back):
                await hasten(session, subscription_id, OF_THE_ENDPOINT)
        self._well |= are_back
        return [None] * len(parcels)

    async def _note_failed(self, failed: Sequence[tuple[Parcel, Outcome]]) -> list[None]:
        by_subscription = sorted(failed, key=lambda one: one[0].subscription_id)
        async with self._database.transaction() as session:
            suspended = [
                parcel
                for parcel, outcome in by_subscription
                if await _note_failure(session, parcel, outcome)
            ]
        for parcel in suspended:
            log.warning(
                "webhook_suspended",
                subscription_id=str(parcel.subscription_id),
                agency_id=str(parcel.agency_id),
            )
        return [None] * len(failed)


async def _note_failure(session: AsyncSession, parcel: Parcel, outcome: Outcome) -> bool:
    """Plan the next attempt, or none; return whether the subscription has been suspended."""
    again = next_attempt_at(
        parcel.attempts + 1,
        now(session),
        asked_to_wait=outcome.asked_to_wait,
        chance=random.random(),  # noqa: S311 - it only spreads load
    )
    failure = outcome.failure or ""
    await note_failed(session, parcel, failure, next_attempt_at=again)
    log.info("webhook_failed", subscription_id=str(parcel.subscription_id), reason=failure)
    return await _leave_in_peace(session, parcel, outcome)


async def _leave_in_peace(session: AsyncSession, parcel: Parcel, outcome: Outcome) -> bool:
    """Pause a subscription that keeps failing, or suspend it for good; return whether it is."""
    subscription = await lock_subscription(session, parcel.subscription_id)
    if subscription is None or subscription.failing_since is None:
        return False
    failing_for = now(session) - subscription.failing_since
    if outcome.is_end or failing_for >= SUSPENDED_AFTER:
        await suspend_for_failure(session, parcel.subscription_id)
        return True
    wait = pause(failing_for, outcome.asked_to_wait)
    if wait:
        await pause_sending(session, parcel.subscription_id, now(session) + wait)
    return False
