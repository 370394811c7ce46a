"""A virtual host for agencies on a real broker, partners' channel to it, and pika to read it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.partners.app import create_app
from services.partners.queues.channel import QueueChannel, open_channel
from services.partners.queues.provisioning import Limits, Management
from services.partners.schema import Base
from services.partners.settings import PartnersSettings
from shared.messaging.rabbit import AgencyQueues
from tests.services.partners.cases import Cases, Hands
from tests.services.partners.queues.foreign import Site
from tests.services.partners.queues.readers import Reading
from tests.support.agreements import agree_with_everyone
from tests.support.desk import open_database, open_desk, settings_for, sqlite_url

LIMITS = Limits(length=20, connections=2, channels=4)


@pytest.fixture
def site(amqp_url: str) -> Site:
    return Site(amqp_url)


@pytest.fixture
async def queues(amqp_url: str) -> AsyncIterator[AgencyQueues]:
    queues = AgencyQueues(amqp_url)
    yield queues
    await queues.close()


@pytest.fixture
async def management(site: Site, amqp_url: str) -> AsyncIterator[Management]:
    management = Management(site.management_url, amqp_url, LIMITS)
    await management.lay_out()
    yield management
    await management.close()


@pytest.fixture
async def cases(tmp_path: Path, hands: Hands, site: Site) -> AsyncIterator[Cases]:
    """Return cases at a desk whose exchange has a broker for agencies."""
    url = sqlite_url(tmp_path, "partners")
    settings = PartnersSettings(**settings_for(url, queue_address=site.address))
    async with (
        open_database("partners", url, Base.metadata, lambda: hands.at) as database,
        open_desk(create_app(settings, database), database) as desk,
    ):
        async with database.transaction() as session:
            agree_with_everyone(session)
        yield Cases(desk)


@pytest.fixture
async def channel(site: Site, amqp_url: str) -> AsyncIterator[QueueChannel]:
    channel = open_channel(site.management_url, amqp_url, LIMITS)
    yield channel
    await channel.close()


@pytest.fixture
async def reading(cases: Cases, channel: QueueChannel, site: Site) -> AsyncIterator[Reading]:
    """Return what agencies read from queues, and the worker's steps that fill them."""
    reading = Reading(cases, channel, site)
    yield reading
    reading.close()
