"""What partners does beside answering: publish, listen, keep keys in order, watch clocks."""

from functools import partial
from typing import TYPE_CHECKING

from services.partners.agreements.commands import tell_of_ending_agreements
from services.partners.alarms.steps import alarm_steps
from services.partners.clocks.commands import put_targets_in_force, tell_missed_targets
from services.partners.consumers import consumer
from services.partners.credentials.commands import forget_used_assertions
from services.partners.deliveries.feed import forget_old_pages
from services.partners.letters.commands import Outlet
from services.partners.letters.wording import Outlook
from services.partners.queues.provisioning import Limits
from services.partners.settings import PartnersSettings
from services.partners.signing_keys.commands import ensure_signing_key, retire_replaced_keys
from services.partners.webhooks.sender import WebhookSender
from shared.audit.seal import sealing
from shared.events.partners import AuditSealed
from shared.idempotency import forget_old_answers
from shared.messaging.broker import Broker
from shared.messaging.worker import Step, Worker
from shared.reference.targets import SHIPPED, Targets
from shared.transactions import Database

if TYPE_CHECKING:
    from services.partners.queues.channel import QueueChannel


def create_worker(settings: PartnersSettings, database: Database, broker: Broker) -> Worker:
    """Build the worker of partners; the first to start makes the exchange's signing key."""
    named = settings.targets_file
    targets = SHIPPED if named is None else Targets.from_file(named)
    sender = WebhookSender.configured(settings, database)
    steps: tuple[Step, ...] = (
        keep_keys_in_order,
        forget_old_answers,
        forget_old_pages,
        sealing(AuditSealed),
        partial(keep_targets, targets),
        watch_clocks,
        watch_agreements,
        *alarm_steps(_outlet(settings)),
    )
    channel = _queue_channel(settings)
    return Worker(
        database,
        broker,
        consumer,
        steps=steps,
        prompt_steps=(sender.step,) if channel is None else (sender.step, channel.step),
        farewells=(sender.close,) if channel is None else (sender.close, channel.close),
    )


def _queue_channel(settings: PartnersSettings) -> "QueueChannel | None":
    """Return what fills the agencies' queues, where there is a broker for agencies."""
    broker_url, management_url = settings.agencies_broker_url, settings.management_url
    if broker_url is None or management_url is None:
        return None
    # The exchange in one process has no use for AMQP, and is ready sooner without.
    from services.partners.queues.channel import open_channel  # noqa: PLC0415

    limits = Limits(settings.queue_length, settings.queue_connections, settings.queue_channels)
    return open_channel(management_url, broker_url, limits)


def _outlet(settings: PartnersSettings) -> Outlet:
    """Return how letters leave, and where their readers are sent."""
    outlook = Outlook(settings.issuer.removesuffix("/partners"), settings.help_line)
    return Outlet(settings.mail_server, settings.operator_email, outlook)


async def keep_keys_in_order(database: Database) -> bool:
    """See that there is a key to sign with, end what it replaced, forget used assertions."""
    async with database.transaction() as session:
        has_made_one = await ensure_signing_key(session)
        has_retired_some = await retire_replaced_keys(session)
        has_forgotten_some = await forget_used_assertions(session)
    return has_made_one or has_retired_some or has_forgotten_some


async def keep_targets(targets: Targets, database: Database) -> bool:
    """See that the configured targets are the ones in force."""
    async with database.transaction() as session:
        return await put_targets_in_force(session, targets)


async def watch_clocks(database: Database) -> bool:
    """Tell of what was not done in time."""
    async with database.transaction() as session:
        return await tell_missed_targets(session)


async def watch_agreements(database: Database) -> bool:
    """Tell of agreements that run out soon."""
    async with database.transaction() as session:
        return await tell_of_ending_agreements(session)
