"""What can change about the exchange's keys: one is made, another takes over, the old one ends."""

import json
from datetime import datetime, timedelta

from joserfc.jwk import ECKey
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.signing_keys.errors import RotationUnderWay
from services.partners.signing_keys.models import SEALED_KEY, SigningKey
from services.partners.signing_keys.queries import believed_keys
from services.partners.signing_keys.views import NewRotation, RotationView
from shared.access.projection import project
from shared.audit.append import record_change
from shared.auth import ALGORITHMS
from shared.database import insert_if_new
from shared.events.partners import SigningKeyPublished, SigningKeyRetired
from shared.messaging.outbox import publish
from shared.work import now, seal

TAKES_OVER_AFTER = timedelta(minutes=5)
"""By then every service has been told of a new key; one that was not would refuse its tokens."""

BELIEVED_AFTERWARDS = timedelta(minutes=61)
"""Longer than any token lives: a key is retired when nothing that it signed is valid any more."""


def new_signing_key() -> ECKey:
    """Make a key for the exchange to sign with, named by its thumbprint (RFC 7638)."""
    (algorithm,) = ALGORITHMS
    key = ECKey.generate_key("P-256", {"alg": algorithm, "use": "sig"})
    key.ensure_kid()
    return key


async def ensure_signing_key(session: AsyncSession) -> bool:
    """Make a key to sign with where there is none, and tell the services; return whether it did.

    Any number of processes may do this at once: one of them makes the key.
    """
    generation = await _next_generation(session)  # Read first, as below.
    if await session.scalar(believed_keys().limit(1)) is not None:
        return False
    return await _make(session, generation, signs_from=now(session)) is not None


async def rotate_signing_key(session: AsyncSession, new: NewRotation) -> RotationView:
    """Have a new key take over; tokens of the old one are believed until they expire.

    A compromised key signs and proves nothing from this moment on: everyone asks for a new token.
    """
    generation = await _next_generation(session)  # Read first: of two at once, both want this one.
    kept = list(await session.scalars(believed_keys().with_for_update()))
    if not new.compromised and len(kept) > 1:
        raise RotationUnderWay
    signs_from = now(session) + (timedelta() if new.compromised else TAKES_OVER_AFTER)
    key_id = await _make(session, generation, signs_from=signs_from)
    if key_id is None:
        raise RotationUnderWay
    if new.compromised:
        for key in kept:
            await _retire(session, key)
    until = now(session) if new.compromised else signs_from + BELIEVED_AFTERWARDS
    return RotationView(kid=key_id, signs_from=signs_from, old_believed_until=until)


async def retire_replaced_keys(session: AsyncSession) -> bool:
    """Retire the keys whose successor has signed for longer than a token lives."""
    took_over = believed_keys().where(SigningKey.signs_from <= now(session) - BELIEVED_AFTERWARDS)
    newest = await session.scalar(took_over.order_by(SigningKey.generation.desc()).limit(1))
    if newest is None:
        return False
    older = believed_keys().where(SigningKey.generation < newest.generation)
    replaced = list(await session.scalars(older.with_for_update()))
    for key in replaced:
        await _retire(session, key)
    return bool(replaced)


async def _next_generation(session: AsyncSession) -> int:
    return (await session.scalar(select(func.max(SigningKey.generation))) or 0) + 1


async def _make(session: AsyncSession, generation: int, *, signs_from: datetime) -> str | None:
    """Make a key and tell the services; None where another process has just made that one."""
    key = new_signing_key()
    key_id, public_jwk = key.thumbprint(), key.as_dict(private=False)
    row = {
        "generation": generation,
        "key_id": key_id,
        "private_jwk": seal(
            session, json.dumps(key.as_dict(private=True)), f"{SEALED_KEY}:{key_id}"
        ),
        "public_jwk": public_jwk,
        "created_at": now(session),
        "signs_from": signs_from,
    }
    if not await insert_if_new(session, SigningKey, row):
        return None
    event = SigningKeyPublished(key_id=key_id, public_jwk=dict(public_jwk))
    publish(session, event)
    await project(session, event)
    record_change(session, "publish_signing_key", f"signing_key/{key_id}")
    return key_id


async def _retire(session: AsyncSession, key: SigningKey) -> None:
    key.retired_at = now(session)
    event = SigningKeyRetired(key_id=key.key_id)
    publish(session, event)
    await project(session, event)
    record_change(session, "retire_signing_key", f"signing_key/{key.key_id}")
