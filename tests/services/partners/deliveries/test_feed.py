"""An agency reads what happened in the cases it may know of: in order, no gaps, nothing more."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from cloudevents.core.formats.json import JSONFormat
from sqlalchemy import select

from services.partners.deliveries.models import Delivery, DeliveryState
from shared.access.caller import Scope
from shared.access.policy import Relation
from shared.audit.append import audit_entries
from shared.messaging.inbox import InboxState, inbox
from tests.services.partners.cases import REASON, Cases, code_of, hold_on
from tests.services.partners.deliveries.happenings import (
    decision_made,
    enquiry_opened,
    information_gathered,
)
from tests.support.agencies import (
    BYSTANDER,
    COUNCIL,
    EMPLOYER,
    POLICE,
    REAL_COUNCIL,
    REAL_TRUST,
    SAFEGUARDING_LEAD,
    TRUST,
    Agency,
    Person,
)


def _types(page: dict[str, Any]) -> list[str]:
    return [item["type"] for item in page["items"]]


def _numbers(page: dict[str, Any]) -> list[int]:
    return [item["sequence"] for item in page["items"]]


async def _withheld(cases: Cases, agency: Agency) -> list[Relation]:
    async with cases.desk.database.transaction() as session:
        rows = await session.execute(
            Delivery.__table__.select().where(
                Delivery.agency_id == agency.id, Delivery.state == DeliveryState.WITHHELD
            )
        )
        return [row.withheld_as for row in rows]


async def _log(cases: Cases, agency: Agency) -> list[int | None]:
    """Return the numbers kept in an agency's log, in order."""
    async with cases.desk.database.transaction() as session:
        numbers = await session.scalars(
            select(Delivery.sequence)
            .where(Delivery.agency_id == agency.id, Delivery.sequence.is_not(None))
            .order_by(Delivery.position)
        )
        return list(numbers)


async def test_the_raising_agency_and_the_lead_are_told_of_the_concern(cases: Cases) -> None:
    case_id = await cases.begin()
    for agency in (COUNCIL, TRUST):
        (event,) = (await cases.feed(agency))["items"]
        assert event["type"] == "intake.concern_raised.v1"
        assert event["subject"] == f"case/{case_id}"
        assert event["sequence"] == 1
        assert event["data"]["case_id"] == str(case_id)
        assert not {"holds", "has_unmatched_employer", "type"} & set(event["data"])
    assert (await cases.feed(POLICE))["items"] == []


async def test_an_event_is_written_anew_for_each_agency(cases: Cases) -> None:
    await cases.begin()
    (lead,) = (await cases.feed(COUNCIL))["items"]
    (referrer,) = (await cases.feed(TRUST))["items"]
    assert lead["id"] != referrer["id"]
    internal = {"epoch", "correlationid", "causationid", "traceparent", "predecessor"}
    assert not internal & set(lead)
    assert (await cases.feed(COUNCIL))["items"] == [lead]


async def test_what_is_handed_out_is_a_cloud_event_to_others(cases: Cases) -> None:
    await cases.begin()
    (item,) = (await cases.feed(COUNCIL))["items"]
    event = JSONFormat().read(None, json.dumps(item))
    assert event.get_type() == "intake.concern_raised.v1"
    assert event.get_source() == "/alongside"
    assert event.get_extension("sequence") == 1


async def test_each_is_told_what_its_part_in_the_case_allows(cases: Cases) -> None:
    case_id = await cases.begin()
    await cases.invite(case_id, POLICE)
    await cases.tell()
    await cases.arrive(
        information_gathered(case_id), decision_made(case_id), enquiry_opened(case_id)
    )
    assert _types(await cases.feed(COUNCIL)) == [
        "intake.concern_raised.v1",
        "partners.party_invited.v1",
        "intake.information_gathered.v1",
        "intake.decision_made.v1",
        "outcomes.enquiry_opened.v1",
    ]
    assert _types(await cases.feed(TRUST)) == [
        "intake.concern_raised.v1",
        "intake.decision_made.v1",
    ]
    assert _types(await cases.feed(POLICE)) == ["partners.party_invited.v1"]
    assert (await cases.feed(BYSTANDER))["items"] == []


async def test_a_party_is_told_from_when_it_accepted(cases: Cases) -> None:
    case_id = await cases.begin()
    await cases.join(case_id, POLICE)
    await cases.tell()
    await cases.arrive(enquiry_opened(case_id))
    page = await cases.feed(POLICE)
    assert _types(page) == [
        "partners.party_invited.v1",
        "partners.party_accepted.v1",
        "outcomes.enquiry_opened.v1",
    ]
    assert _numbers(page) == [1, 2, 3]


async def test_what_partners_published_comes_back_once(cases: Cases) -> None:
    case_id = await cases.begin()
    await cases.join(case_id, POLICE)
    await cases.tell()
    await cases.tell()
    assert len((await cases.feed(POLICE))["items"]) == 2


async def test_an_event_ahead_of_its_concern_waits_and_is_not_lost(cases: Cases) -> None:
    await cases.arrive(enquiry_opened(uuid4()))
    assert await cases.desk.count(Delivery) == 0
    async with cases.desk.database.transaction() as session:
        (row,) = (await session.execute(inbox.select())).all()
    assert (row.state, row.next_attempt_at is not None) == (InboxState.WAITING, True)


async def test_a_poller_goes_on_where_it_was_even_when_nothing_was_new(cases: Cases) -> None:
    case_id = await cases.begin()
    page = await cases.feed(COUNCIL)
    for _ in range(2):
        page = await cases.feed(COUNCIL, after=page["next"])
        assert page["items"] == []
    await cases.arrive(decision_made(case_id))
    page = await cases.feed(COUNCIL, after=page["next"])
    assert (_types(page), _numbers(page)) == (["intake.decision_made.v1"], [2])


async def test_pages_follow_one_another_without_gap_or_repetition(cases: Cases) -> None:
    case_id = await cases.begin()
    await cases.arrive(*(decision_made(case_id) for _ in range(6)))
    numbers, cursor = [], None
    for _ in range(4):
        page = await cases.feed(COUNCIL, limit=2, **({"after": cursor} if cursor else {}))
        numbers += _numbers(page)
        cursor = page["next"]
    assert numbers == [1, 2, 3, 4, 5, 6, 7]


async def test_an_event_waiting_when_the_agency_is_excluded_is_not_handed_out(
    cases: Cases,
) -> None:
    shared, other = await cases.begin(), await cases.begin()
    await cases.join(shared, POLICE)
    await cases.join(other, POLICE)
    await cases.tell()
    page = await cases.feed(POLICE)
    before = len(page["items"])
    await cases.arrive(enquiry_opened(shared))
    await cases.arrive(enquiry_opened(other))
    await cases.exclude(shared, POLICE)
    page = await cases.feed(POLICE, after=page["next"])
    assert [item["subject"] for item in page["items"]] == [f"case/{other}"]
    assert _numbers(page) == [before + 1]
    assert await _withheld(cases, POLICE) == [Relation.EXCLUDED]
    assert await _log(cases, POLICE) == list(range(1, before + 2))


async def test_what_waits_for_an_agency_that_may_not_know_any_more_waits_no_longer(
    cases: Cases,
) -> None:
    excluded, left, other = await cases.begin(), await cases.begin(), await cases.begin()
    for case_id in (excluded, left, other):
        await cases.join(case_id, POLICE)
    await cases.tell()
    (handed,) = (await cases.feed(POLICE, limit=1))["items"]
    await cases.arrive(*(enquiry_opened(case_id) for case_id in (excluded, left, other)))
    await cases.exclude(excluded, POLICE)
    await cases.post(POLICE, f"/cases/{left}/parties/departure", {"reason": REASON})
    assert await _withheld(cases, POLICE) == []
    await cases.tell()
    withheld = await _withheld(cases, POLICE)
    for case_id, relation in ((excluded, Relation.EXCLUDED), (left, Relation.FORMER_PARTY)):
        was_handed = handed["subject"] == f"case/{case_id}"
        assert withheld.count(relation) == 3 - was_handed
        log = await cases.get(COUNCIL, f"/cases/{case_id}/deliveries", person=SAFEGUARDING_LEAD)
        reasons = {one["withheld_for"] for one in log.json()["items"] if one["state"] == "withheld"}
        assert reasons == {"may_not_know"}
    assert _numbers(await cases.feed(POLICE)) == [1, 2, 3]


async def test_what_was_released_before_an_exclusion_is_not_handed_out_again(
    cases: Cases,
) -> None:
    excluded, other = await cases.begin(), await cases.begin()
    for case_id in (excluded, other):
        await cases.join(case_id, POLICE)
    await cases.tell()
    assert len((await cases.feed(POLICE))["items"]) == 4
    await cases.exclude(excluded, POLICE)
    page = await cases.feed(POLICE)
    assert {item["subject"] for item in page["items"]} == {f"case/{other}"}
    assert _numbers(page) == [1, 2]


async def test_what_was_withheld_is_not_sent_once_the_exclusion_is_lifted(cases: Cases) -> None:
    case_id = await cases.begin()
    await cases.join(case_id, POLICE)
    exclusion_id = await cases.exclude(case_id, POLICE)
    await cases.tell()
    assert (await cases.feed(POLICE))["items"] == []
    path = f"/cases/{case_id}/exclusions/{exclusion_id}/lifting"
    await cases.post(COUNCIL, path, {"reason": REASON}, person=SAFEGUARDING_LEAD)
    await cases.arrive(enquiry_opened(case_id))
    assert _types(await cases.feed(POLICE)) == ["outcomes.enquiry_opened.v1"]


async def test_who_left_is_handed_nothing_more(cases: Cases) -> None:
    case_id = await cases.begin()
    await cases.join(case_id, POLICE)
    await cases.tell()
    await cases.arrive(enquiry_opened(case_id))
    await cases.post(POLICE, f"/cases/{case_id}/parties/departure", {"reason": REASON})
    assert (await cases.feed(POLICE))["items"] == []
    assert set(await _withheld(cases, POLICE)) == {Relation.FORMER_PARTY}


async def test_a_person_who_must_not_know_reads_the_rest_of_the_feed_without_a_gap(
    cases: Cases,
) -> None:
    reader = Person("accused", "custody")
    first, hidden, last = [await cases.begin() for _ in range(3)]
    for case_id in (first, hidden, last):
        await cases.join(case_id, POLICE)
    await cases.exclude(hidden, POLICE, practitioner_id="accused")
    await cases.tell()
    everything = await cases.feed(POLICE, person=Person("colleague", "custody"))
    assert _numbers(everything) == [1, 2, 3, 4, 5, 6]
    page = await cases.feed(POLICE, person=reader)
    assert {item["subject"] for item in page["items"]} == {f"case/{first}", f"case/{last}"}
    assert _numbers(page) == [1, 2, 3, 4]
    assert (await cases.feed(POLICE, person=reader, after=page["next"]))["items"] == []


async def test_the_employer_that_reported_its_own_worker_is_told_nothing(cases: Cases) -> None:
    case_id = await cases.begin(hold_on(EMPLOYER), referrer=EMPLOYER)
    await cases.arrive(decision_made(case_id))
    assert (await cases.feed(EMPLOYER))["items"] == []
    assert await _withheld(cases, EMPLOYER) == []


async def test_made_up_cases_are_not_told_to_real_agencies(cases: Cases) -> None:
    await cases.begin(referrer=REAL_TRUST)
    assert (await cases.feed(REAL_TRUST))["items"] == []
    real = await cases.begin(lead=REAL_COUNCIL, referrer=TRUST)
    assert (await cases.feed(TRUST))["items"] == []
    (event,) = (await cases.feed(REAL_COUNCIL))["items"]
    assert event["subject"] == f"case/{real}"


async def test_a_cursor_is_good_for_its_own_agency_alone(cases: Cases) -> None:
    await cases.begin()
    cursor = (await cases.feed(COUNCIL))["next"]
    for agency, after in ((TRUST, cursor), (COUNCIL, cursor[:-2]), (COUNCIL, "0"), (COUNCIL, "é")):
        answer = await cases.get(agency, "/feed", after=after)
        assert code_of(answer) == (400, "invalid_cursor")


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 501}, {"limit": "x"}, {"since": "1"}])
async def test_a_malformed_question_is_refused(cases: Cases, query: dict[str, Any]) -> None:
    assert (await cases.get(COUNCIL, "/feed", **query)).status_code == 422


async def test_the_feed_needs_its_scope(cases: Cases) -> None:
    scopes = frozenset(Scope) - {Scope.FEED_READ}
    async with cases.desk.client(COUNCIL, scopes=scopes) as client:
        assert (await client.get("/partners/v1/feed")).status_code == 403


async def test_who_was_handed_what_is_audited(cases: Cases) -> None:
    case_id: UUID = await cases.begin()
    await cases.feed(COUNCIL)
    async with cases.desk.database.transaction() as session:
        rows = (await session.execute(audit_entries.select())).all()
    assert [(row.operation, row.case_id) for row in rows] == [("receive_event", case_id)]


async def test_a_reader_without_a_name_is_refused_and_misses_nothing(cases: Cases) -> None:
    await cases.begin(referrer=TRUST)
    async with cases.desk.client(COUNCIL, None) as unnamed:
        answer = await unnamed.get("/partners/v1/feed")
    assert code_of(answer) == (403, "reader_unnamed")
    assert await _log(cases, COUNCIL) == []
