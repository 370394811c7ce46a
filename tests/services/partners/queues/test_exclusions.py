"""What an exclusion hides is taken out of queues, and nothing else is lost, repeated or told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import pytest
from pika.exceptions import ConnectionClosedByBroker
from sqlalchemy import select

from services.partners.deliveries.models import Delivery, DeliveryState
from services.partners.queues.channel import QueueChannel, open_channel
from services.partners.queues.models import QueueSweep
from services.partners.queues.provisioning import Management
from shared.messaging.broker import BrokerUnreachable
from shared.messaging.rabbit import AgencyQueues
from tests.services.partners.deliveries.happenings import decision_made
from tests.services.partners.queues.conftest import LIMITS
from tests.services.partners.queues.foreign import sign_in
from tests.services.partners.queues.readers import Reader, Reading
from tests.support.agencies import NURSE, POLICE, SOCIAL_WORKER

pytestmark = pytest.mark.timeout(180)


async def _two_cases(reading: Reading) -> tuple[Reader, UUID, UUID]:
    """Let the police read of two cases by turns; return the reader and the cases."""
    police = await reading.join(POLICE)
    one, other = await reading.cases.begin(), await reading.cases.begin()
    for case_id in (one, other):
        await reading.cases.join(case_id, POLICE)
    await reading.cases.tell()
    for _ in range(3):
        for case_id in (one, other):
            await reading.cases.arrive(decision_made(case_id))
    await reading.settle()
    return police, one, other


async def test_nothing_of_the_case_is_left_and_the_rest_follows_without_a_gap(
    reading: Reading,
) -> None:
    police, one, other = await _two_cases(reading)
    acknowledged = reading.take(police, 3)
    await reading.cases.exclude(one, POLICE)
    await reading.settle()
    rest = reading.take(police, 100)
    assert {each.case_id for each in rest} == {str(other)}
    assert not {each.message_id for each in rest} & {each.message_id for each in acknowledged}
    numbers = [each.number for each in (*acknowledged, *rest)]
    assert numbers == list(range(1, len(numbers) + 1))
    everything = {each.message_id for each in (*acknowledged, *rest) if each.case_id == str(other)}
    assert everything == await _events_of(reading, other)


async def _events_of(reading: Reading, case_id: UUID) -> set[str]:
    async with reading.cases.desk.database.transaction() as session:
        query = select(Delivery).where(Delivery.agency_id == POLICE.id)
        rows = (await session.scalars(query)).all()
    return {str(row.event_id) for row in rows if row.case_id == case_id}


async def test_what_was_taken_out_unread_is_withheld_and_not_counted_as_sent(
    reading: Reading,
) -> None:
    _, one, _ = await _two_cases(reading)
    await reading.cases.exclude(one, POLICE)
    await reading.settle()
    async with reading.cases.desk.database.transaction() as session:
        query = select(Delivery).where(Delivery.agency_id == POLICE.id)
        rows = [row for row in await session.scalars(query) if row.case_id == one]
    assert {row.state for row in rows} == {DeliveryState.WITHHELD}


async def test_what_a_client_holds_comes_back_into_the_queue_and_is_taken_out_too(
    reading: Reading,
) -> None:
    police, one, other = await _two_cases(reading)
    connection = reading.connection(police)
    held = connection.channel()
    for _ in range(4):
        held.basic_get(police.queue)
    await reading.cases.exclude(one, POLICE)
    await reading.settle()
    with pytest.raises(ConnectionClosedByBroker):
        connection.process_data_events(5)
    assert sign_in(police.url) == "allowed"
    rest = reading.take(police, 100)
    assert {each.case_id for each in rest} == {str(other)}
    assert [each.number for each in rest] == list(range(1, len(rest) + 1))


async def test_an_exclusion_decided_while_no_worker_runs_is_acted_on_by_the_next(
    reading: Reading,
) -> None:
    police, one, other = await _two_cases(reading)
    await reading.cases.exclude(one, POLICE)
    await reading.channel.close()
    reading.channel = open_channel(reading.site.management_url, reading.site.amqp_url, LIMITS)
    await reading.settle()
    assert {each.case_id for each in reading.take(police, 100)} == {str(other)}
    await reading.channel.close()


async def test_while_users_cannot_be_shut_out_queues_are_emptied_all_the_same(
    reading: Reading, queues: AgencyQueues
) -> None:
    police, one, other = await _two_cases(reading)
    await reading.cases.exclude(one, POLICE)
    nowhere = open_channel("http://guest:guest@127.0.0.1:1", reading.site.amqp_url, LIMITS)
    await nowhere.step(reading.cases.desk.database)
    await nowhere.close()
    assert {each.case_id for each in reading.take(police, 100)} <= {str(other)}
    async with reading.cases.desk.database.transaction() as session:
        (sweep,) = await session.scalars(select(QueueSweep))
    assert sweep.swept_at is None
    await reading.settle()
    assert {each.case_id for each in reading.take(police, 100)} <= {str(other)}
    assert await queues.length(police.queue) == 0


class _CutOff(AgencyQueues):
    """Loses the broker before it could say that what was taken out is safe."""

    @asynccontextmanager
    async def taken_out(self, queue: str) -> AsyncIterator[list[str]]:
        async with super().taken_out(queue) as event_ids:
            yield event_ids
            raise BrokerUnreachable


async def test_what_came_back_because_a_sweep_was_broken_off_is_not_read_either(
    reading: Reading, management: Management
) -> None:
    police, one, other = await _two_cases(reading)
    await reading.cases.exclude(one, POLICE)
    cut_off = QueueChannel(management, _CutOff(reading.site.amqp_url), LIMITS.length)
    await cut_off.step(reading.cases.desk.database)
    await cut_off.close()
    assert sign_in(police.url) != "allowed"
    await reading.settle()
    assert {each.case_id for each in reading.take(police, 100)} == {str(other)}


async def test_an_agency_that_had_nothing_of_the_case_cannot_tell_that_anything_happened(
    reading: Reading,
) -> None:
    police, _, _ = await _two_cases(reading)
    connection = reading.connection(police)
    unheard_of = await reading.cases.begin()
    await reading.cases.exclude(unheard_of, POLICE)
    await reading.settle()
    connection.process_data_events(0.5)
    assert connection.is_open


async def test_an_exclusion_of_a_person_empties_the_queues_that_this_person_reads(
    reading: Reading,
) -> None:
    police, one, other = await _two_cases(reading)
    connection = reading.connection(police)
    await reading.cases.exclude(one, POLICE, practitioner_id=SOCIAL_WORKER.id)
    await reading.settle()
    connection.process_data_events(0.5)
    assert connection.is_open
    await reading.cases.exclude(one, POLICE, practitioner_id=NURSE.id)
    await reading.settle()
    assert {each.case_id for each in reading.take(police, 100)} == {str(other)}
