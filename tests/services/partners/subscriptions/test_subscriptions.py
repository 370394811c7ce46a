"""An agency chooses its channels, and nobody else does; secrets are shown once and overlap."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from services.partners.subscriptions.channels import ChannelsOffered
from services.partners.subscriptions.commands import (
    MOST_SUBSCRIPTIONS,
)
from services.partners.subscriptions.giving_up import suspend_for_failure
from services.partners.subscriptions.models import Subscription, SubscriptionSecret
from services.partners.subscriptions.queries import Endpoint, endpoint_of
from shared.access.caller import Scope
from shared.endpoints import Reach
from shared.errors import NotFound
from shared.events.partners import SubscriptionSuspended
from tests.services.partners.cases import Cases, Hands, code_of
from tests.support.agencies import AGENCY_SCOPES, COUNCIL, TRUST, Agency

URL = "https://trust.example/alongside"
WEBHOOK = {"channel": "webhook", "url": URL}
PATH = "/subscriptions"


async def _subscribe(cases: Cases, body: dict[str, Any], agency: Agency = TRUST) -> dict[str, Any]:
    answer = await cases.post(agency, PATH, body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    assert answer.headers["Location"] == f"/partners/v1{PATH}/{made['subscription_id']}"
    return made


async def _endpoint(cases: Cases, subscription_id: str) -> Endpoint:
    async with cases.desk.database.transaction() as session:
        return await endpoint_of(session, UUID(subscription_id))


async def _read(cases: Cases, subscription_id: str) -> Any:
    return await cases.get(TRUST, f"{PATH}/{subscription_id}")


async def test_a_webhook_comes_with_a_secret_that_is_shown_once(cases: Cases) -> None:
    made = await _subscribe(cases, WEBHOOK)
    assert made["secret"].startswith("whsec_")
    assert (made["state"], made["reader"], made["event_types"]) == ("active", "nurse-1", None)
    read = (await _read(cases, made["subscription_id"])).json()
    assert "secret" not in read
    assert read == {name: value for name, value in made.items() if name != "secret"}
    assert await _endpoint(cases, made["subscription_id"]) == Endpoint(URL, (made["secret"],))


async def test_a_call_that_is_repeated_does_not_show_the_secret_again(cases: Cases) -> None:
    async with cases.desk.client(TRUST) as client:
        headers = {"Idempotency-Key": "the-same"}
        path = f"/partners/v1{PATH}"
        first = await client.post(path, json=WEBHOOK, headers=headers)
        again = await client.post(path, json=WEBHOOK, headers=headers)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "secret" in first.json()
    assert again.json() == {k: value for k, value in first.json().items() if k != "secret"}


async def test_neither_address_nor_secret_is_kept_in_the_clear(cases: Cases) -> None:
    made = await _subscribe(cases, WEBHOOK)
    async with cases.desk.database.transaction() as session:
        url = await session.scalar(select(Subscription.url))
        secret = await session.scalar(select(SubscriptionSecret.secret))
    assert url is not None
    assert secret is not None
    assert b"trust.example" not in url
    assert made["secret"].encode() not in secret


async def test_an_agency_combines_channels_and_lists_its_own(cases: Cases) -> None:
    await _subscribe(cases, {"channel": "feed"})
    await _subscribe(cases, WEBHOOK)
    await _subscribe(cases, WEBHOOK, COUNCIL)
    items = (await cases.get(TRUST, PATH)).json()["items"]
    assert [item["channel"] for item in items] == ["webhook", "feed"]


async def test_a_queue_is_refused_where_there_is_no_broker(cases: Cases) -> None:
    body = {"channel": "queue"}
    refused = await cases.post(TRUST, PATH, body)
    assert code_of(refused) == (409, "queue_unavailable")
    assert "without a broker" in refused.json()["title"]
    cases.desk.app.state.channels_offered = ChannelsOffered(has_queue=True, webhook_reach=Reach())
    assert (await _subscribe(cases, body))["secret"] is None


@pytest.mark.parametrize(
    "url",
    [
        None,
        "http://trust.example/",
        "https://user:pass@trust.example/",
        "https://trust.example/#part",
        "https:///path",
        "https://trust.example:0/",
        "https://[trust/",
        "https://trüst.example/",
        "ftp://trust.example/",
    ],
)
async def test_an_address_that_cannot_be_called_safely_is_refused(
    cases: Cases, url: str | None
) -> None:
    body = {"channel": "webhook", "url": url}
    assert code_of(await cases.post(TRUST, PATH, body)) == (400, "unsuitable_endpoint")


async def test_only_a_webhook_has_an_address(cases: Cases) -> None:
    body = {"channel": "feed", "url": URL}
    assert code_of(await cases.post(TRUST, PATH, body)) == (400, "unsuitable_endpoint")


async def test_event_types_are_checked_and_changed_by_version(cases: Cases) -> None:
    unknown = {**WEBHOOK, "event_types": ["partners.agency_registered.v1"]}
    assert code_of(await cases.post(TRUST, PATH, unknown)) == (400, "unknown_event_type")
    made = await _subscribe(cases, {**WEBHOOK, "event_types": ["intake.decision_made.v1"]})
    path = f"/partners/v1{PATH}/{made['subscription_id']}/event-types"
    seen = (await _read(cases, made["subscription_id"])).headers["ETag"]
    async with cases.desk.client(TRUST) as client:
        body = {"event_types": None}
        missing = await client.put(path, json=body)
        changed = await client.put(path, json=body, headers={"If-Match": seen})
        stale = await client.put(path, json=body, headers={"If-Match": seen})
    assert missing.status_code == 428
    assert (changed.status_code, changed.json()["event_types"]) == (200, None)
    assert stale.status_code == 412


async def test_a_subscription_is_suspended_resumed_and_ended_once_each(cases: Cases) -> None:
    made = await _subscribe(cases, WEBHOOK)
    path = f"{PATH}/{made['subscription_id']}"
    expected = [
        ("resumption", 409, "subscription_not_suspended"),
        ("suspension", 200, "suspended_by_agency"),
        ("suspension", 409, "subscription_not_active"),
        ("resumption", 200, "active"),
        ("ending", 200, "ended"),
        ("ending", 409, "subscription_ended"),
        ("suspension", 409, "subscription_not_active"),
        ("resumption", 409, "subscription_not_suspended"),
    ]
    for step, status, word in expected:
        answer = await cases.post(TRUST, f"{path}/{step}")
        body = answer.json()
        assert (answer.status_code, body.get("state") or body["code"]) == (status, word), step
    with pytest.raises(NotFound):
        await _endpoint(cases, made["subscription_id"])
    assert await cases.desk.count(SubscriptionSecret) == 0


async def test_a_rotated_secret_is_valid_beside_the_old_one_for_the_overlap(
    cases: Cases, hands: Hands
) -> None:
    made = await _subscribe(cases, WEBHOOK)
    path = f"{PATH}/{made['subscription_id']}/secrets"
    rotated = (await cases.post(TRUST, path, {})).json()
    new = rotated["secret"]
    assert (await _endpoint(cases, made["subscription_id"])).secrets == (new, made["secret"])
    hands.at += timedelta(hours=24)
    assert (await _endpoint(cases, made["subscription_id"])).secrets == (new,)
    at_once = (await cases.post(TRUST, path, {"overlap_hours": 0})).json()["secret"]
    assert (await _endpoint(cases, made["subscription_id"])).secrets == (at_once,)
    feed = await _subscribe(cases, {"channel": "feed"})
    refused = await cases.post(TRUST, f"{PATH}/{feed['subscription_id']}/secrets", {})
    assert code_of(refused) == (409, "not_a_webhook")


async def test_nobody_else_finds_a_subscription(cases: Cases) -> None:
    made = await _subscribe(cases, WEBHOOK)
    for subscription_id in (made["subscription_id"], uuid4()):
        path = f"{PATH}/{subscription_id}"
        assert code_of(await cases.get(COUNCIL, path)) == (404, "not_found")
        for step in ("suspension", "resumption", "ending"):
            assert code_of(await cases.post(COUNCIL, f"{path}/{step}")) == (404, "not_found")
        assert code_of(await cases.post(COUNCIL, f"{path}/secrets", {})) == (404, "not_found")


async def test_subscribing_needs_its_scope_and_a_named_reader(cases: Cases) -> None:
    scopes = AGENCY_SCOPES - {Scope.AGENCY_MANAGE}
    async with cases.desk.client(TRUST, scopes=scopes) as client:
        answer = await client.post(f"/partners/v1{PATH}", json=WEBHOOK)
        assert answer.status_code == 403
    unnamed = await cases.post(TRUST, PATH, WEBHOOK, person=None)
    assert code_of(unnamed) == (403, "subscriber_unnamed")


async def test_long_failure_suspends_and_is_told_to_the_agency_once(
    cases: Cases, hands: Hands
) -> None:
    made = await _subscribe(cases, WEBHOOK)
    subscription_id = UUID(made["subscription_id"])
    for _ in range(2):
        async with cases.desk.database.transaction() as session:
            await session.execute(update(Subscription).values(failing_since=hands.at))
            await suspend_for_failure(session, subscription_id)
    assert len(await cases.desk.published(SubscriptionSuspended)) == 1
    await cases.tell()
    (event,) = (await cases.feed(TRUST))["items"]
    assert event["data"]["subscription_id"] == made["subscription_id"]
    assert (await cases.feed(COUNCIL))["items"] == []
    resumed = (await cases.post(TRUST, f"{PATH}/{subscription_id}/resumption")).json()
    assert (resumed["state"], resumed["failing_since"]) == ("active", None)


async def test_an_agency_has_no_more_subscriptions_than_it_can_have(cases: Cases) -> None:
    for _ in range(MOST_SUBSCRIPTIONS):
        made = await _subscribe(cases, {"channel": "feed"})
    full = await cases.post(TRUST, PATH, WEBHOOK)
    assert code_of(full) == (409, "too_many_subscriptions")
    await cases.post(TRUST, f"{PATH}/{made['subscription_id']}/ending")
    await _subscribe(cases, WEBHOOK)
