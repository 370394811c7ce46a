"""What may not be known any more is not pushed, and leaves no trace in what is."""

from datetime import timedelta
from typing import Any

from services.partners.sendings.models import SendingState
from shared.audit.append import AuditKind, audit_entries
from tests.services.partners.cases import REASON, Cases, Hands
from tests.services.partners.deliveries.happenings import decision_made, enquiry_opened
from tests.services.partners.sendings.pushing import Pushes, event_in, numbers, subscribe
from tests.support.agencies import COUNCIL, POLICE, SAFEGUARDING_LEAD, Person

ACCUSED = Person("accused", "custody")


async def _denials(cases: Cases) -> list[Any]:
    async with cases.desk.database.transaction() as session:
        rows = (await session.execute(audit_entries.select())).all()
    return [
        (row.operation, row.agency_id, row.practitioner_id, row.case_id, row.reason)
        for row in rows
        if row.kind is AuditKind.DENIAL
    ]


async def test_an_event_queued_before_an_exclusion_is_not_taken_after_it(
    cases: Cases, pushes: Pushes
) -> None:
    subscription = await subscribe(cases, POLICE)
    hidden, other = await cases.begin(), await cases.begin()
    for case_id in (hidden, other):
        await cases.join(case_id, POLICE)
    await cases.tell()
    await pushes.push_all(subscription)
    await cases.arrive(enquiry_opened(hidden), enquiry_opened(other))
    await cases.feed(POLICE)
    await cases.exclude(hidden, POLICE)
    parcels = await pushes.take(subscription)
    assert [parcel.case_id for parcel in parcels] == [other]
    assert numbers(parcels) == [5]
    assert str(hidden) not in "".join(str(event_in(parcel)) for parcel in parcels)
    assert await _denials(cases) == [
        ("send_event", POLICE.id, "nurse-1", hidden, "excluded"),
    ]


async def test_an_event_taken_before_an_exclusion_is_not_sent_after_it(
    cases: Cases, pushes: Pushes
) -> None:
    subscription = await subscribe(cases, POLICE)
    case_id = await cases.begin()
    await cases.join(case_id, POLICE)
    await cases.tell()
    taken = await pushes.take(subscription)
    await cases.exclude(case_id, POLICE)
    for parcel in taken:
        assert not await pushes.allowed(parcel)
    assert await pushes.states(subscription) == [SendingState.WITHHELD] * 2
    assert len(await _denials(cases)) == 2


async def test_a_number_given_to_what_is_withheld_is_given_to_the_next(
    cases: Cases, pushes: Pushes, hands: Hands
) -> None:
    subscription = await subscribe(cases, POLICE)
    hidden, other = await cases.begin(), await cases.begin()
    for case_id in (hidden, other):
        await cases.join(case_id, POLICE)
    await cases.tell()
    taken = await pushes.take(subscription)
    lost = next(parcel for parcel in taken if parcel.case_id == hidden)
    await pushes.failed(lost, next_attempt_at=hands.at + timedelta(minutes=1))
    await pushes.sent(*(parcel for parcel in taken if parcel.case_id == other))
    await cases.exclude(hidden, POLICE)
    hands.at += timedelta(minutes=1)
    await cases.arrive(*(enquiry_opened(other) for _ in range(4)))
    later = await pushes.push_all(subscription)
    sent = [parcel for parcel in taken if parcel.case_id == other] + later
    assert sorted(numbers(sent)) == [1, 2, 3, 4, 5, 6]


async def test_what_is_withheld_stays_so_when_the_exclusion_is_lifted_or_a_replay_is_asked_for(
    cases: Cases, pushes: Pushes
) -> None:
    subscription = await subscribe(cases, POLICE)
    case_id = await cases.begin()
    await cases.join(case_id, POLICE)
    await cases.tell()
    exclusion_id = await cases.exclude(case_id, POLICE)
    assert await pushes.push_all(subscription) == []
    path = f"/cases/{case_id}/exclusions/{exclusion_id}/lifting"
    await cases.post(COUNCIL, path, {"reason": REASON}, person=SAFEGUARDING_LEAD)
    replay = {"from_time": "2026-01-01T00:00:00Z"}
    asked = await cases.post(POLICE, f"/subscriptions/{subscription}/replays", replay)
    assert asked.status_code == 202
    assert await pushes.push_all(subscription) == []
    assert (await cases.feed(POLICE))["items"] == []


async def test_a_person_who_must_not_know_is_pushed_nothing_while_colleagues_are(
    cases: Cases, pushes: Pushes
) -> None:
    theirs = await subscribe(cases, POLICE, ACCUSED)
    colleagues = await subscribe(cases, POLICE, Person("colleague", "intelligence"))
    case_id = await cases.begin()
    await cases.join(case_id, POLICE)
    await cases.exclude(case_id, POLICE, practitioner_id=ACCUSED.id)
    await cases.tell()
    assert await pushes.push_all(theirs) == []
    assert len(await pushes.push_all(colleagues)) == 2
    assert {denial[2] for denial in await _denials(cases)} == {ACCUSED.id}
    shown = (await cases.get(POLICE, "/deliveries", person=Person("colleague", "x"))).json()
    assert {len(item["pushes"]) for item in shown["items"]} == {1}
    assert (await cases.get(POLICE, "/deliveries", person=ACCUSED)).json()["items"] == []


async def test_the_lead_sees_who_was_told_what_and_who_was_not_and_why(
    cases: Cases, pushes: Pushes
) -> None:
    case_id = await cases.begin()
    await cases.join(case_id, POLICE)
    await cases.tell()
    await cases.feed(POLICE)
    await cases.arrive(decision_made(case_id))
    await cases.exclude(case_id, POLICE)
    await cases.feed(POLICE)
    path = f"/cases/{case_id}/deliveries"
    assert (await cases.get(COUNCIL, path)).status_code == 403
    items = (await cases.get(COUNCIL, path, person=SAFEGUARDING_LEAD)).json()["items"]
    told = {
        (item["type"], item["state"], item["withheld_as"])
        for item in items
        if item["agency_id"] == str(POLICE.id)
    }
    assert told == {
        ("partners.party_invited.v1", "sent", None),
        ("partners.party_accepted.v1", "sent", None),
        ("intake.decision_made.v1", "withheld", "excluded"),
    }
    assert (await cases.get(POLICE, path)).status_code == 404
    assert (await cases.get(POLICE, "/deliveries")).json()["items"] == []


async def test_pushing_is_audited_as_the_readers_access(cases: Cases, pushes: Pushes) -> None:
    subscription = await subscribe(cases, COUNCIL)
    case_id = await cases.begin()
    await pushes.push_all(subscription)
    async with cases.desk.database.transaction() as session:
        rows = (await session.execute(audit_entries.select())).all()
    accesses = [row for row in rows if row.kind is AuditKind.ACCESS]
    assert [(row.operation, row.case_id, row.agency_id) for row in accesses] == [
        ("receive_event", case_id, COUNCIL.id)
    ]
