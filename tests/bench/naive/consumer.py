"""The naive consumer of outcomes: a message, a session, a commit, an acknowledgement."""

import asyncio

from aio_pika import connect
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from services.outcomes.settings import OutcomesSettings
from shared.access.policy import same_name
from shared.clock import utc_clock
from shared.database import create_engine
from shared.events.intake import ConcernRaised
from shared.messaging.envelope import Envelope
from shared.messaging.inbox import InboxState, row_of
from shared.messaging.rabbit import queue_of
from tests.bench import amqp
from tests.bench.committed import tell
from tests.bench.naive.rows import Case, Exclusion, InboxEvent, InboxStream


async def _take(engine: AsyncEngine, body: bytes) -> None:
    envelope = Envelope.model_validate_json(body)
    async with AsyncSession(engine) as session:
        if await session.get(InboxEvent, (envelope.source, envelope.id)) is not None:
            return
        head = await session.get(
            InboxStream, (envelope.source, envelope.subject), with_for_update=True
        )
        if head is None:
            head = InboxStream(source=envelope.source, stream=envelope.subject, epoch=1, sequence=0)
            session.add(head)
        head.sequence = envelope.sequence
        session.add(InboxEvent(**row_of(envelope, InboxState.APPLIED, utc_clock(), None)))
        _know_case(session, ConcernRaised.model_validate(envelope.data))
        await session.commit()


def _know_case(session: AsyncSession, event: ConcernRaised) -> None:
    session.add(
        Case(
            case_id=event.case_id,
            lead_agency_id=event.lead_agency_id,
            referrer_agency_id=event.raised_by_agency_id,
            synthetic=event.synthetic,
            has_unmatched_employer=event.has_unmatched_employer,
        )
    )
    for hold in event.holds:
        session.add(
            Exclusion(
                exclusion_id=hold.exclusion_id,
                case_id=event.case_id,
                agency_id=hold.agency_id,
                unit=hold.unit and same_name(hold.unit),
                practitioner_id=hold.practitioner_id and same_name(hold.practitioner_id),
                is_hold=True,
            )
        )


async def _consume() -> None:
    settings = OutcomesSettings()
    engine = create_engine(settings.database_url)
    async with await connect(settings.broker_url) as connection:
        channel = await connection.channel()
        await channel.set_qos(prefetch_count=amqp.PREFETCH)
        _, queue = await amqp.declare(channel, queue_of("outcomes"))
        async with queue.iterator() as messages:
            async for message in messages:
                await _take(engine, message.body)
                await message.ack()
                tell([message.body])


if __name__ == "__main__":
    asyncio.run(_consume())
