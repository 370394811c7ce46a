"""Partners at a desk of its own, on a morning in November 2026 unless a test moves the clock."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.partners.app import create_app
from services.partners.schema import Base
from services.partners.settings import PartnersSettings
from services.partners.signing_keys.commands import ensure_signing_key
from tests.services.partners.cases import Cases, Hands
from tests.services.partners.registry import INSTANT, OPERATOR_KEY, Registry
from tests.services.partners.watch import Watch, open_watch
from tests.support.agreements import agree_with_everyone
from tests.support.desk import open_database, open_desk, settings_for, sqlite_url


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
async def cases(tmp_path: Path, hands: Hands) -> AsyncIterator[Cases]:
    url = sqlite_url(tmp_path, "partners")
    async with open_database("partners", url, Base.metadata, lambda: hands.at) as database:
        app = create_app(PartnersSettings(**settings_for(url)), database)
        async with open_desk(app, database) as desk:
            async with database.transaction() as session:
                agree_with_everyone(session)
            yield Cases(desk)


@pytest.fixture
async def registry(tmp_path: Path) -> AsyncIterator[Registry]:
    url = sqlite_url(tmp_path, "partners")
    operator_jwk = json.dumps(OPERATOR_KEY.as_dict(private=False))
    settings = PartnersSettings(**settings_for(url, operator_jwk=operator_jwk))
    async with open_database("partners", url, Base.metadata, lambda: INSTANT) as database:
        async with database.transaction() as session:
            await ensure_signing_key(session)
        yield Registry(create_app(settings, database), database)


@pytest.fixture
async def watch(tmp_path: Path, hands: Hands) -> AsyncIterator[Watch]:
    async with open_watch(sqlite_url(tmp_path, "partners"), hands) as watch:
        yield watch


@pytest.fixture
async def watch_on_postgres(postgres_url: str, hands: Hands) -> AsyncIterator[Watch]:
    async with open_watch(postgres_url, hands) as watch:
        yield watch
