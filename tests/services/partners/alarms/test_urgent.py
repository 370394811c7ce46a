"""An urgent concern that is not received in a quarter of an hour is told of: embarrassment 25."""

import asyncio

import pytest
from sqlalchemy import update

from services.partners.alarms.steps import see_to_urgent
from services.partners.alarms.urgent import raise_urgent_alarms
from services.partners.contacts.models import ContactRole
from services.partners.deliveries.models import Delivery, DeliveryState
from services.partners.letters.models import LetterKind
from shared.events.partners import DeliveryStalled
from tests.services.partners.cases import hold_on
from tests.services.partners.watch import Watch
from tests.support.agencies import COUNCIL, POLICE, REAL_COUNCIL, REAL_TRUST, TRUST

STALLED = DeliveryStalled.named()


async def stalled(watch: Watch) -> int:
    return len(await watch.cases.desk.published(DeliveryStalled))


async def kinds(watch: Watch) -> list[tuple[LetterKind, object]]:
    return [(letter.kind, letter.agency_id) for letter in await watch.letters()]


async def test_a_concern_that_nobody_received_is_told_once_to_who_raised_it(watch: Watch) -> None:
    case_id = await watch.cases.begin(immediate_danger=True)
    await watch.pass_time(minutes=14, seconds=59)
    assert await stalled(watch) == 0
    await watch.pass_time(seconds=1)
    (envelope,) = await watch.cases.desk.published(DeliveryStalled)
    assert envelope["data"]["unreceived_by_agency_id"] == str(COUNCIL.id)
    told = [item for item in await watch.receive_all(TRUST) if item["type"] == STALLED]
    assert [item["subject"] for item in told] == [f"case/{case_id}"]
    assert "told_agency_ids" not in told[0]["data"]
    await watch.pass_time(hours=1)
    assert await stalled(watch) == 1


async def test_contacts_of_both_are_written_to_without_a_word_about_the_case(watch: Watch) -> None:
    await watch.name(COUNCIL, ContactRole.SAFEGUARDING_LEAD, "lead@council.example")
    await watch.cases.begin(immediate_danger=True)
    await watch.pass_time(minutes=16)
    assert await kinds(watch) == [
        (LetterKind.URGENT_WAITS, COUNCIL.id),
        (LetterKind.URGENT_NOT_RECEIVED, TRUST.id),
    ]


async def test_the_operator_is_told_of_a_real_one_alone(watch: Watch) -> None:
    await watch.cases.begin(lead=REAL_COUNCIL, referrer=REAL_TRUST, immediate_danger=True)
    await watch.pass_time(minutes=16)
    assert (LetterKind.URGENT_STALLED, None) in await kinds(watch)


async def test_what_was_received_in_time_alarms_nobody(watch: Watch) -> None:
    await watch.cases.begin(immediate_danger=True)
    await watch.receive_all(COUNCIL)
    await watch.pass_time(hours=1)
    assert await stalled(watch) == 0
    assert await watch.letters() == []


async def test_what_was_handed_over_and_never_confirmed_is_not_received(watch: Watch) -> None:
    await watch.cases.begin(immediate_danger=True)
    assert (await watch.cases.feed(COUNCIL))["items"]
    await watch.pass_time(minutes=15)
    assert await stalled(watch) == 1


async def test_a_concern_that_is_not_urgent_can_wait(watch: Watch) -> None:
    await watch.cases.begin()
    await watch.pass_time(hours=1)
    assert await stalled(watch) == 0


async def test_who_raised_it_need_not_receive_it_itself(watch: Watch) -> None:
    await watch.cases.begin(referrer=COUNCIL, immediate_danger=True)
    await watch.pass_time(hours=1)
    assert await stalled(watch) == 0


async def test_a_sender_that_must_not_know_is_told_nothing(watch: Watch) -> None:
    case_id = await watch.cases.begin(hold_on(TRUST), immediate_danger=True)
    await watch.pass_time(minutes=15)
    assert await stalled(watch) == 1
    assert await watch.receive_all(TRUST) == []
    assert await kinds(watch) == [(LetterKind.URGENT_WAITS, COUNCIL.id)]
    lead = await watch.receive_all(COUNCIL)
    assert [item["subject"] for item in lead if item["type"] == STALLED] == [f"case/{case_id}"]


async def test_no_third_agency_is_told(watch: Watch) -> None:
    case_id = await watch.cases.begin(immediate_danger=True)
    await watch.cases.join(case_id, POLICE)
    await watch.pass_time(minutes=15)
    assert STALLED not in {item["type"] for item in await watch.receive_all(POLICE)}


async def test_what_is_withheld_is_not_undelivered(watch: Watch) -> None:
    await watch.cases.begin(immediate_danger=True)
    async with watch.database.engine.begin() as connection:
        await connection.execute(update(Delivery).values(state=DeliveryState.WITHHELD))
    await watch.pass_time(minutes=20)
    assert await stalled(watch) == 0


async def test_a_worker_that_dies_half_way_loses_no_alarm_and_raises_none_twice(
    watch: Watch,
) -> None:
    await watch.cases.begin(immediate_danger=True)
    watch.pass_unwatched(minutes=16)
    with pytest.raises(RuntimeError, match="dies"):
        async with watch.database.transaction() as session:
            assert await raise_urgent_alarms(session)
            raise RuntimeError("dies")
    assert await stalled(watch) == 0
    assert await watch.letters() == []
    await watch.step()
    await watch.step()
    assert await stalled(watch) == 1
    assert len(await watch.letters()) == 2


async def test_readiness_says_so_while_no_worker_raises_the_alarm(watch: Watch) -> None:
    """Embarrassment 4: whoever should act hangs, and health says that all is well."""
    await watch.cases.begin(immediate_danger=True)
    watch.pass_unwatched(minutes=16)
    assert await watch.unwell() == {"urgent_alarms_overdue": 1}
    await watch.step()
    assert await watch.unwell() == {}


async def test_two_workers_raise_one_alarm(watch_on_postgres: Watch) -> None:
    watch = watch_on_postgres
    for _ in range(5):
        await watch.cases.begin(immediate_danger=True)
    watch.pass_unwatched(minutes=16)
    await asyncio.gather(*(see_to_urgent(watch.database) for _ in range(6)))
    await watch.step()
    assert await stalled(watch) == 5
    assert len(await watch.letters()) == 10
