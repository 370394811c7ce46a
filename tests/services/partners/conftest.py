"""Partners at a desk of its own, on a morning in November 2026 unless a test moves the clock."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.partners.app import create_app
from services.partners.schema import Base
from services.partners.settings import PartnersSettings
from tests.services.partners.cases import Cases, Hands
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
            yield Cases(desk)
