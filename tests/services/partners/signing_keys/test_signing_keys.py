"""The exchange's own key: made once, sealed for its row, told to the services."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from joserfc.jwk import ECKey
from sqlalchemy import func, insert, select, update

from services.partners.credentials.commands import forget_used_assertions
from services.partners.credentials.models import UsedAssertion
from services.partners.schema import Base
from services.partners.signing_keys.commands import ensure_signing_key
from services.partners.signing_keys.errors import NoSigningKeyYet
from services.partners.signing_keys.models import SigningKey
from services.partners.signing_keys.queries import current_signing_key, list_signing_keys
from services.partners.worker import keep_keys_in_order
from shared.access.tables import known_keys
from shared.crypto import Tampered
from shared.messaging.outbox import outbox
from shared.transactions import Database
from tests.services.partners.registry import (
    INSTANT,
    KEYS,
    OPERATOR,
    OPERATOR_KEY,
    Registry,
    claims_of,
    signed,
)
from tests.support.desk import open_database, sqlite_url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return sqlite_url(tmp_path, "partners")
    address: str = request.getfixturevalue("postgres_url")
    return address


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    async with open_database("partners", url, Base.metadata, lambda: INSTANT) as database:
        yield database


async def _ensure(database: Database) -> None:
    async with database.transaction() as session:
        await ensure_signing_key(session)


async def test_of_many_workers_that_start_at_once_one_makes_the_key(database: Database) -> None:
    await asyncio.gather(*(_ensure(database) for _ in range(8)))
    async with database.engine.connect() as connection:
        key_id = (await connection.execute(select(SigningKey.key_id))).scalar_one()
        known = (await connection.execute(select(known_keys))).mappings().one()
        told = (await connection.execute(select(outbox.c.envelope))).scalar_one()
    assert known["key_id"] == key_id
    assert not known["retired"]
    assert key_id.encode() in told
    assert b'"d":' not in told
    assert "d" not in known["public_jwk"]


async def test_a_worker_that_starts_again_leaves_the_key_alone(database: Database) -> None:
    await _ensure(database)
    await _ensure(database)
    async with database.engine.connect() as connection:
        count = select(func.count()).select_from(SigningKey)
        assert (await connection.execute(count)).scalar_one() == 1


async def test_the_worker_makes_the_key_and_then_comes_to_rest(database: Database) -> None:
    assert await keep_keys_in_order(database)
    assert not await keep_keys_in_order(database)
    async with database.transaction() as session:
        assert (await current_signing_key(session)).kid


async def test_tokens_are_signed_with_the_newest_key_that_is_not_retired(
    database: Database,
) -> None:
    await _ensure(database)
    async with database.transaction() as session:
        first = await current_signing_key(session)
        await session.execute(update(SigningKey).values(retired_at=INSTANT))
        with pytest.raises(NoSigningKeyYet):
            await current_signing_key(session)
        await ensure_signing_key(session)
        second = await current_signing_key(session)
        assert second.kid != first.kid
        await session.execute(update(SigningKey).values(retired_at=None))
        assert (await current_signing_key(session)).kid == second.kid
        listed = await list_signing_keys(session)
        assert [key.kid for key in listed.keys] == [first.kid, second.kid]


async def test_the_private_key_is_nowhere_in_clear(registry: Registry, tmp_path: Path) -> None:
    async with registry.database.transaction() as session:
        secret = (await current_signing_key(session)).as_dict(private=True)["d"]
    assert isinstance(secret, str)
    assert secret.encode() not in _contents(tmp_path)


def _contents(folder: Path) -> bytes:
    contents = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"signing_keys" in contents
    return contents


async def test_a_key_put_in_anothers_row_signs_nothing(registry: Registry) -> None:
    async with registry.database.transaction() as session:
        await session.execute(update(SigningKey).values(key_id="another"))
    async with registry.database.transaction() as session:
        with pytest.raises(Tampered):
            await current_signing_key(session)
    answer = await registry.ask(signed(claims_of(OPERATOR), OPERATOR_KEY))
    assert answer.status_code == 500
    assert "access_token" not in answer.text


async def test_a_key_written_by_hand_signs_nothing(registry: Registry) -> None:
    forged = str(ECKey.generate_key("P-256").as_dict(private=True)).encode()
    async with registry.database.transaction() as session:
        await session.execute(update(SigningKey).values(private_jwk=forged))
    answer = await registry.ask(signed(claims_of(OPERATOR), OPERATOR_KEY))
    assert answer.status_code == 500


async def test_without_a_key_a_client_is_told_to_come_back_with_the_same_assertion(
    registry: Registry,
) -> None:
    agency_id = await registry.register()
    assertion = signed(claims_of(agency_id), KEYS["ES256"])
    async with registry.database.transaction() as session:
        await session.execute(update(SigningKey).values(retired_at=INSTANT))
    answer = await registry.ask(assertion)
    assert (answer.status_code, answer.json()["code"]) == (503, "no_signing_key_yet")
    await _ensure(registry.database)
    assert (await registry.ask(assertion)).status_code == 200


async def test_used_assertions_are_forgotten_once_they_have_expired(database: Database) -> None:
    kept = {b"fresh": timedelta(minutes=1), b"just over": -timedelta(seconds=30)}
    gone = {b"old": -timedelta(minutes=2)}
    async with database.transaction() as session:
        rows = [
            {"digest": digest, "expires_at": INSTANT + age} for digest, age in (kept | gone).items()
        ]
        await session.execute(insert(UsedAssertion), rows)
        assert await forget_used_assertions(session)
        assert not await forget_used_assertions(session)
        assert set(await session.scalars(select(UsedAssertion.digest))) == set(kept)
