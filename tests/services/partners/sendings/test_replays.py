"""What was sent is sent again when asked for, marked so, and confirmed events raise no alarm."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.partners.sendings.models import SendingState
from shared.access.caller import Scope
from tests.services.partners.cases import Cases, Hands, code_of
from tests.services.partners.deliveries.happenings import decision_made, enquiry_opened
from tests.services.partners.sendings.pushing import Pushes, event_in, numbers, subscribe
from tests.support.agencies import COUNCIL, TRUST, Agency
from tests.support.desk import client_for


async def _operate(cases: Cases, agency: Agency, body: dict[str, Any]) -> Any:
    claims = {"sub": "operator", "client_id": "operator", "synthetic": False}
    token = cases.desk.signer.token(COUNCIL, None, frozenset(Scope), **claims)
    async with client_for(cases.desk.app, token) as client:
        return await client.post(f"/partners/v1/agencies/{agency.id}/replays", json=body)


async def test_a_replay_from_a_sequence_brings_the_same_events_marked_as_replays(
    cases: Cases, pushes: Pushes
) -> None:
    subscription = await subscribe(cases, COUNCIL)
    case_id = await cases.begin()
    await cases.arrive(decision_made(case_id), enquiry_opened(case_id))
    first = await pushes.push_all(subscription)
    path = f"/subscriptions/{subscription}/replays"
    assert (await cases.post(COUNCIL, path, {"from_sequence": 2})).status_code == 202
    again = await pushes.push_all(subscription)
    assert [one.event_id for one in again] == [one.event_id for one in first[1:]]
    assert numbers(again) == [2, 3]
    assert [event_in(one)["replay"] for one in again] == [True, True]
    assert [event_in(one)["replay"] for one in first] == [False] * 3


async def test_a_replay_from_a_time_reaches_back_before_the_subscription(
    cases: Cases, pushes: Pushes, hands: Hands
) -> None:
    old = await cases.begin()
    hands.at += timedelta(hours=1)
    since = hands.at.isoformat()
    await cases.arrive(decision_made(old))
    await cases.feed(COUNCIL)
    subscription = await subscribe(cases, COUNCIL)
    asked = await cases.post(
        COUNCIL, f"/subscriptions/{subscription}/replays", {"from_time": since}
    )
    assert asked.status_code == 202
    (parcel,) = await pushes.push_all(subscription)
    assert (parcel.type, parcel.is_replay) == ("intake.decision_made.v1", True)


async def test_what_was_given_up_and_is_asked_for_again_is_no_replay(
    cases: Cases, pushes: Pushes
) -> None:
    subscription = await subscribe(cases, COUNCIL)
    await cases.begin()
    (lost,) = await pushes.take(subscription)
    await pushes.failed(lost, next_attempt_at=None)
    await cases.post(COUNCIL, f"/subscriptions/{subscription}/replays", {"from_sequence": 1})
    (again,) = await pushes.push_all(subscription)
    assert (again.event_id, again.number, again.is_replay) == (lost.event_id, lost.number, False)


async def test_the_operator_has_an_agency_sent_again_and_sees_nothing_of_it(
    cases: Cases, pushes: Pushes, hands: Hands
) -> None:
    subscription = await subscribe(cases, TRUST)
    await cases.begin()
    assert len(await pushes.push_all(subscription)) == 1
    answer = await _operate(cases, TRUST, {"from_time": hands.at.isoformat()})
    assert (answer.status_code, set(answer.json())) == (202, {"requested_at"})
    (again,) = await pushes.push_all(subscription)
    assert again.is_replay
    body = {"from_time": hands.at.isoformat()}
    assert (await _operate(cases, COUNCIL, body)).status_code == 404
    async with cases.desk.client(TRUST) as client:
        path = f"/partners/v1/agencies/{TRUST.id}/replays"
        assert (await client.post(path, json=body)).status_code == 403


@pytest.mark.parametrize("body", [{}, {"from_time": "2026-11-01T00:00:00Z", "from_sequence": 1}])
async def test_a_replay_begins_at_one_point(cases: Cases, body: dict[str, Any]) -> None:
    subscription = await subscribe(cases, COUNCIL)
    path = f"/subscriptions/{subscription}/replays"
    assert code_of(await cases.post(COUNCIL, path, body)) == (400, "one_beginning")
    by_number = {"from_sequence": 1}
    assert code_of(await _operate(cases, COUNCIL, by_number)) == (400, "one_beginning")


async def test_nobody_replays_anothers_subscription_nor_a_feed(cases: Cases) -> None:
    subscription = await subscribe(cases, COUNCIL)
    body = {"from_sequence": 1}
    for path in (f"/subscriptions/{subscription}/replays", f"/subscriptions/{uuid4()}/replays"):
        assert code_of(await cases.post(TRUST, path, body)) == (404, "not_found")
    feed = (await cases.post(COUNCIL, "/subscriptions", {"channel": "feed"})).json()
    path = f"/subscriptions/{feed['subscription_id']}/replays"
    assert code_of(await cases.post(COUNCIL, path, body)) == (409, "feed_is_read_again")


async def test_a_purged_queue_is_refilled_in_order_without_a_gap_and_without_alarm_lost(
    cases: Cases, pushes: Pushes
) -> None:
    subscription = await subscribe(cases, COUNCIL)
    case_ids = [await cases.begin() for _ in range(4)]
    sent = await pushes.push_all(subscription)
    await cases.post(COUNCIL, "/receipts", {"event_ids": [str(sent[0].event_id)]})
    assert await pushes.put_back(subscription) == 3
    assert await pushes.states(subscription) == [SendingState.SENT] + [SendingState.PENDING] * 3
    await cases.arrive(enquiry_opened(case_ids[0]))
    again = await pushes.push_all(subscription)
    assert [one.event_id for one in again[:3]] == [one.event_id for one in sent[1:]]
    assert numbers(again) == [2, 3, 4, 5]
    assert not any(one.is_replay for one in again)


async def test_what_was_confirmed_by_another_channel_is_pushed_as_a_replay(
    cases: Cases, pushes: Pushes
) -> None:
    subscription = await subscribe(cases, COUNCIL)
    await cases.begin()
    page = await cases.feed(COUNCIL)
    await cases.feed(COUNCIL, after=page["next"])
    (parcel,) = await pushes.take(subscription)
    assert parcel.is_replay
