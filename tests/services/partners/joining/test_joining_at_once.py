"""What happens at once, on a server that lets it: codes, last keys and rotations are used once."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from joserfc.jwk import ECKey
from sqlalchemy import select

from services.partners.app import create_app
from services.partners.credentials.models import AgencyKey
from services.partners.schema import Base
from services.partners.settings import PartnersSettings
from services.partners.signing_keys.commands import ensure_signing_key
from tests.services.partners.registry import INSTANT, KEYS, OPERATOR_KEY, Registry, jwks
from tests.support.desk import open_database, settings_for


@pytest.fixture
async def on_server(postgres_url: str) -> AsyncIterator[Registry]:
    operator_jwk = json.dumps(OPERATOR_KEY.as_dict(private=False))
    settings = PartnersSettings(**settings_for(postgres_url, operator_jwk=operator_jwk))
    async with open_database("partners", postgres_url, Base.metadata, lambda: INSTANT) as database:
        async with database.transaction() as session:
            await ensure_signing_key(session)
        yield Registry(create_app(settings, database), database)


async def test_of_two_that_join_with_one_code_one_joins(on_server: Registry) -> None:
    invited = await on_server.invite()
    answers = await asyncio.gather(
        *(on_server.join(invited, jwks=jwks(ECKey.generate_key("P-256"))) for _ in range(4))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 403, 403, 403]
    async with on_server.database.engine.connect() as connection:
        assert len((await connection.execute(select(AgencyKey.key_id))).all()) == 1


async def test_of_two_keys_that_are_retired_at_once_one_stays(on_server: Registry) -> None:
    invited = await on_server.invite()
    keys = (KEYS["ES256"], ECKey.generate_key("P-256"))
    await on_server.join(invited, jwks=jwks(*keys))
    path = f"/agencies/{invited['agency_id']}/keys"
    answers = await asyncio.gather(
        *(on_server.operate(f"{path}/{key.thumbprint()}/retirement", {}) for key in keys)
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_of_two_admissions_one_takes_place(on_server: Registry) -> None:
    agency_id = await on_server.joined()
    await on_server.receive_test(agency_id)
    answers = await asyncio.gather(
        *(on_server.operate(f"/agencies/{agency_id}/admission") for _ in range(2))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_of_two_rotations_one_takes_place(on_server: Registry) -> None:
    answers = await asyncio.gather(*(on_server.operate("/signing-keys", {}) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
