"""What an agency has safe: said by receipts or by reading on, once, and by nobody else."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from services.partners.agencies.models import Agency as KeptAgency
from services.partners.consumers import consumer
from services.partners.deliveries.feed import PAGES_KEPT_FOR, forget_old_pages
from services.partners.deliveries.models import FeedPage
from shared.messaging.outbox import outbox
from shared.messaging.receiving import Receiver
from tests.services.partners.cases import Cases, Hands
from tests.services.partners.deliveries.happenings import decision_made, enquiry_opened
from tests.services.partners.registry import KEYS, Registry
from tests.services.partners.registry import NURSE as ACTING_NURSE
from tests.support.agencies import COUNCIL, POLICE, TRUST, Agency, Person
from tests.support.desk import client_for


async def _log(cases: Cases, agency: Agency, **query: Any) -> list[tuple[str, str]]:
    """Return type and state of what an agency was told, oldest first."""
    answer = await cases.get(agency, "/deliveries", **query)
    assert answer.status_code == 200, answer.text
    items = reversed(answer.json()["items"])
    return [(item["type"].split(".")[1], item["state"]) for item in items]


async def _send_receipts(cases: Cases, agency: Agency, *event_ids: str) -> Any:
    answer = await cases.post(agency, "/receipts", {"event_ids": list(event_ids)})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_an_event_is_pending_then_sent_then_received(cases: Cases) -> None:
    await cases.begin()
    assert await _log(cases, COUNCIL) == [("concern_raised", "pending")]
    (event,) = (await cases.feed(COUNCIL))["items"]
    assert await _log(cases, COUNCIL) == [("concern_raised", "sent")]
    await _send_receipts(cases, COUNCIL, event["id"])
    await _send_receipts(cases, COUNCIL, event["id"])
    (item,) = (await cases.get(COUNCIL, "/deliveries")).json()["items"]
    assert (item["event_id"], item["state"]) == (event["id"], "received")
    assert item["received_at"] is not None


async def test_reading_on_confirms_what_was_handed_out_before(cases: Cases) -> None:
    case_id = await cases.begin()
    await cases.arrive(decision_made(case_id), enquiry_opened(case_id))
    page = await cases.feed(COUNCIL, limit=2)
    page = await cases.feed(COUNCIL, limit=2, after=page["next"])
    states = [state for _, state in await _log(cases, COUNCIL)]
    assert states == ["received", "received", "sent"]
    await cases.feed(COUNCIL, after=page["next"])
    assert {state for _, state in await _log(cases, COUNCIL)} == {"received"}
    assert await cases.desk.count(FeedPage) == 0


async def test_what_was_confirmed_is_marked_as_a_replay_when_it_is_read_again(
    cases: Cases,
) -> None:
    case_id = await cases.begin()
    first = await cases.feed(COUNCIL)
    await cases.feed(COUNCIL, after=first["next"])
    await cases.arrive(decision_made(case_id))
    again = await cases.feed(COUNCIL)
    assert [item["replay"] for item in first["items"]] == [False]
    assert [item["replay"] for item in again["items"]] == [True, False]
    assert again["items"][0]["id"] == first["items"][0]["id"]


async def test_a_reader_confirms_what_it_was_handed_and_nothing_that_was_passed_over(
    cases: Cases,
) -> None:
    case_id = await cases.begin()
    await cases.arrive(decision_made(case_id), enquiry_opened(case_id))
    await cases.feed(COUNCIL)
    wanted = "outcomes.enquiry_opened.v1"
    page = await cases.feed(COUNCIL, types=wanted)
    assert [(item["type"], item["sequence"]) for item in page["items"]] == [(wanted, 1)]
    await cases.feed(COUNCIL, types=wanted, after=page["next"])
    assert [state for _, state in await _log(cases, COUNCIL)] == ["sent", "sent", "received"]


async def test_a_person_who_is_kept_from_a_case_confirms_nothing_of_it(cases: Cases) -> None:
    accused, colleague = Person("accused", "custody"), Person("colleague", "intelligence")
    hidden, other = await cases.begin(), await cases.begin()
    for case_id in (hidden, other):
        await cases.join(case_id, POLICE)
    await cases.exclude(hidden, POLICE, practitioner_id="accused")
    await cases.tell()
    await cases.feed(POLICE, person=colleague)
    page = await cases.feed(POLICE, person=accused)
    await cases.feed(POLICE, person=accused, after=page["next"])
    items = (await cases.get(POLICE, "/deliveries", person=colleague)).json()["items"]
    received = {item["case_id"] for item in items if item["state"] == "received"}
    assert received == {str(other)}


async def test_a_receipt_tells_nothing_of_what_exists(cases: Cases) -> None:
    await cases.begin()
    (foreign,) = (await cases.feed(TRUST))["items"]
    pending = (await cases.get(COUNCIL, "/deliveries")).json()["items"][0]["event_id"]
    (own,) = (await cases.feed(COUNCIL))["items"]
    bodies = [
        await _send_receipts(cases, COUNCIL, event_id)
        for event_id in (str(uuid4()), foreign["id"], pending, own["id"])
    ]
    assert all(body == bodies[0] for body in bodies)
    assert await _log(cases, TRUST) == [("concern_raised", "sent")]


async def test_what_was_never_sent_cannot_be_received(cases: Cases) -> None:
    await cases.begin()
    (item,) = (await cases.get(COUNCIL, "/deliveries")).json()["items"]
    await _send_receipts(cases, COUNCIL, item["event_id"])
    assert await _log(cases, COUNCIL) == [("concern_raised", "pending")]


@pytest.mark.parametrize(
    "body", [{}, {"event_ids": []}, {"event_ids": ["x"]}, {"event_ids": [str(UUID(int=1))] * 501}]
)
async def test_malformed_receipts_are_refused(cases: Cases, body: dict[str, Any]) -> None:
    assert (await cases.post(COUNCIL, "/receipts", body)).status_code == 422


async def test_the_log_can_be_narrowed_by_state_type_and_time(cases: Cases, hands: Hands) -> None:
    case_id = await cases.begin()
    await cases.feed(COUNCIL)
    hands.at += PAGES_KEPT_FOR
    await cases.arrive(decision_made(case_id))
    assert await _log(cases, COUNCIL, state="pending") == [("decision_made", "pending")]
    only = {"type": "intake.concern_raised.v1"}
    assert await _log(cases, COUNCIL, **only) == [("concern_raised", "sent")]
    at = hands.at.isoformat()
    assert await _log(cases, COUNCIL, from_time=at) == [("decision_made", "pending")]
    assert await _log(cases, COUNCIL, until_time=at) == [("concern_raised", "sent")]


async def test_pages_that_nobody_confirms_are_forgotten(cases: Cases, hands: Hands) -> None:
    await cases.begin()
    for _ in range(2):
        await cases.feed(COUNCIL)
    assert await cases.desk.count(FeedPage) == 1
    assert not await forget_old_pages(cases.desk.database)
    hands.at += PAGES_KEPT_FOR + PAGES_KEPT_FOR
    assert await forget_old_pages(cases.desk.database)
    assert await cases.desk.count(FeedPage) == 0


@pytest.mark.parametrize("by_reading_on", [True, False])
async def test_a_test_event_that_is_confirmed_lets_its_agency_go_live(
    registry: Registry, *, by_reading_on: bool
) -> None:
    agency_id = await registry.joined()
    (await registry.operate(f"/agencies/{agency_id}/test-events")).raise_for_status()
    async with registry.database.engine.connect() as connection:
        bodies = (await connection.execute(outbox.select())).all()
    await Receiver(registry.database, consumer).receive([row.envelope for row in bodies])
    token = await registry.token(agency_id, KEYS["ES256"], act=ACTING_NURSE)
    async with client_for(registry.app, token) as client:
        page = (await client.get("/partners/v1/feed")).json()
        (event,) = page["items"]
        assert event["type"] == "partners.test_event_sent.v1"
        assert event["subject"] == f"agency/{agency_id}"
        if by_reading_on:
            await client.get("/partners/v1/feed", params={"after": page["next"]})
        else:
            receipt = {"event_ids": [event["id"]]}
            (await client.post("/partners/v1/receipts", json=receipt)).raise_for_status()
    async with registry.database.transaction() as session:
        kept = await session.get(KeptAgency, UUID(agency_id))
        assert kept is not None
        assert kept.test_received_at is not None
