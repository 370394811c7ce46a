"""A producer that was restored begins a new epoch; its consumers neither lose nor hide anything."""

from uuid import UUID, uuid4

from sqlalchemy import delete, select, update

from shared.events.partners import AgencyResumed, AgencySuspended
from shared.messaging.inbox import InboxState, inbox_sources
from shared.messaging.outbox import outbox, outbox_streams, raise_epoch
from shared.messaging.progress import RESTORED, SUPERSEDED
from tests.shared.messaging.services import RESUMED, SUSPENDED, Exchange, Service


async def _restore(service: Service, to_sequence: int) -> None:
    """Bring the outbox back to what it was when each stream had so many events."""
    async with service.database.engine.begin() as connection:
        await connection.execute(delete(outbox).where(outbox.c.sequence > to_sequence))
        if to_sequence:
            await connection.execute(update(outbox_streams).values(sequence=to_sequence))
        else:
            await connection.execute(delete(outbox_streams))
    async with service.database.transaction() as session:
        assert await raise_epoch(session) == 2


async def _tell(exchange: Exchange, agency_id: UUID, count: int) -> None:
    for _ in range(count):
        await exchange["partners"].publish(AgencySuspended(agency_id=agency_id))
    await exchange.rest()


async def test_a_stream_goes_on_in_the_next_epoch(exchange: Exchange) -> None:
    agency_id = uuid4()
    await _tell(exchange, agency_id, 2)
    await _restore(exchange["partners"], 2)
    await exchange["partners"].publish(AgencyResumed(agency_id=agency_id))
    await exchange.rest()
    assert await exchange["intake"].heard() == [SUSPENDED, SUSPENDED, RESUMED]
    applied = await exchange["intake"].inbox(InboxState.APPLIED)
    assert {row.reason for row in applied} == {None}


async def test_what_a_restore_undid_is_applied_over_and_marked(exchange: Exchange) -> None:
    agency_id = uuid4()
    await _tell(exchange, agency_id, 3)
    await _restore(exchange["partners"], 1)
    await exchange["partners"].publish(AgencyResumed(agency_id=agency_id))

    async def it_is_heard() -> bool:
        return RESUMED in await exchange["intake"].heard()

    await exchange.until(it_is_heard)
    marked = [
        (row.epoch, row.sequence, row.reason)
        for row in await exchange["intake"].inbox(InboxState.APPLIED)
        if row.reason
    ]
    assert marked == [(2, 1, RESTORED)]


async def test_a_stream_that_a_restore_forgot_is_marked_as_well(exchange: Exchange) -> None:
    agency_id = uuid4()
    await _tell(exchange, agency_id, 2)
    await _restore(exchange["partners"], 0)
    await exchange["partners"].publish(AgencyResumed(agency_id=agency_id))

    async def it_is_marked() -> bool:
        applied = await exchange["intake"].inbox(InboxState.APPLIED)
        return [row.reason for row in applied if row.epoch == 2] == [RESTORED]

    await exchange.until(it_is_marked)


async def test_the_next_epoch_waits_for_the_rest_of_the_one_before(exchange: Exchange) -> None:
    agency_id = uuid4()
    await _tell(exchange, agency_id, 1)
    partners, intake = exchange["partners"], exchange["intake"]
    await partners.publish(AgencySuspended(agency_id=agency_id))
    await partners.mark(exchange.watch())
    async with partners.database.transaction() as session:
        await raise_epoch(session)
    await partners.publish(AgencyResumed(agency_id=agency_id))

    async def it_is_held() -> bool:
        return bool(await intake.inbox(InboxState.HELD))

    async def all_are_heard() -> bool:
        return await intake.heard() == [SUSPENDED, SUSPENDED, RESUMED]

    await exchange.until(it_is_held)
    assert await intake.heard() == [SUSPENDED]
    exchange.watch.forward(10)
    await exchange.until(all_are_heard)


async def test_what_comes_late_from_a_lost_epoch_is_left_to_a_person(exchange: Exchange) -> None:
    agency_id = uuid4()
    await _tell(exchange, agency_id, 1)
    partners, intake = exchange["partners"], exchange["intake"]
    await partners.publish(AgencySuspended(agency_id=agency_id))
    async with partners.database.engine.connect() as connection:
        [*_, lost] = (await connection.execute(select(outbox.c.envelope))).scalars()
    await _restore(partners, 1)
    await partners.publish(AgencyResumed(agency_id=agency_id))
    await exchange.rest()
    await intake.worker.receiver.receive([lost])
    assert await intake.heard() == [SUSPENDED, RESUMED]
    assert [row.reason for row in await intake.inbox(InboxState.QUARANTINED)] == [SUPERSEDED]


async def test_a_restored_service_asks_its_sources_for_everything(exchange: Exchange) -> None:
    await exchange.rest()
    intake = exchange["intake"]
    async with intake.database.transaction() as session:
        await raise_epoch(session)
    async with intake.database.engine.connect() as connection:
        assert (await connection.execute(select(inbox_sources))).all() == []
