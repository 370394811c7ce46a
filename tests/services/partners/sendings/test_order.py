"""What is pushed: in order per case, once, whatever fails, dies or is suspended meanwhile."""

from datetime import timedelta
from uuid import UUID

import pytest

from services.partners.sendings.models import SendingState
from services.partners.subscriptions.commands import pause_sending
from shared.access.tables import known_agencies
from tests.services.partners.cases import Cases, Hands
from tests.services.partners.deliveries.happenings import decision_made, enquiry_opened
from tests.services.partners.sendings.pushing import (
    LEASE,
    Pushes,
    event_in,
    numbers,
    subscribe,
    types,
)
from tests.support.agencies import COUNCIL, POLICE, TRUST


async def test_what_happens_is_pushed_in_order_as_the_feed_would_tell_it(
    cases: Cases, pushes: Pushes
) -> None:
    subscription = await subscribe(cases, COUNCIL)
    case_id = await cases.begin()
    await cases.arrive(decision_made(case_id), enquiry_opened(case_id))
    parcels = await pushes.take(subscription)
    assert types(parcels) == ["concern_raised", "decision_made", "enquiry_opened"]
    assert numbers(parcels) == [1, 2, 3]
    assert [event_in(parcel) for parcel in parcels] == (await cases.feed(COUNCIL))["items"]


async def test_what_was_there_before_the_subscription_is_not_pushed(
    cases: Cases, pushes: Pushes
) -> None:
    case_id = await cases.begin()
    await cases.feed(COUNCIL)
    subscription = await subscribe(cases, COUNCIL)
    await cases.arrive(decision_made(case_id))
    assert types(await pushes.take(subscription)) == ["decision_made"]


async def test_only_the_wanted_types_are_pushed_and_numbered_without_a_gap(
    cases: Cases, pushes: Pushes
) -> None:
    wanted = ["intake.decision_made.v1"]
    subscription = await subscribe(cases, COUNCIL, event_types=wanted)
    for _ in range(2):
        case_id = await cases.begin()
        await cases.arrive(decision_made(case_id), enquiry_opened(case_id))
    parcels = await pushes.push_all(subscription)
    assert types(parcels) == ["decision_made"] * 2
    assert numbers(parcels) == [1, 2]
    assert await pushes.due() == []


async def test_a_claimed_event_is_not_claimed_again_until_its_lease_ends(
    cases: Cases, pushes: Pushes, hands: Hands
) -> None:
    subscription = await subscribe(cases, COUNCIL)
    await cases.begin()
    (first,) = await pushes.take(subscription)
    assert await pushes.due() == []
    assert await pushes.take(subscription) == []
    hands.at += LEASE + timedelta(seconds=1)
    assert await pushes.due() == [subscription]
    (again,) = await pushes.take(subscription)
    assert (again.event_id, again.number) == (first.event_id, first.number)


async def test_whose_claim_was_taken_over_can_settle_nothing(
    cases: Cases, pushes: Pushes, hands: Hands
) -> None:
    subscription = await subscribe(cases, COUNCIL)
    await cases.begin()
    (dead,) = await pushes.take(subscription)
    hands.at += LEASE + timedelta(seconds=1)
    (alive,) = await pushes.take(subscription)
    assert not await pushes.allowed(dead)
    await pushes.failed(dead, next_attempt_at=None)
    await pushes.sent(dead)
    assert await pushes.states(subscription) == [SendingState.PENDING]
    assert await pushes.allowed(alive)
    await pushes.sent(alive)
    assert await pushes.states(subscription) == [SendingState.SENT]


async def _two_cases(cases: Cases) -> tuple[UUID, UUID]:
    failing, other = await cases.begin(), await cases.begin()
    await cases.arrive(decision_made(failing), decision_made(other), enquiry_opened(failing))
    return failing, other


async def test_a_failing_event_holds_back_its_own_case_and_no_other(
    cases: Cases, pushes: Pushes, hands: Hands
) -> None:
    subscription = await subscribe(cases, COUNCIL)
    failing, other = await _two_cases(cases)
    taken = await pushes.take(subscription)
    first = taken[0]
    await pushes.failed(first, next_attempt_at=hands.at + timedelta(minutes=5))
    await pushes.sent(*(parcel for parcel in taken if parcel.case_id == other))
    assert await pushes.due() == []
    await cases.arrive(enquiry_opened(other))
    assert [parcel.case_id for parcel in await pushes.push_all(subscription)] == [other]
    hands.at += timedelta(minutes=5)
    retried = await pushes.take(subscription)
    assert [parcel.case_id for parcel in retried] == [failing] * 3
    assert types(retried) == ["concern_raised", "decision_made", "enquiry_opened"]
    assert (retried[0].event_id, retried[0].number) == (first.event_id, first.number)
    assert [parcel.attempts for parcel in retried] == [1, 0, 0]


async def test_an_event_that_is_given_up_lets_the_later_ones_of_its_case_go_on(
    cases: Cases, pushes: Pushes
) -> None:
    subscription = await subscribe(cases, COUNCIL)
    case_id = await cases.begin()
    await cases.arrive(decision_made(case_id))
    taken = await pushes.take(subscription)
    await pushes.failed(taken[0], next_attempt_at=None, failure="gone")
    assert types(await pushes.push_all(subscription)) == ["decision_made"]
    newest, oldest = (await cases.get(COUNCIL, "/deliveries")).json()["items"]
    assert (newest["state"], oldest["state"]) == ("sent", "failed")
    assert oldest["pushes"][0]["failure"] == "gone"


async def test_one_agencys_failure_neither_hides_nor_repeats_anothers(
    cases: Cases, pushes: Pushes, hands: Hands
) -> None:
    failing, well = await subscribe(cases, COUNCIL), await subscribe(cases, TRUST)
    case_id = await cases.begin()
    await cases.arrive(decision_made(case_id))
    taken = await pushes.take(failing)
    assert len(await pushes.push_all(well)) == 2
    await pushes.failed(taken[0], next_attempt_at=hands.at + timedelta(hours=1))
    assert await pushes.push_all(well) == []
    assert await pushes.due() == []


@pytest.mark.parametrize("suspended", ["subscription", "agency"])
async def test_suspension_keeps_everything_and_resumes_in_order(
    cases: Cases, pushes: Pushes, suspended: str
) -> None:
    subscription = await subscribe(cases, POLICE)
    case_id = await cases.begin()
    await cases.join(case_id, POLICE)
    await cases.tell()
    in_flight = await pushes.take(subscription)
    await _turn(cases, subscription, suspended, "suspension")
    for parcel in in_flight:
        assert not await pushes.allowed(parcel)
    await cases.arrive(*(enquiry_opened(case_id) for _ in range(5)))
    assert await pushes.due() == []
    assert await pushes.take(subscription) == []
    await _turn(cases, subscription, suspended, "resumption")
    assert await pushes.due() == [subscription]
    rest = await pushes.push_all(subscription)
    assert [one.event_id for one in rest[:2]] == [one.event_id for one in in_flight]
    assert types(rest[2:]) == ["enquiry_opened"] * 5
    assert numbers(rest) == [1, 2, 3, 4, 5, 6, 7]


async def _turn(cases: Cases, subscription: UUID, suspended: str, step: str) -> None:
    if suspended == "subscription":
        answer = await cases.post(POLICE, f"/subscriptions/{subscription}/{step}")
        assert answer.status_code == 200, answer.text
        return
    async with cases.desk.database.transaction() as session:
        await session.execute(
            known_agencies.update()
            .where(known_agencies.c.agency_id == POLICE.id)
            .values(suspended=step == "suspension")
        )


async def test_nothing_is_tried_before_the_end_of_a_pause(
    cases: Cases, pushes: Pushes, hands: Hands
) -> None:
    subscription = await subscribe(cases, COUNCIL)
    await cases.begin()
    async with pushes.database.transaction() as session:
        await pause_sending(session, subscription, hands.at + timedelta(minutes=2))
    assert await pushes.due() == []
    assert await pushes.take(subscription) == []
    hands.at += timedelta(minutes=2)
    assert await pushes.due() == [subscription]
    assert len(await pushes.take(subscription)) == 1
