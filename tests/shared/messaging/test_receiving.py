"""The inbox by itself: what is recorded of what arrives, in any order, by any number of readers."""

import asyncio
import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from shared.audit.append import record_change
from shared.errors import Conflict, NotYetKnown
from shared.events.partners import AgencySuspended
from shared.identifiers import new_id
from shared.messaging.envelope import Envelope
from shared.messaging.inbox import InboxState, inbox, unsealed_body
from shared.messaging.parking import (
    LONGEST_DELAY,
    MOST_ATTEMPTS,
    UNREADABLE,
    delay_after,
)
from shared.messaging.receiving import REPEATS, Receiver
from shared.work import work_of
from tests.shared.messaging.services import SUSPENDED, Service, heard

AGENCY = UUID(int=1)


def envelope(sequence: int = 1, *, agency_id: UUID = AGENCY, **more: Any) -> Envelope:
    """Return the event of that number in the stream of an agency."""
    values = {
        "id": new_id(),
        "source": "/alongside/partners",
        "type": SUSPENDED,
        "time": "2026-11-22T09:00:00Z",
        "subject": f"agency/{agency_id}",
        "epoch": 1,
        "sequence": sequence,
        "correlationid": "c-1",
        "data": {"agency_id": str(agency_id)},
        **more,
    }
    return Envelope.model_validate(values)


async def _receive(service: Service, *envelopes: Envelope) -> None:
    receiver = Receiver(service.database, service.consumer)
    await receiver.receive([each.to_bytes() for each in envelopes])


async def _effects(service: Service) -> list[str]:
    async with service.database.engine.connect() as connection:
        query = select(heard.c.event_id).order_by(heard.c.number)
        return list((await connection.execute(query)).scalars())


async def test_what_is_applied_keeps_no_body_and_what_is_held_is_sealed(service: Service) -> None:
    first, third = envelope(1), envelope(3)
    await _receive(service, first, third)
    [applied] = await service.inbox(InboxState.APPLIED)
    [held] = await service.inbox(InboxState.HELD)
    assert applied.sealed is None
    assert str(AGENCY).encode() not in held.sealed
    body = unsealed_body(service.database.cipher, held.source, str(held.event_id), held.sealed)
    assert body == third


@pytest.mark.parametrize("order", [(3, 2, 1), (2, 3, 1), (1, 3, 2)])
async def test_events_take_effect_in_their_producers_order(
    service: Service, order: tuple[int, ...]
) -> None:
    events = {number: envelope(number) for number in order}
    for number in order:
        await _receive(service, events[number])
    assert await _effects(service) == [str(events[number].id) for number in sorted(order)]


async def test_the_same_message_twice_in_one_batch_takes_effect_once(service: Service) -> None:
    event = envelope()
    await _receive(service, event, event)
    await _receive(service, event)
    assert await _effects(service) == [str(event.id)]


async def test_a_type_that_nobody_hears_is_recorded_so_that_the_stream_has_no_gap(
    service: Service,
) -> None:
    await _receive(service, envelope(1, type="partners.unheard_of.v1"), envelope(2))
    assert [row.sequence for row in await service.inbox(InboxState.APPLIED)] == [1, 2]


async def test_a_passing_failure_is_tried_again_until_it_is_over(service: Service) -> None:
    service.trouble[AGENCY] = RuntimeError("the words of an error are not kept")
    await _receive(service, envelope())
    receiver = Receiver(service.database, service.consumer)
    stream = ("/alongside/partners", f"agency/{AGENCY}")
    for attempt in range(1, MOST_ATTEMPTS):
        [waiting] = await service.inbox(InboxState.WAITING)
        assert (waiting.attempts, waiting.reason) == (attempt, "RuntimeError")
        assert not await receiver.go_on(stream)
        service.database.clock.forward(delay_after(attempt).total_seconds() * 2)  # type: ignore[attr-defined]
        assert await receiver.go_on(stream)
    [quarantined] = await service.inbox(InboxState.QUARANTINED)
    assert quarantined.attempts == MOST_ATTEMPTS


async def test_a_fact_not_yet_known_is_waited_for_longer_than_a_failure(service: Service) -> None:
    service.trouble[AGENCY] = NotYetKnown()
    await _receive(service, envelope())
    receiver = Receiver(service.database, service.consumer)
    for _ in range(MOST_ATTEMPTS * 2):
        service.database.clock.forward(LONGEST_DELAY.total_seconds())  # type: ignore[attr-defined]
        await receiver.go_on(("/alongside/partners", f"agency/{AGENCY}"))
    assert [row.reason for row in await service.inbox(InboxState.WAITING)] == ["not_yet_known"]


@pytest.mark.parametrize("attempts", [1, 2, 5, 40])
def test_the_wait_doubles_with_jitter_and_has_an_end(attempts: int) -> None:
    longest = min(timedelta(seconds=2 ** (attempts - 1)), LONGEST_DELAY)
    waits = {delay_after(attempts) for _ in range(20)}
    assert all(longest / 2 <= wait <= longest for wait in waits)
    assert len(waits) > 1


@pytest.mark.parametrize("poisons", [1, REPEATS + 2])
async def test_poisons_in_a_batch_cost_only_themselves(service: Service, poisons: int) -> None:
    events = [envelope(agency_id=UUID(int=number)) for number in range(1, 21)]
    for number in range(1, poisons + 1):
        service.trouble[UUID(int=number)] = Conflict("never")
    await _receive(service, *events)
    assert sorted(await _effects(service)) == sorted(str(each.id) for each in events[poisons:])
    assert len(await service.inbox(InboxState.QUARANTINED)) == poisons


async def test_a_commit_that_fails_is_parked_like_a_handler_that_fails(service: Service) -> None:
    """What a handler leaves behind is written at the end; it must not block the queue there."""
    poison, innocent = envelope(), envelope(agency_id=uuid4())

    @service.consumer.on(AgencySuspended)
    async def leave_something_unwritable(session: Any, event: Any) -> None:
        if event.agency_id == AGENCY:
            record_change(session, "written_later", None)  # type: ignore[arg-type]

    await _receive(service, poison, innocent)
    assert await _effects(service) == [str(innocent.id)]
    assert [row.event_id for row in await service.inbox(InboxState.WAITING)] == [poison.id]


@pytest.mark.parametrize(
    "broken",
    [
        {"predecessor": "none", "epoch": 2},
        {"subject": "agency/\0"},
        {"type": "x" * 1000},
        {"sequence": 2**70},
        {"epoch": 0},
        {"id": "not one"},
    ],
)
async def test_an_envelope_that_no_database_could_keep_blocks_nobody(
    service: Service, broken: dict[str, Any]
) -> None:
    junk = json.dumps({**json.loads(envelope().to_bytes()), **broken}).encode()
    innocent = envelope(agency_id=uuid4())
    receiver = Receiver(service.database, service.consumer)
    await receiver.receive([junk, innocent.to_bytes()])
    assert await _effects(service) == [str(innocent.id)]
    assert [row.source for row in await service.inbox(InboxState.QUARANTINED)] == [UNREADABLE]


async def test_an_outage_records_nothing_and_is_told_to_who_would_acknowledge(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = envelope()
    with monkeypatch.context() as outage:
        outage.setattr(service.database, "engine", _Unreachable())
        with pytest.raises(ConnectionRefusedError):
            await _receive(service, event)
    await _receive(service, event)
    assert await _effects(service) == [str(event.id)]


async def test_what_is_applied_carries_on_the_thread_of_its_event(service: Service) -> None:
    seen = []

    @service.consumer.on(AgencySuspended)
    async def look(session: Any, _event: Any) -> None:
        work = work_of(session)
        seen.append((work.correlation_id, work.causation_id, work.actor.synthetic))

    first = envelope(correlationid="one", synthetic=True)
    other = envelope(agency_id=uuid4(), correlationid="two")
    await _receive(service, first, other)
    assert sorted(seen) == [("one", str(first.id), True), ("two", str(other.id), False)]


async def test_readers_side_by_side_apply_everything_once_and_in_order(service: Service) -> None:
    """Several processes of a service read one queue; a message may be with two of them at once."""
    agencies = [UUID(int=number) for number in range(1, 6)]
    events = [envelope(n, agency_id=agency_id) for n in range(1, 9) for agency_id in agencies]
    batches = [events[start : start + 10] for start in range(0, len(events), 5)]
    await asyncio.gather(*(_receive(service, *batch) for batch in batches))
    assert len(await service.inbox(InboxState.APPLIED)) == len(events)
    effects = await _effects(service)
    for agency_id in agencies:
        own = [str(each.id) for each in events if each.data["agency_id"] == str(agency_id)]
        assert [effect for effect in effects if effect in own] == own


async def test_an_id_is_kept_once_for_each_source(service: Service) -> None:
    event = envelope()
    other = event.model_copy(update={"source": "/alongside/outcomes"})
    await _receive(service, event, other)
    async with service.database.engine.connect() as connection:
        sources = (await connection.execute(select(inbox.c.source))).scalars()
        assert sorted(sources) == ["/alongside/outcomes", "/alongside/partners"]


class _Unreachable:
    """An engine whose server is down."""

    def __getattr__(self, _name: str) -> Any:
        raise ConnectionRefusedError
