"""What can be read of the exchange's keys."""

import json

from joserfc.jwk import ECKey
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.signing_keys.errors import NoSigningKeyYet
from services.partners.signing_keys.models import SEALED_KEY, SigningKey
from services.partners.signing_keys.views import SigningKeySet, SigningKeyView
from shared.work import now, unseal


async def current_signing_key(session: AsyncSession) -> ECKey:
    """Return the key to sign with; raise `NoSigningKeyYet` before the worker has made one."""
    query = (
        believed_keys()
        .where(SigningKey.signs_from <= now(session))
        .order_by(SigningKey.generation.desc())
        .limit(1)
    )
    kept = (await session.scalars(query)).one_or_none()
    if kept is None:
        raise NoSigningKeyYet
    return ECKey.import_key(
        json.loads(unseal(session, kept.private_jwk, f"{SEALED_KEY}:{kept.key_id}"))
    )


async def list_signing_keys(session: AsyncSession) -> SigningKeySet:
    """Return the public half of every key whose tokens are believed."""
    kept = await session.scalars(believed_keys().order_by(SigningKey.generation))
    return SigningKeySet(keys=tuple(SigningKeyView(**key.public_jwk) for key in kept))


def believed_keys() -> Select[SigningKey]:
    """Select the exchange's keys whose tokens are believed."""
    return select(SigningKey).where(SigningKey.retired_at.is_(None))
