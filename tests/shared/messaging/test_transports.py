"""One suite for both transports: what a consumer may rely on, whatever carries the messages."""

from uuid import UUID, uuid4

from shared.errors import Conflict, NotYetKnown
from shared.events.partners import AgencyResumed, AgencySuspended
from shared.identifiers import new_id
from shared.messaging import quarantine
from shared.messaging.broker import Message
from shared.messaging.inbox import InboxState
from shared.messaging.parking import UNREADABLE
from shared.messaging.receiving import Receiver
from shared.messaging.waiting_room import GAP_PATIENCE
from tests.shared.messaging.services import RESUMED, SUSPENDED, Exchange, Service


async def _publish_in_turn(service: Service, agency_id: UUID, count: int) -> list[str]:
    kinds = [AgencySuspended, AgencyResumed]
    for number in range(count):
        await service.publish(kinds[number % 2](agency_id=agency_id))
    return [kinds[number % 2].named() for number in range(count)]


async def test_every_listener_hears_every_event_once_and_in_order(exchange: Exchange) -> None:
    agencies = [uuid4() for _ in range(5)]
    for agency_id in agencies:
        told = await _publish_in_turn(exchange["partners"], agency_id, 4)
    await exchange.rest()
    for name in ("intake", "outcomes"):
        for agency_id in agencies:
            assert await exchange[name].heard(agency_id) == told


async def test_a_redelivered_event_takes_effect_once(exchange: Exchange) -> None:
    agency_id = uuid4()
    told = await _publish_in_turn(exchange["partners"], agency_id, 3)
    await exchange.rest()
    await exchange["partners"].mark(None)
    await exchange.rest()
    assert await exchange["intake"].heard() == told


async def test_an_event_that_is_early_is_held_until_the_one_before_it_came(
    exchange: Exchange,
) -> None:
    agency_id = uuid4()
    await exchange.rest()
    told = await _publish_in_turn(exchange["partners"], agency_id, 3)
    await exchange["partners"].mark(exchange.watch(), 1)

    async def two_are_held() -> bool:
        return len(await exchange["intake"].inbox(InboxState.HELD)) == 2

    await exchange.until(two_are_held)
    assert await exchange["intake"].heard() == []
    await exchange["partners"].mark(None, 1)
    await exchange.rest()
    assert await exchange["intake"].heard() == told
    assert await exchange["intake"].inbox(InboxState.HELD) == []


async def test_a_gap_that_stays_open_is_asked_for_and_filled(exchange: Exchange) -> None:
    agency_id = uuid4()
    await exchange.rest()
    told = await _publish_in_turn(exchange["partners"], agency_id, 4)
    await exchange["partners"].mark(exchange.watch(), 1, 2)

    async def two_are_held() -> bool:
        return len(await exchange["intake"].inbox(InboxState.HELD)) == 2

    async def all_are_heard() -> bool:
        return await exchange["intake"].heard() == told

    await exchange.until(two_are_held)
    exchange.watch.forward(GAP_PATIENCE.total_seconds() + 1)
    await exchange.until(all_are_heard)


async def test_a_poison_parks_its_own_stream_and_no_other(exchange: Exchange) -> None:
    intake, poison, other = exchange["intake"], uuid4(), uuid4()
    intake.trouble[poison] = Conflict("never")
    await _publish_in_turn(exchange["partners"], poison, 3)
    told = await _publish_in_turn(exchange["partners"], other, 3)
    await exchange.rest()
    assert await intake.heard() == told
    assert [row.sequence for row in await intake.inbox(InboxState.QUARANTINED)] == [1]
    assert [row.sequence for row in await intake.inbox(InboxState.HELD)] == [2, 3]


async def test_one_consumers_poison_blocks_no_other_consumer(exchange: Exchange) -> None:
    agency_id = uuid4()
    exchange["intake"].trouble[agency_id] = Conflict("never")
    told = await _publish_in_turn(exchange["partners"], agency_id, 3)
    await exchange.rest()
    assert await exchange["intake"].heard() == []
    assert await exchange["outcomes"].heard() == told


async def test_what_was_quarantined_can_be_replayed_with_what_is_held_behind_it(
    exchange: Exchange,
) -> None:
    intake, agency_id = exchange["intake"], uuid4()
    intake.trouble[agency_id] = Conflict("not now")
    told = await _publish_in_turn(exchange["partners"], agency_id, 3)
    await exchange.rest()
    [entry] = await quarantine.list_quarantined(intake.database)
    assert (entry.type, entry.reason, entry.attempts) == (SUSPENDED, "conflict", 1)
    del intake.trouble[agency_id]
    receiver = Receiver(intake.database, intake.consumer)
    assert await quarantine.replay(intake.database, receiver, entry.event_id)
    assert await intake.heard() == told
    assert await quarantine.list_quarantined(intake.database) == []


async def test_what_is_discarded_lets_its_stream_go_on(exchange: Exchange) -> None:
    intake, agency_id = exchange["intake"], uuid4()
    intake.trouble[agency_id] = Conflict("never")
    await _publish_in_turn(exchange["partners"], agency_id, 2)
    await exchange.rest()
    [entry] = await quarantine.list_quarantined(intake.database)
    del intake.trouble[agency_id]
    receiver = Receiver(intake.database, intake.consumer)
    await quarantine.discard(intake.database, receiver, entry.event_id, "told by telephone")
    assert await intake.heard() == [RESUMED]
    [discarded] = await intake.inbox(InboxState.DISCARDED)
    assert (discarded.reason, discarded.sealed) == ("told by telephone", None)


async def test_a_fact_that_is_late_is_waited_for(exchange: Exchange) -> None:
    """Another service's event about the same case ends the wait, without the clock's help."""
    outcomes, agency_id = exchange["outcomes"], uuid4()
    outcomes.trouble[agency_id] = NotYetKnown()
    await exchange["partners"].publish(AgencySuspended(agency_id=agency_id))
    await exchange.rest()
    [waiting] = await outcomes.inbox(InboxState.WAITING)
    assert (waiting.reason, waiting.attempts) == ("not_yet_known", 1)
    del outcomes.trouble[agency_id]
    await exchange["intake"].publish(AgencyResumed(agency_id=agency_id))

    async def both_are_heard() -> bool:
        return await outcomes.heard() == [RESUMED, SUSPENDED]

    await exchange.until(both_are_heard)


async def test_what_cannot_be_read_is_kept_aside_and_the_rest_goes_on(exchange: Exchange) -> None:
    worker = exchange["partners"].worker
    junk = Message(new_id(), SUSPENDED, b'{"specversion": "1.0", "id": ')
    assert list(await worker.relay._broker.publish([junk, junk])) == [True, True]  # noqa: SLF001
    await exchange["partners"].publish(AgencySuspended(agency_id=uuid4()))
    await exchange.rest()

    async def both_are_recorded() -> bool:
        return bool(await quarantine.list_quarantined(exchange["intake"].database))

    await exchange.until(both_are_recorded)
    [entry] = await quarantine.list_quarantined(exchange["intake"].database)
    assert (entry.source, entry.reason) == (UNREADABLE, UNREADABLE)
    assert await exchange["intake"].heard() == [SUSPENDED]


async def test_a_service_that_lost_its_inbox_is_told_everything_again(exchange: Exchange) -> None:
    """As after a restore: nothing newer comes to show the gap, so the source is asked."""
    intake, agency_id = exchange["intake"], uuid4()
    await exchange.rest()
    told = await _publish_in_turn(exchange["partners"], agency_id, 3)
    await exchange["partners"].mark(exchange.watch())
    for service in exchange.services.values():
        await service.worker.step()
    assert await intake.heard() == []
    await intake.worker.waiting_room.forget_what_was_asked()

    async def all_are_heard() -> bool:
        return await intake.heard() == told

    await exchange.until(all_are_heard)
