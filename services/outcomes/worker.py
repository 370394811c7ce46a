"""Put together what outcomes does beside answering: publish, and listen."""

from services.outcomes.consumers import consumer
from services.outcomes.experience.commands import let_invitations_lapse
from services.outcomes.settings import OutcomesSettings
from shared.audit.seal import sealing
from shared.events.outcomes import AuditSealed
from shared.idempotency import forget_old_answers
from shared.messaging.broker import Broker
from shared.messaging.worker import Worker
from shared.transactions import Database


def create_worker(_settings: OutcomesSettings, database: Database, broker: Broker) -> Worker:
    """Return the worker over `database`."""
    steps = (forget_old_answers, sealing(AuditSealed), watch_invitations)
    return Worker(database, broker, consumer, steps=steps)


async def watch_invitations(database: Database) -> bool:
    """Let invitations lapse that nobody answered in time."""
    async with database.transaction() as session:
        return await let_invitations_lapse(session)
