"""The exchange's own key is replaced with overlap, or at once where it is no secret any more."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from services.partners.schema import Base
from services.partners.signing_keys.commands import (
    BELIEVED_AFTERWARDS,
    TAKES_OVER_AFTER,
    rotate_signing_key,
)
from services.partners.signing_keys.errors import RotationUnderWay
from services.partners.signing_keys.queries import current_signing_key, list_signing_keys
from services.partners.signing_keys.views import NewRotation
from services.partners.worker import keep_keys_in_order
from shared.access.tables import known_keys
from shared.transactions import Database
from tests.services.partners.cases import Hands
from tests.services.partners.registry import Registry
from tests.support.desk import client_for, open_database, sqlite_url

GENTLY, AT_ONCE = NewRotation(), NewRotation(compromised=True)
SECOND = timedelta(seconds=1)


@pytest.fixture
async def database(tmp_path: Path, hands: Hands) -> AsyncIterator[Database]:
    url = sqlite_url(tmp_path, "partners")
    async with open_database("partners", url, Base.metadata, lambda: hands.at) as database:
        await keep_keys_in_order(database)
        yield database


async def _rotate(database: Database, how: NewRotation) -> str:
    async with database.transaction() as session:
        return (await rotate_signing_key(session, how)).kid


async def _signs(database: Database) -> str:
    async with database.transaction() as session:
        return (await current_signing_key(session)).thumbprint()


async def _believed(database: Database) -> tuple[set[str], set[str]]:
    """Return the keys that are published, and those that tokens are verified with here."""
    async with database.transaction() as session:
        listed = {key.kid for key in (await list_signing_keys(session)).keys}
        known = await session.execute(
            select(known_keys.c.key_id).where(known_keys.c.retired.is_(False))
        )
        return listed, set(known.scalars())


async def test_a_new_key_signs_once_everyone_knows_it_and_the_old_ends_when_its_tokens_have(
    database: Database, hands: Hands
) -> None:
    began: datetime = hands.at
    old = await _signs(database)
    new = await _rotate(database, GENTLY)
    expected = {
        began: (old, {old, new}),
        began + TAKES_OVER_AFTER - SECOND: (old, {old, new}),
        began + TAKES_OVER_AFTER: (new, {old, new}),
        began + TAKES_OVER_AFTER + BELIEVED_AFTERWARDS - SECOND: (new, {old, new}),
        began + TAKES_OVER_AFTER + BELIEVED_AFTERWARDS: (new, {new}),
    }
    for instant, (signs, believed) in expected.items():
        hands.at = instant
        await keep_keys_in_order(database)
        assert await _signs(database) == signs
        assert await _believed(database) == (believed, believed)
    assert not await keep_keys_in_order(database)


async def test_a_compromised_key_is_believed_no_longer(database: Database) -> None:
    await _rotate(database, GENTLY)
    new = await _rotate(database, AT_ONCE)
    assert await _signs(database) == new
    assert await _believed(database) == ({new}, {new})


async def test_one_rotation_follows_another(database: Database, hands: Hands) -> None:
    await _rotate(database, GENTLY)
    with pytest.raises(RotationUnderWay):
        await _rotate(database, GENTLY)
    hands.at += TAKES_OVER_AFTER + BELIEVED_AFTERWARDS
    await keep_keys_in_order(database)
    await _rotate(database, GENTLY)


async def test_of_two_rotations_at_once_one_takes_place(database: Database) -> None:
    answers = await asyncio.gather(
        *(_rotate(database, GENTLY) for _ in range(2)), return_exceptions=True
    )
    assert sum(isinstance(answer, RotationUnderWay) for answer in answers) == 1


async def test_tokens_die_with_a_compromised_key_and_new_ones_are_given(
    registry: Registry,
) -> None:
    agency_id = await registry.joined()
    async with await registry.client(agency_id) as client:
        path = f"/partners/v1/agencies/{agency_id}"
        refused = await client.post("/partners/v1/signing-keys", json={})
        assert refused.json()["code"] == "not_the_operator"
        assert (await client.get(path)).status_code == 200
        rotated = await registry.operate("/signing-keys", {"compromised": True})
        assert rotated.status_code == 201
        assert (await client.get(path)).status_code == 401
    async with client_for(registry.app, None) as anyone:
        (jwk,) = (await anyone.get("/partners/v1/jwks")).json()["keys"]
    assert jwk["kid"] == rotated.json()["kid"]
    async with await registry.client(agency_id) as client:
        assert (await client.get(path)).status_code == 200
