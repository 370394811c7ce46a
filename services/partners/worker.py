"""Put together what partners does beside answering: publish, listen, keep keys in order."""

from services.partners.consumers import consumer
from services.partners.settings import PartnersSettings
from shared.messaging.broker import Broker
from shared.messaging.worker import Worker
from shared.transactions import Database


def create_worker(settings: PartnersSettings, database: Database, broker: Broker) -> Worker:  # noqa: ARG001 - all services are opened the same way
    """Build the worker of partners; it makes the exchange's first signing key when it starts."""
    return Worker(database, broker, consumer)
