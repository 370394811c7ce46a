"""Events on their way to an agency's endpoint: signed, in order, once, and to whom they may go."""

import asyncio
from datetime import timedelta

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_http
from cloudevents.core.formats.json import JSONFormat

from tests.services.partners.cases import Cases, Hands
from tests.services.partners.deliveries.happenings import decision_made, enquiry_opened
from tests.services.partners.webhooks.receiver import answering, hang, in_turn, receiving
from tests.services.partners.webhooks.subscribers import Sending, sending, subscribe
from tests.support.agencies import COUNCIL, POLICE, TRUST


async def test_an_event_arrives_signed_as_a_cloudevent_and_once(
    cases: Cases, sender: Sending
) -> None:
    async with receiving(answering(204)) as receiver:
        subscribed = await subscribe(cases, COUNCIL, receiver)
        case_id = await cases.begin()
        await sender.settle()
        await sender.settle()
    (request,) = receiver.requests
    request.verified_by(subscribed.secret)
    event = from_http(HTTPMessage(request.headers, request.body.encode()), JSONFormat())
    assert event.get_type() == "intake.concern_raised.v1"
    assert event.get_subject() == f"case/{case_id}"
    assert event.get_id() == request.headers["webhook-id"]
    (item,) = (await cases.feed(COUNCIL))["items"]
    assert item["id"] == event.get_id()
    assert (await subscribed.view())["last_success_at"] is not None


async def test_each_retry_has_the_same_id_and_body_and_a_timestamp_that_verifies(
    cases: Cases, hands: Hands, sender: Sending
) -> None:
    behaviour = in_turn(answering(500, body="Mrs Smith"), answering(404), answering(200))
    async with receiving(behaviour) as receiver:
        subscribed = await subscribe(cases, COUNCIL, receiver)
        await cases.begin()
        for passed in (0, 7, 361, 86400):
            hands.at += timedelta(seconds=passed)
            await sender.settle()
    assert len(receiver.requests) == 3
    for request in receiver.requests:
        request.verified_by(subscribed.secret)
    assert len({request.body for request in receiver.requests}) == 1
    assert len({request.headers["webhook-id"] for request in receiver.requests}) == 1
    stamps = [int(request.headers["webhook-timestamp"]) for request in receiver.requests]
    assert [stamps[1] - stamps[0], stamps[2] - stamps[1]] == [7, 361]


async def test_until_its_time_nothing_is_repeated_and_a_failure_is_shown_as_a_code(
    cases: Cases, hands: Hands, sender: Sending
) -> None:
    async with receiving(answering(500, body="Mrs Smith's inbox is full")) as receiver:
        subscribed = await subscribe(cases, COUNCIL, receiver)
        await cases.begin()
        await sender.settle()
        hands.at += timedelta(seconds=4)
        await sender.settle()
    assert len(receiver.requests) == 1
    view = await subscribed.view()
    assert view["failure"] == "http_500"
    assert view["failing_since"] is not None
    assert "Smith" not in str(view)


async def test_one_agencys_failure_neither_hides_nor_repeats_anothers(
    cases: Cases, hands: Hands, sender: Sending
) -> None:
    async with receiving(answering(500)) as failing, receiving(answering(200)) as well:
        await subscribe(cases, COUNCIL, failing)
        await subscribe(cases, TRUST, well)
        await cases.begin(referrer=TRUST)
        for _ in range(3):
            await sender.settle()
            hands.at += timedelta(hours=1)
    assert len(failing.requests) == 3
    assert len(well.requests) == 1


async def test_while_secrets_overlap_each_call_verifies_with_both_and_then_with_the_new_one(
    cases: Cases, hands: Hands, sender: Sending
) -> None:
    async with receiving(answering(200)) as receiver:
        subscribed = await subscribe(cases, COUNCIL, receiver)
        rotated = await subscribed.post("secrets", {"overlap_hours": 1})
        await cases.begin()
        await sender.settle()
        hands.at += timedelta(hours=2)
        await cases.begin()
        await sender.settle()
    during, after = receiver.requests
    during.verified_by(subscribed.secret)
    during.verified_by(rotated["secret"])
    assert len(after.headers["webhook-signature"].split()) == 1


async def test_of_one_case_nothing_overtakes_and_other_cases_go_on(
    cases: Cases, hands: Hands, sender: Sending
) -> None:
    async with receiving(in_turn(answering(500), answering(200))) as receiver:
        await subscribe(cases, COUNCIL, receiver)
        first = await cases.begin()
        await sender.settle()
        await cases.arrive(decision_made(first), enquiry_opened(first))
        second = await cases.begin()
        await sender.settle()
        told = [(request.subject, request.type) for request in receiver.requests]
        assert told[1:] == [(f"case/{second}", "intake.concern_raised.v1")]
        hands.at += timedelta(seconds=10)
        await sender.settle()
    assert [
        request.type for request in receiver.requests if request.subject == f"case/{first}"
    ] == [
        "intake.concern_raised.v1",
        "intake.concern_raised.v1",
        "intake.decision_made.v1",
        "outcomes.enquiry_opened.v1",
    ]


@pytest.mark.parametrize("has_been_tried", [False, True])
async def test_to_an_agency_excluded_meanwhile_not_a_byte_is_sent(
    cases: Cases, hands: Hands, sender: Sending, *, has_been_tried: bool
) -> None:
    async with receiving(answering(500)) as receiver:
        case_id = await cases.begin()
        await cases.join(case_id, POLICE)
        await subscribe(cases, POLICE, receiver)
        await cases.arrive(enquiry_opened(case_id))
        if has_been_tried:
            await sender.settle()
        await cases.exclude(case_id, POLICE)
        hands.at += timedelta(hours=1)
        await sender.settle()
    assert len(receiver.requests) == has_been_tried
    assert receiver.connections == has_been_tried


async def test_who_was_excluded_while_others_were_sent_to_is_asked_about_at_that_moment(
    cases: Cases, sender: Sending
) -> None:
    """The first of two events is under way when the exclusion commits; the second never leaves."""
    is_asked, may_answer = asyncio.Event(), asyncio.Event()

    async def wait_to_be_told(writer: asyncio.StreamWriter) -> None:
        is_asked.set()
        await may_answer.wait()
        await answering(200)(writer)

    async with receiving(wait_to_be_told) as receiver:
        case_id = await cases.begin()
        await cases.join(case_id, POLICE)
        await subscribe(cases, POLICE, receiver)
        await cases.arrive(decision_made(case_id), enquiry_opened(case_id))
        sent = asyncio.create_task(sender.settle())
        await is_asked.wait()
        await cases.exclude(case_id, POLICE)
        may_answer.set()
        await sent
    assert len(receiver.requests) == 1


async def test_a_receiver_that_asks_for_a_wait_is_left_alone_altogether(
    cases: Cases, hands: Hands, sender: Sending
) -> None:
    busy = answering(429, "Retry-After: 600")
    async with receiving(in_turn(busy, answering(200))) as receiver:
        await subscribe(cases, COUNCIL, receiver)
        await cases.begin()
        await sender.settle()
        await cases.begin()
        hands.at += timedelta(seconds=599)
        await sender.settle()
        assert len(receiver.requests) == 1
        hands.at += timedelta(seconds=125)
        await sender.settle()
    assert len(receiver.requests) == 3


async def test_slow_endpoints_hold_up_no_other(cases: Cases) -> None:
    """Twenty events reach the ninth endpoint before any of eight that hang has timed out."""
    async with receiving(hang) as slow, receiving(answering(200)) as quick:
        hanging = [await subscribe(cases, COUNCIL, slow) for _ in range(8)]
        await subscribe(cases, TRUST, quick)
        for _ in range(20):
            await cases.begin(referrer=TRUST)
        async with sending(cases, seconds=20) as sender:
            while len(quick.requests) < 20:
                await sender.sender.step(cases.desk.database)
            assert [(await one.view())["failure"] for one in hanging] == [None] * 8
            assert 8 <= len(slow.requests) <= 32


async def test_where_only_one_round_is_made_at_a_time_each_endpoint_has_its_turn(
    cases: Cases,
) -> None:
    async with receiving(hang) as slow, receiving(answering(200)) as quick:
        await subscribe(cases, COUNCIL, slow)
        await subscribe(cases, COUNCIL, slow)
        await subscribe(cases, TRUST, quick)
        for _ in range(3):
            await cases.begin(referrer=TRUST)
        async with sending(cases, seconds=0.2, at_once=1) as sender:
            await sender.settle()
    assert len(quick.requests) == 3


async def test_when_the_process_is_told_to_stop_what_is_on_its_way_arrives(cases: Cases) -> None:
    is_asked, may_answer = asyncio.Event(), asyncio.Event()

    async def wait_to_be_told(writer: asyncio.StreamWriter) -> None:
        is_asked.set()
        await may_answer.wait()
        await answering(200)(writer)

    async with receiving(wait_to_be_told) as receiver:
        subscribed = await subscribe(cases, COUNCIL, receiver)
        case_id = await cases.begin()
        await cases.arrive(decision_made(case_id))
        async with sending(cases, seconds=20) as sender:
            await sender.sender.step(cases.desk.database)
            await is_asked.wait()
            closing = asyncio.create_task(sender.sender.close())
            may_answer.set()
            await closing
        assert len(receiver.requests) == 1, "nothing more was begun"
        assert (await subscribed.view())["last_success_at"] is not None
        async with sending(cases) as successor:
            await successor.settle()
    assert [request.type for request in receiver.requests] == [
        "intake.concern_raised.v1",
        "intake.decision_made.v1",
    ]


async def test_what_does_not_finish_is_put_back_and_sent_by_the_next_under_the_same_id(
    cases: Cases,
) -> None:
    async with receiving(in_turn(hang, answering(200))) as receiver:
        await subscribe(cases, COUNCIL, receiver)
        await cases.begin()
        async with sending(cases, seconds=20) as sender:
            while not receiver.requests:
                await sender.sender.step(cases.desk.database)
        async with sending(cases) as successor:
            await successor.settle()
    first, second = receiver.requests
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
