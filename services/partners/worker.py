"""Put together what partners does beside answering: publish, listen, keep keys in order."""

from services.partners.agencies.commands import ensure_signing_key, forget_used_assertions
from services.partners.consumers import consumer
from services.partners.settings import PartnersSettings
from shared.idempotency import forget_old_answers
from shared.messaging.broker import Broker
from shared.messaging.worker import Worker
from shared.transactions import Database


def create_worker(_settings: PartnersSettings, database: Database, broker: Broker) -> Worker:
    """Build the worker of partners; the first to start makes the exchange's signing key."""
    return Worker(database, broker, consumer, steps=(keep_keys_in_order, forget_old_answers))


async def keep_keys_in_order(database: Database) -> bool:
    """See that there is a key to sign with, and forget assertions that can't be used any more."""
    async with database.transaction() as session:
        has_made_one = await ensure_signing_key(session)
        has_forgotten_some = await forget_used_assertions(session)
    return has_made_one or has_forgotten_some
