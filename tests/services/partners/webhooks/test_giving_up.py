"""Endpoints that are gone, or fail for days: nothing is lost, and someone is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from services.partners.letters.models import Letter
from services.partners.webhooks.schedule import SUSPENDED_AFTER, WAITS
from shared.events.partners import SubscriptionSuspended
from tests.services.partners.cases import Cases, Hands
from tests.services.partners.webhooks.receiver import answering, in_turn, receiving
from tests.services.partners.webhooks.subscribers import Sending, subscribe
from tests.support.agencies import COUNCIL, REAL_COUNCIL, REAL_TRUST, TRUST, Agency


async def test_an_endpoint_that_says_it_is_gone_is_called_no_more_and_its_agency_told(
    cases: Cases, hands: Hands, sender: Sending
) -> None:
    async with receiving(answering(410)) as receiver:
        subscribed = await subscribe(cases, COUNCIL, receiver)
        await cases.begin()
        await cases.begin()
        await sender.settle()
        hands.at += timedelta(days=2)
        await cases.begin()
        await sender.settle()
    assert len(receiver.requests) <= 2, "those that were on their way together, and none after"
    view = await subscribed.view()
    assert (view["state"], view["failure"]) == ("suspended_by_failure", "gone")
    (told,) = await cases.desk.published(SubscriptionSuspended)
    assert told["data"]["agency_id"] == str(COUNCIL.id)
    await cases.tell()
    in_its_log = [item["type"] for item in (await cases.feed(COUNCIL))["items"]]
    assert "partners.subscription_suspended.v1" in in_its_log
    await cases.begin(referrer=TRUST)
    assert "partners.subscription_suspended.v1" not in str(await cases.feed(TRUST))


@pytest.mark.parametrize(
    ("lead", "referrer", "written"),
    [
        (COUNCIL, TRUST, [("subscription_suspended", COUNCIL.id)]),
        (
            REAL_COUNCIL,
            REAL_TRUST,
            [("subscription_suspended", REAL_COUNCIL.id), ("suspended_anywhere", None)],
        ),
    ],
    ids=["made-up", "real"],
)
async def test_an_endpoint_that_is_gone_has_letters_written_once_and_of_real_data_to_the_operator(
    cases: Cases, sender: Sending, lead: Agency, referrer: Agency, written: list[object]
) -> None:
    async with receiving(answering(410)) as receiver:
        await subscribe(cases, lead, receiver)
        for _ in range(3):
            await cases.begin(lead=lead, referrer=referrer)
        await sender.settle()
    async with cases.desk.database.transaction() as session:
        letters = (await session.scalars(select(Letter).order_by(Letter.letter_id))).all()
    assert [(letter.kind, letter.agency_id) for letter in letters] == written
    assert all(letter.synthetic is lead.synthetic for letter in letters)


async def test_what_was_kept_while_suspended_is_sent_in_order_once_the_agency_resumes(
    cases: Cases, hands: Hands, sender: Sending
) -> None:
    async with receiving(in_turn(answering(410), answering(200))) as receiver:
        subscribed = await subscribe(cases, COUNCIL, receiver)
        first = await cases.begin()
        await sender.settle()
        kept = [await cases.begin() for _ in range(3)]
        await subscribed.post("resumption")
        hands.at += timedelta(hours=1)
        await sender.settle()
    arrived = [request.subject for request in receiver.requests[1:]]
    assert sorted(arrived) == sorted(f"case/{case_id}" for case_id in [first, *kept])


async def test_an_endpoint_that_fails_for_days_is_suspended_and_events_are_kept(
    cases: Cases, hands: Hands, sender: Sending
) -> None:
    async with receiving(answering(503)) as receiver:
        subscribed = await subscribe(cases, COUNCIL, receiver)
        began = hands.at
        while hands.at - began < SUSPENDED_AFTER + timedelta(hours=12):
            await cases.begin()
            await sender.settle()
            if (await subscribed.view())["state"] != "active":
                break
            hands.at += timedelta(hours=6)
        assert hands.at - began >= SUSPENDED_AFTER
        calls = len(receiver.requests)
        hands.at += timedelta(days=1)
        await sender.settle()
        assert len(receiver.requests) == calls
    assert (await subscribed.view())["state"] == "suspended_by_failure"
    assert len(await cases.desk.published(SubscriptionSuspended)) == 1


async def test_an_event_that_is_refused_for_three_days_is_given_up_and_others_go_on(
    cases: Cases, hands: Hands, sender: Sending
) -> None:
    refusals = [answering(400)] * (len(WAITS) + 1)
    async with receiving(in_turn(*refusals, answering(200))) as receiver:
        subscribed = await subscribe(cases, COUNCIL, receiver)
        await cases.begin()
        for wait in (timedelta(), *WAITS):
            hands.at += wait * 1.3
            await sender.settle()
        assert len(receiver.requests) == len(WAITS) + 1
        hands.at += timedelta(days=1)
        case_id = await cases.begin()
        await sender.settle()
    assert receiver.requests[-1].subject == f"case/{case_id}"
    assert len(receiver.requests) == len(WAITS) + 2
    assert (await subscribed.view())["state"] == "active"


async def test_once_an_endpoint_is_back_what_found_nobody_there_is_not_kept_waiting(
    cases: Cases, hands: Hands, sender: Sending
) -> None:
    """After a weekend an event would wait for most of a day; the next that arrives brings it."""
    async with receiving(answering(200)) as away:
        pass
    await subscribe(cases, COUNCIL, away)
    waiting = await cases.begin()
    for wait in (timedelta(), *WAITS[:-2]):
        hands.at += wait * 1.3
        await sender.settle()
    async with receiving(answering(200), port=away.port) as back:
        hands.at += timedelta(minutes=10)
        await cases.begin()
        await sender.settle()
    assert f"case/{waiting}" in [request.subject for request in back.requests]
    assert len(back.requests) == 2
