"""Each morning what is a day old is told of, once: to its agency, and all of it to the operator."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from services.partners.alarms.commands import make_digest
from services.partners.alarms.steps import see_to_digest
from services.partners.alarms.turns import last_digest_due
from services.partners.letters.models import LetterKind
from services.partners.letters.wording import in_london
from shared.access.tables import known_agencies
from shared.events.partners import UndeliveredReported
from tests.services.partners.cases import Hands
from tests.services.partners.watch import Watch
from tests.support.agencies import COUNCIL, REAL_COUNCIL, REAL_TRUST, TRUST

REPORTED = UndeliveredReported.named()


async def reports(watch: Watch) -> list[tuple[str, int]]:
    """Return to whom how much was reported, in order."""
    envelopes = await watch.cases.desk.published(UndeliveredReported)
    return [(each["data"]["agency_id"], each["data"]["waiting"]) for each in envelopes]


@pytest.mark.parametrize(
    ("instant", "due"),
    [
        ((2026, 1, 15, 7, 59), (2026, 1, 14, 8, 0)),
        ((2026, 1, 15, 8, 0), (2026, 1, 15, 8, 0)),
        ((2026, 7, 15, 6, 59), (2026, 7, 14, 7, 0)),
        ((2026, 7, 15, 7, 0), (2026, 7, 15, 7, 0)),
        ((2026, 3, 29, 7, 0), (2026, 3, 29, 7, 0)),
        ((2026, 3, 29, 6, 59), (2026, 3, 28, 8, 0)),
        ((2026, 10, 25, 7, 59), (2026, 10, 24, 7, 0)),
        ((2026, 10, 25, 8, 0), (2026, 10, 25, 8, 0)),
    ],
)
def test_the_digest_is_due_at_eight_by_the_clock_in_england(
    instant: tuple[int, ...], due: tuple[int, ...]
) -> None:
    found = last_digest_due(datetime(*instant, tzinfo=UTC))  # type: ignore[arg-type,misc]
    assert found.astimezone(UTC) == datetime(*due, tzinfo=UTC)  # type: ignore[arg-type,misc]


def test_times_are_written_as_in_england() -> None:
    assert in_london(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "2 July 2026, 00:30"


async def test_what_is_a_day_old_is_told_to_its_agency_once_a_day(watch: Watch) -> None:
    await watch.cases.begin()
    await watch.pass_time(hours=22, minutes=29)
    assert await reports(watch) == []
    await watch.pass_time(minutes=2)
    assert await reports(watch) == [], "at eight it is not a day old"
    await watch.pass_time(hours=24)
    both = {(str(COUNCIL.id), 1), (str(TRUST.id), 1)}
    assert set(await reports(watch)) == both
    await watch.pass_time(hours=3)
    assert len(await reports(watch)) == 2
    await watch.receive_all(COUNCIL)
    await watch.pass_time(hours=21)
    assert (await reports(watch))[2:] == [(str(TRUST.id), 1)], "a report is no arrears itself"


async def test_an_agency_finds_the_report_in_its_own_log_alone(watch: Watch) -> None:
    await watch.cases.begin()
    await watch.pass_time(days=2)
    for agency in (COUNCIL, TRUST):
        (report,) = [item for item in await watch.receive_all(agency) if item["type"] == REPORTED]
        assert report["subject"] == f"agency/{agency.id}"
        assert report["data"]["oldest_at"] == "2026-11-22T09:30:00Z"


async def test_a_digest_that_was_missed_is_made_as_soon_as_a_worker_runs(watch: Watch) -> None:
    await watch.step()
    await watch.cases.begin()
    watch.pass_unwatched(days=3, hours=5)
    await watch.step()
    await watch.step()
    assert len(await reports(watch)) == 2


async def test_a_worker_that_dies_half_way_leaves_the_digest_to_the_next(watch: Watch) -> None:
    await watch.cases.begin()
    watch.pass_unwatched(days=2)
    with pytest.raises(RuntimeError, match="dies"):
        async with watch.database.transaction() as session:
            assert await make_digest(session)
            raise RuntimeError("dies")
    await watch.step()
    assert len(await reports(watch)) == 2
    assert len(await watch.letters()) == 2


async def test_two_workers_make_one_digest(watch_on_postgres: Watch) -> None:
    watch = watch_on_postgres
    await watch.cases.begin()
    watch.pass_unwatched(days=2)
    await asyncio.gather(*(see_to_digest(watch.database) for _ in range(6)))
    assert len(await reports(watch)) == 2
    assert len(await watch.letters()) == 2


async def test_the_operator_is_told_of_all_and_a_suspended_agency_of_nothing(
    watch: Watch, hands: Hands
) -> None:
    await watch.cases.begin(lead=REAL_COUNCIL, referrer=REAL_TRUST)
    suspended = update(known_agencies).where(known_agencies.c.agency_id == REAL_COUNCIL.id)
    async with watch.database.engine.begin() as connection:
        await connection.execute(suspended.values(suspended=True))
    await watch.pass_time(days=2)
    assert await reports(watch) == [(str(REAL_TRUST.id), 1)]
    kinds = [(letter.kind, letter.agency_id) for letter in await watch.letters()]
    assert kinds == [
        (LetterKind.UNDELIVERED, REAL_TRUST.id),
        (LetterKind.UNDELIVERED_ANYWHERE, None),
    ]


async def test_nothing_is_told_where_nothing_is_late(watch: Watch) -> None:
    await watch.cases.begin()
    for agency in (COUNCIL, TRUST):
        await watch.receive_all(agency)
    await watch.pass_time(days=3)
    assert await reports(watch) == []
    assert await watch.letters() == []
