"""The naive relay of intake: looks once a second, sends one by one."""

import asyncio

from aio_pika import DeliveryMode, Message, connect
from aio_pika.abc import AbstractExchange
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from services.intake.settings import IntakeSettings
from shared.clock import utc_clock
from shared.database import create_engine
from shared.messaging.rabbit import queue_of
from tests.bench import amqp
from tests.bench.naive.rows import OutboxEvent

_POLL_SECONDS = 1
_BATCH = 100


async def _publish_some(engine: AsyncEngine, exchange: AbstractExchange) -> bool:
    async with AsyncSession(engine) as session:
        unpublished = (
            select(OutboxEvent)
            .where(OutboxEvent.published_at.is_(None))
            .order_by(OutboxEvent.position)
            .limit(_BATCH)
        )
        events = (await session.scalars(unpublished)).all()
        for event in events:
            message = Message(event.envelope, delivery_mode=DeliveryMode.PERSISTENT)
            await exchange.publish(message, event.type)
            event.published_at = utc_clock()
        await session.commit()
    return bool(events)


async def _relay() -> None:
    settings = IntakeSettings()
    engine = create_engine(settings.database_url)
    async with await connect(settings.broker_url) as connection:
        channel = await connection.channel()
        exchange, _ = await amqp.declare(channel, queue_of("outcomes"))
        while True:
            if not await _publish_some(engine, exchange):
                await asyncio.sleep(_POLL_SECONDS)


if __name__ == "__main__":
    asyncio.run(_relay())
