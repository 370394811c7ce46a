"""The enquiry as a whole: opened by a decision, read, concluded once by the lead agency."""

from typing import Any

import pytest

from services.outcomes.enquiries.models import Enquiry
from services.outcomes.errors import EnquiryAlreadyOpened
from shared.errors import NotYetKnown
from shared.events.outcomes import EnquiryConcluded, EnquiryOpened
from shared.reference.care_act import DecisionOutcome
from tests.services.outcomes import bodies
from tests.services.outcomes.cases import Case, decide, raise_concern
from tests.support.agencies import COUNCIL, POLICE, TRUST, Agency
from tests.support.desk import Desk


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [(DecisionOutcome.SECTION_42, "section_42"), (DecisionOutcome.OTHER_ENQUIRY, "other")],
)
async def test_a_decision_for_an_enquiry_opens_one(
    desk: Desk, raised: Case, outcome: DecisionOutcome, kind: str
) -> None:
    await decide(desk, raised, outcome)
    enquiry = await raised.enquiry()
    assert (enquiry["kind"], enquiry["state"], enquiry["asked"]) == (kind, "open", "not_recorded")
    assert (enquiry["desired_outcomes"], enquiry["conclusion"]) == ([], None)
    (event,) = await desk.published(EnquiryOpened)
    assert event["data"] == {
        "case_id": str(raised.id),
        "synthetic": True,
        "enquiry_id": enquiry["enquiry_id"],
        "kind": kind,
        "opened_at": "2026-11-22T09:30:00Z",
    }


@pytest.mark.parametrize(
    "outcome", [DecisionOutcome.NO_ENQUIRY_OTHER_ACTION, DecisionOutcome.NO_FURTHER_ACTION]
)
async def test_another_decision_opens_no_enquiry(
    desk: Desk, raised: Case, outcome: DecisionOutcome
) -> None:
    await decide(desk, raised, outcome)
    assert (await raised.get("enquiry", COUNCIL)).status_code == 404
    assert await desk.published() == []


async def test_a_decision_waits_for_the_concern_it_is_about(desk: Desk) -> None:
    with pytest.raises(NotYetKnown):
        await decide(desk, Case(desk))
    assert await desk.count(Enquiry) == 0


async def test_a_case_has_one_enquiry(desk: Desk, case: Case) -> None:
    with pytest.raises(EnquiryAlreadyOpened):
        await decide(desk, case, DecisionOutcome.OTHER_ENQUIRY)
    assert (await case.enquiry())["kind"] == "section_42"


async def test_the_whole_of_an_enquiry_is_read_at_once(case: Case) -> None:
    first = await case.wish()
    second = await case.done("desired-outcomes", bodies.second_wish(await case.converse()))
    limitation = await case.done(f"desired-outcomes/{first}/limitations", bodies.limitation())
    adults = await case.judge(first, achieved="not")
    workers = await case.judge(first, judged_by="worker")
    overall = await case.judge(None)
    enquiry = await case.enquiry()
    of_first, of_second = enquiry["desired_outcomes"]
    assert of_first["limitations"] == [limitation]
    assert of_first["verdicts"] == [adults, workers]
    assert of_second == second | {"limitations": [], "verdicts": []}
    assert enquiry["overall_verdicts"] == [overall]
    assert enquiry["asked"] == "asked_and_expressed"


async def test_the_etag_changes_with_every_change_and_with_nothing_else(case: Case) -> None:
    async def etag() -> str:
        return (await case.get("enquiry")).headers["ETag"]

    seen = [await etag()]
    assert await etag() == seen[0]
    wish_id = await case.wish()
    seen.append(await etag())
    await case.done(f"desired-outcomes/{wish_id}/limitations", bodies.limitation())
    seen.append(await etag())
    await case.judge(wish_id)
    seen.append(await etag())
    await case.post("verdicts", bodies.verdict(judged_by="neighbour"))
    assert await etag() == seen[-1]
    await case.conclude()
    seen.append(await etag())
    assert len(set(seen)) == len(seen)


async def test_the_lead_concludes_and_the_answers_follow_from_the_record(
    desk: Desk, case: Case
) -> None:
    first = await case.wish()
    conversation_id = await case.converse()
    second = (await case.done("desired-outcomes", bodies.second_wish(conversation_id)))[
        "desired_outcome_id"
    ]
    await case.judge(first, achieved="not")
    await case.judge(first, achieved="partially", judged_by="worker")
    await case.judge(second, achieved="fully")
    answer = await case.conclude()
    assert answer == await case.enquiry()
    assert answer["state"] == "concluded"
    told = ("concluded_at", "concluded_by_agency_id", "concluded_by_practitioner_id")
    assert {name: answer["conclusion"][name] for name in (*told, "summary", "result")} == {
        "concluded_at": "2026-11-22T09:30:00Z",
        "concluded_by_agency_id": str(COUNCIL.id),
        "concluded_by_practitioner_id": "nurse-1",
        "summary": bodies.CONCLUSION["summary"],
        "result": {"achieved": "partially", "judged_by": "adult", "derived": True},
    }
    (event,) = await desk.published(EnquiryConcluded)
    assert event["data"] == {
        "case_id": str(case.id),
        "synthetic": True,
        "enquiry_id": answer["enquiry_id"],
        "asked": "asked_and_expressed",
        "achieved": "partially",
        "achieved_judged_by": "adult",
        "derived": True,
        "concluded_at": "2026-11-22T09:30:00Z",
        "team": "district nursing",
    }


NOT_RECORDED = {"achieved": None, "judged_by": None, "derived": False}


async def test_an_enquiry_in_which_nobody_asked_is_concluded_as_not_recorded(case: Case) -> None:
    answer = await case.conclude()
    assert (answer["asked"], answer["conclusion"]["result"]) == ("not_recorded", NOT_RECORDED)


async def test_a_wish_that_nobody_judged_leaves_the_result_unrecorded(case: Case) -> None:
    judged = await case.wish()
    await case.wish(words=bodies.SECOND_WISH)
    await case.judge(judged, achieved="fully")
    assert (await case.conclude())["conclusion"]["result"] == NOT_RECORDED


async def test_a_case_is_concluded_once(desk: Desk, case: Case) -> None:
    before = await case.conclude()
    response = await case.post("conclusion", {"summary": "Again."}, COUNCIL)
    assert (response.status_code, response.json()["code"]) == (409, "case_already_concluded")
    assert await case.enquiry() == before
    assert len(await desk.published(EnquiryConcluded)) == 1


async def test_the_same_request_sent_twice_is_carried_out_once(desk: Desk, case: Case) -> None:
    headers = {"Idempotency-Key": "the-same-key"}
    async with desk.client(COUNCIL) as client:
        first, again, other = [
            await client.post(case.path("conclusion"), json=body, headers=headers)
            for body in (bodies.CONCLUSION, bodies.CONCLUSION, {"summary": "Another."})
        ]
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert len(await desk.published(EnquiryConcluded)) == 1


@pytest.mark.parametrize("agency", [TRUST, POLICE], ids=lambda agency: agency.name)
async def test_a_party_cannot_conclude(desk: Desk, case: Case, agency: Agency) -> None:
    response = await case.post("conclusion", bodies.CONCLUSION, agency)
    assert (response.status_code, response.json()["code"]) == (403, "forbidden")
    assert (await case.enquiry())["state"] == "open"
    assert await desk.published(EnquiryConcluded) == []


@pytest.mark.parametrize("body", [{}, {"summary": ""}, {"summary": "a", "achieved": "fully"}])
async def test_a_conclusion_is_a_summary_and_nothing_else(case: Case, body: dict[str, Any]) -> None:
    assert (await case.post("conclusion", body, COUNCIL)).status_code == 422
    assert (await case.enquiry())["state"] == "open"


async def test_a_concern_of_its_own_is_a_case_of_its_own(desk: Desk, case: Case) -> None:
    other = await raise_concern(desk)
    await decide(desk, other)
    await case.conclude()
    assert (await other.enquiry())["state"] == "open"
