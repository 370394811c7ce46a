"""Put together what intake does beside answering: publish, listen, and notice patterns."""

from datetime import timedelta

from services.intake.consumers import consumer
from services.intake.patterns.steps import noticing
from services.intake.settings import IntakeSettings
from shared.audit.seal import sealing
from shared.events.intake import AuditSealed
from shared.idempotency import forget_old_answers
from shared.messaging.broker import Broker
from shared.messaging.worker import Worker
from shared.transactions import Database


def create_worker(settings: IntakeSettings, database: Database, broker: Broker) -> Worker:
    """Build the worker of intake on an open database."""
    noticed = noticing(
        least_adults=settings.pattern_adults, window=timedelta(days=settings.pattern_days)
    )
    steps = (forget_old_answers, sealing(AuditSealed))
    return Worker(database, broker, consumer, steps=steps, prompt_steps=(noticed,))
