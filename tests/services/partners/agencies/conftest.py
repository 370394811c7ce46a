"""A registry for every test."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.partners.agencies.commands import ensure_signing_key
from services.partners.app import create_app
from services.partners.schema import Base
from services.partners.settings import PartnersSettings
from tests.services.partners.agencies.registry import INSTANT, OPERATOR_KEY, Registry
from tests.support.desk import open_database, settings_for, sqlite_url


@pytest.fixture
async def registry(tmp_path: Path) -> AsyncIterator[Registry]:
    url = sqlite_url(tmp_path, "partners")
    operator_jwk = json.dumps(OPERATOR_KEY.as_dict(private=False))
    settings = PartnersSettings(**settings_for(url, operator_jwk=operator_jwk))
    async with open_database("partners", url, Base.metadata, lambda: INSTANT) as database:
        async with database.transaction() as session:
            await ensure_signing_key(session)
        yield Registry(create_app(settings, database), database)
