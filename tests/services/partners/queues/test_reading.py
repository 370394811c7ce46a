"""What an agency finds in its queue: everything it may know, once and in order."""

from dataclasses import replace
from itertools import pairwise

import pytest
from pika.exceptions import ConnectionClosedByBroker

from services.partners.queues.names import new_queue_name
from shared.access.projection import project
from shared.events.partners import AgencyResumed, AgencySuspended
from shared.messaging.rabbit import AgencyQueues, QueueMissing
from tests.services.partners.cases import code_of
from tests.services.partners.queues.conftest import LIMITS
from tests.services.partners.queues.foreign import sign_in
from tests.services.partners.queues.readers import Reading
from tests.support.agencies import BYSTANDER, COUNCIL, POLICE

pytestmark = pytest.mark.timeout(180)


async def test_events_arrive_as_cloudevents_that_the_library_reads(reading: Reading) -> None:
    council = await reading.join(COUNCIL)
    case_id = await reading.cases.begin()
    await reading.tell(case_id)
    raised, gathered = reading.take(council, 10)
    assert raised.content_type == "application/cloudevents+json"
    assert raised.event.get_type() == "intake.concern_raised.v1"
    assert gathered.event.get_type() == "intake.information_gathered.v1"
    assert [each.number for each in (raised, gathered)] == [1, 2]
    assert raised.message_id == raised.event.get_id() != gathered.message_id
    assert raised.case_id == str(case_id)
    assert reading.take(council, 10) == []


async def test_an_agency_finds_nothing_of_what_it_may_not_know(reading: Reading) -> None:
    council, bystander = await reading.join(COUNCIL), await reading.join(BYSTANDER)
    await reading.tell(await reading.cases.begin())
    assert len(reading.take(council, 10)) == 2
    assert reading.take(bystander, 10) == []


async def test_what_does_not_fit_waits_in_the_log_and_follows_in_order(reading: Reading) -> None:
    council = await reading.join(COUNCIL)
    case_id = await reading.cases.begin()
    await reading.tell(*[case_id] * (2 * LIMITS.length))
    got = []
    while batch := reading.take(council, 2 * LIMITS.length):
        assert len(batch) <= LIMITS.length
        got += batch
        await reading.settle()
    assert [each.number for each in got] == list(range(1, 2 * LIMITS.length + 2))
    assert len({each.message_id for each in got}) == len(got)


async def test_a_new_password_takes_the_place_of_the_old_and_of_its_connections(
    reading: Reading,
) -> None:
    council = await reading.join(COUNCIL)
    connection = reading.connection(council)
    password = await reading.password(COUNCIL)
    access = (await reading.cases.get(COUNCIL, "/queue-access")).json()
    assert not access["is_open"]
    await reading.settle()
    with pytest.raises(ConnectionClosedByBroker):
        connection.process_data_events(5)
    assert sign_in(council.url) == "refused 403"
    assert sign_in(reading.site.url_for(council.user, password)) == "allowed"


async def test_a_password_is_shown_to_whom_it_was_given_and_kept_nowhere(reading: Reading) -> None:
    password = await reading.password(COUNCIL)
    again = await reading.password(COUNCIL)
    assert password != again
    access = await reading.cases.get(COUNCIL, "/queue-access")
    assert again not in access.text
    assert access.json()["address"] == reading.site.address
    assert access.json()["queues"] == []


async def test_who_is_suspended_is_shut_out_and_loses_nothing(reading: Reading) -> None:
    council = await reading.join(COUNCIL)
    case_id = await reading.cases.begin()
    await reading.tell(case_id)
    connection = reading.connection(council)
    database = reading.cases.desk.database
    async with database.transaction() as session:
        await project(session, AgencySuspended(agency_id=COUNCIL.id))
    await reading.settle()
    with pytest.raises(ConnectionClosedByBroker):
        connection.process_data_events(5)
    assert sign_in(council.url) == "refused 403"
    await reading.tell(case_id, case_id)
    async with database.transaction() as session:
        await project(session, AgencyResumed(agency_id=COUNCIL.id))
    await reading.settle()
    assert [each.number for each in reading.take(council, 10)] == [1, 2, 3, 4]


async def test_a_queue_that_the_broker_lost_is_made_again_and_filled(
    reading: Reading, queues: AgencyQueues
) -> None:
    council = await reading.join(COUNCIL)
    case_id = await reading.cases.begin()
    await reading.tell(case_id)
    first = reading.take(council, 1)
    await queues.delete(council.queue)
    await reading.tell(case_id)
    got = reading.take(council, 10)
    assert [each.number for each in got] == [1, 2, 3]
    assert got[0].message_id == first[0].message_id


async def test_the_queue_of_a_subscription_that_ended_is_done_away_with(
    reading: Reading, queues: AgencyQueues
) -> None:
    council = await reading.join(COUNCIL)
    ended = await reading.cases.post(COUNCIL, f"/subscriptions/{council.subscription_id}/ending")
    assert ended.status_code == 200
    await reading.settle()
    with pytest.raises(QueueMissing):
        await queues.length(council.queue)
    access = (await reading.cases.get(COUNCIL, "/queue-access")).json()
    assert access["queues"] == []


async def test_two_queues_of_one_agency_are_told_each_by_itself(reading: Reading) -> None:
    first, second = await reading.join(POLICE), await reading.join(POLICE)
    case_id = await reading.cases.begin()
    await reading.cases.join(case_id, POLICE)
    await reading.cases.tell()
    await reading.settle()
    read = reading.take(second, 10)
    assert read
    other = reading.take(replace(first, url=second.url), 10)  # there is one password, the newest
    assert [each.message_id for each in read] == [each.message_id for each in other]


def test_the_names_of_queues_cannot_be_guessed() -> None:
    names = [new_queue_name(COUNCIL.id) for _ in range(100)]
    assert len(set(names)) == len(names)
    assert all(one[-32:] != other[-32:] for one, other in pairwise(names))


async def test_where_there_is_no_broker_for_agencies_it_says_so(reading: Reading) -> None:
    reading.cases.desk.app.state.queue_address = None
    refused = await reading.cases.post(COUNCIL, "/queue-access/password")
    assert code_of(refused) == (409, "queue_unavailable")
    assert code_of(await reading.cases.get(COUNCIL, "/queue-access")) == (409, "queue_unavailable")
