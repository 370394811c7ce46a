"""Partners at a desk that may call this machine, and whose clock stands a little before now."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.partners.app import create_app
from services.partners.schema import Base
from services.partners.settings import PartnersSettings
from services.partners.webhooks.posting import Poster
from shared.endpoints import Reach
from tests.services.partners.cases import Cases, Hands
from tests.services.partners.webhooks.posters import poster_within
from tests.services.partners.webhooks.subscribers import Sending, sending
from tests.support.agreements import agree_with_everyone
from tests.support.desk import open_database, open_desk, settings_for, sqlite_url


@pytest.fixture
async def poster() -> AsyncIterator[Poster]:
    async with poster_within(Reach(loopback=True)) as poster:
        yield poster


@pytest.fixture
def hands() -> Hands:
    """Stand where a few minutes of virtual time still are what a receiver takes for now."""
    return Hands(datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=4))


@pytest.fixture
async def cases(tmp_path: Path, hands: Hands) -> AsyncIterator[Cases]:
    url = sqlite_url(tmp_path, "partners")
    settings = PartnersSettings(**settings_for(url, webhook_loopback=True))
    async with (
        open_database("partners", url, Base.metadata, lambda: hands.at) as database,
        open_desk(create_app(settings, database), database) as desk,
    ):
        async with database.transaction() as session:
            agree_with_everyone(session)
        yield Cases(desk)


@pytest.fixture
async def sender(cases: Cases) -> AsyncIterator[Sending]:
    async with sending(cases) as sender:
        yield sender
