"""What each agency has not received is counted, told of, and shown to who watches."""

from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import insert, update

from services.partners.subscriptions.channels import SubscriptionState
from services.partners.subscriptions.models import Subscription
from shared.access.caller import Role
from shared.access.tables import known_agencies
from shared.events.intake import ConcernRaised
from shared.events.partners import AgencyCaughtUp, AgencyFellBehind, Channel
from shared.identifiers import new_id
from tests.services.partners.cases import hold_on
from tests.services.partners.deliveries.happenings import decision_made
from tests.services.partners.watch import Watch
from tests.support.agencies import COUNCIL, REAL_COUNCIL, REAL_TRUST, TRUST, Agency


async def told(watch: Watch) -> tuple[int, int]:
    """Return how many agencies were said to have fallen behind, and to have caught up."""
    desk = watch.cases.desk
    fallen, caught_up = await desk.published(AgencyFellBehind), await desk.published(AgencyCaughtUp)
    return len(fallen), len(caught_up)


async def change(watch: Watch, statement: Any) -> None:
    async with watch.database.engine.begin() as connection:
        await connection.execute(statement)


async def begin_real(watch: Watch) -> None:
    await watch.cases.begin(lead=REAL_COUNCIL, referrer=REAL_TRUST)


async def metrics(watch: Watch, name: str) -> dict[str, float]:
    """Return one figure by agency id."""
    async with watch.cases.desk.client() as anonymous:
        answer: httpx.Response = await anonymous.get("/partners/metrics")
    assert answer.status_code == 200, answer.text
    for agency in (COUNCIL, TRUST, REAL_COUNCIL):
        assert agency.name not in answer.text
    return {
        sample.labels.get("agency_id", ""): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
        if sample.name == name
    }


async def test_an_agency_that_falls_behind_is_told_of_once_and_once_that_it_caught_up(
    watch: Watch,
) -> None:
    await begin_real(watch)
    await watch.pass_time(hours=3, minutes=59)
    assert await told(watch) == (0, 0)
    assert await watch.unwell() == {}
    await watch.pass_time(minutes=1)
    assert (await told(watch))[0] == 2
    assert await watch.unwell() == {"agencies_behind": 2}
    await watch.pass_time(minutes=30)
    assert (await told(watch))[0] == 2
    await watch.receive_all(REAL_COUNCIL)
    await watch.pass_time(minutes=1)
    assert await told(watch) == (2, 1)
    assert await watch.unwell() == {"agencies_behind": 1}


async def test_readiness_does_not_flap_around_the_threshold(watch: Watch) -> None:
    await begin_real(watch)
    await watch.pass_time(hours=1)
    await begin_real(watch)
    await watch.pass_time(hours=3)
    assert await told(watch) == (2, 0)
    page = await watch.cases.feed(REAL_COUNCIL, limit=1)
    await watch.cases.feed(REAL_COUNCIL, after=page["next"], limit=1)
    await watch.pass_time(minutes=1)
    assert await told(watch) == (2, 0)


async def test_made_up_data_wakes_nobody(watch: Watch) -> None:
    await watch.cases.begin()
    await watch.pass_time(hours=5)
    assert (await told(watch))[0] == 2
    assert await watch.unwell() == {}


async def test_a_suspended_agency_is_listed_as_such_and_makes_nothing_unwell(
    watch: Watch,
) -> None:
    await begin_real(watch)
    await watch.receive_all(REAL_TRUST)
    suspended = update(known_agencies).where(known_agencies.c.agency_id == REAL_COUNCIL.id)
    await change(watch, suspended.values(suspended=True))
    await watch.pass_time(hours=5)
    (listed,) = (await watch.ask("/v1/undelivered"))["items"]
    assert listed["name"] == REAL_COUNCIL.name
    assert (listed["suspended"], listed["waiting"]) == (True, 1)
    assert listed["oldest_at"] == "2026-11-22T09:30:00Z"
    assert await watch.unwell() == {}


async def test_the_operator_alone_sees_what_waits_where(watch: Watch) -> None:
    await begin_real(watch)
    await watch.pass_time(minutes=1)
    refused = await watch.cases.get(COUNCIL, "/undelivered")
    assert refused.status_code == 403
    text = str(await watch.ask("/v1/undelivered"))
    assert "case" not in text
    assert "concern" not in text


async def test_figures_name_agencies_by_their_ids(watch: Watch) -> None:
    await watch.cases.begin()
    await watch.pass_time(minutes=2)
    age = "alongside_agency_oldest_unreceived_seconds"
    assert await metrics(watch, age) == {str(COUNCIL.id): 120, str(TRUST.id): 120}
    await watch.receive_all(TRUST)
    await watch.pass_time(minutes=1)
    assert await metrics(watch, age) == {str(COUNCIL.id): 180, str(TRUST.id): 0}
    assert (await metrics(watch, "alongside_agency_unreceived"))[str(COUNCIL.id)] == 1


async def test_what_an_agency_may_not_know_any_more_is_no_arrears(watch: Watch) -> None:
    case_id = await watch.cases.begin(hold_on(TRUST))
    kept = await watch.cases.begin()
    await watch.cases.arrive(decision_made(kept))
    await watch.cases.exclude(kept, TRUST)
    await watch.pass_time(hours=5)
    listed = {item["agency_id"] for item in (await watch.ask("/v1/undelivered"))["items"]}
    assert listed == {str(COUNCIL.id)}
    assert case_id != kept


@pytest.mark.parametrize(
    ("types", "waiting"), [(None, 2), ([ConcernRaised.named()], 1), (["partners.party_left.v1"], 0)]
)
async def test_what_no_subscription_wants_is_no_arrears(
    watch: Watch, types: list[str] | None, waiting: int
) -> None:
    await subscribe(watch, TRUST, types)
    case_id = await watch.cases.begin()
    await watch.cases.arrive(decision_made(case_id))
    await watch.pass_time(minutes=1)
    found = {
        item["agency_id"]: item["waiting"] for item in (await watch.ask("/v1/undelivered"))["items"]
    }
    assert found.get(str(TRUST.id), 0) == waiting


async def subscribe(watch: Watch, agency: Agency, types: list[str] | None) -> None:
    row = {
        "subscription_id": new_id(),
        "agency_id": agency.id,
        "channel": Channel.FEED,
        "state": SubscriptionState.ACTIVE,
        "event_types": types,
        "reader_practitioner_id": "system-1",
        "reader_role": Role.PRACTITIONER,
        "version": 1,
        "made_at": watch.database.clock(),
        "failing_since": watch.database.clock(),
        "enqueued_through": 0,
        "last_number": 0,
    }
    await change(watch, insert(Subscription).values(row))


async def test_figures_count_subscriptions_that_fail(watch: Watch) -> None:
    await subscribe(watch, TRUST, None)
    assert await metrics(watch, "alongside_subscriptions_failing") == {"": 1}
    assert await metrics(watch, "alongside_sendings_pending") == {"": 0}
    assert await metrics(watch, "alongside_letters_stuck") == {"": 0}
