"""The lead agency causes an enquiry, and decides what its report is worth."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from services.partners.requests.models import Judgement, Request
from services.partners.worker import watch_clocks
from shared.events.partners import (
    AnswerJudged,
    RequestDeclined,
    RequestMade,
    RequestWithdrawn,
    TargetMissed,
)
from shared.reference.information_sharing import DeclineCode
from tests.services.partners.cases import Cases, Hands, code_of, hold_on
from tests.services.partners.requests.asking import (
    ANSWER,
    ENQUIRY,
    asked,
    case_with_parties,
    caused,
    make,
)
from tests.support.agencies import COUNCIL, EMPLOYER, POLICE, SAFEGUARDING_LEAD, TRUST, Agency

MORE: dict[str, Any] = {
    "quality": "more_work",
    "reason": "The night staff were not asked.",
    "target_due_at": "2027-01-29T17:00:00Z",
}


async def judge(
    cases: Cases, path: str, *, agency: Agency = COUNCIL, **judgement: Any
) -> httpx.Response:
    return await cases.post(agency, f"{path}/judgement", {"reason": "It is sound.", **judgement})


async def test_an_enquiry_is_caused_with_terms_and_a_report_is_due_in_20_working_days(
    cases: Cases,
) -> None:
    case_id = await case_with_parties(cases)
    path = await make(cases, case_id, COUNCIL, caused(TRUST))
    read = (await cases.get(TRUST, path)).json()
    assert read["enquiry"] == ENQUIRY | {
        "conflict_of_interest": {"implicated": "no", "justification": None},
        "advocate_note": None,
    }
    # From Sunday 22 November: 20 working days end on Friday 18 December.
    assert read["target_due_at"] == "2026-12-18T23:59:59Z"
    assert read["acknowledge_by"] == "2026-11-23T23:59:59Z"
    (made,) = await cases.desk.published(RequestMade)
    assert made["data"]["target_due_at"] == "2026-12-18T23:59:59Z"
    assert str(ENQUIRY["terms_of_reference"]) not in str(made)


async def test_only_the_lead_causes_an_enquiry(cases: Cases) -> None:
    case_id = await case_with_parties(cases)
    refused = await cases.post(POLICE, f"/cases/{case_id}/requests", caused(TRUST))
    assert code_of(refused) == (403, "only_the_lead_causes_enquiries")
    assert await cases.desk.count(Request) == 0


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"enquiry": None}, 400, "particulars_missing"),
        ({"legal_gateway": "dpa_2018_sch1_para18"}, 400, "gateway_is_not_for_this"),
        ({"enquiry": ENQUIRY | {"questions": []}}, 422, None),
        ({"enquiry": ENQUIRY | {"terms_of_reference": "\u3000"}}, 422, None),
        ({"enquiry": ENQUIRY | {"questions": ["a\0"]}}, 422, None),
    ],
)
async def test_an_enquiry_needs_terms_questions_and_a_duty(
    cases: Cases, body: dict[str, Any], status: int, code: str | None
) -> None:
    case_id = await case_with_parties(cases)
    refused = await cases.post(COUNCIL, f"/cases/{case_id}/requests", caused(TRUST, **body))
    assert refused.status_code == status
    if code:
        assert refused.json()["code"] == code
    assert await cases.desk.count(Request) == 0


@pytest.mark.parametrize("declared", ["yes", "unknown"])
async def test_an_implicated_agency_enquires_into_itself_only_for_a_reason(
    cases: Cases, declared: str
) -> None:
    case_id = await case_with_parties(cases, EMPLOYER)
    check = {"implicated": declared}
    body = caused(EMPLOYER, enquiry=ENQUIRY | {"conflict_of_interest": check})
    refused = await cases.post(COUNCIL, f"/cases/{case_id}/requests", body)
    assert code_of(refused) == (409, "implicated_agency_without_reason")
    check["justification"] = "Only its night rota shows who was there; we check it ourselves."
    path = await make(cases, case_id, COUNCIL, body)
    assert (await cases.get(COUNCIL, path)).json()["enquiry"]["conflict_of_interest"] == check


async def test_a_hold_is_remembered_whatever_is_declared(cases: Cases) -> None:
    case_id = await cases.begin(hold_on(EMPLOYER))
    path = f"/cases/{case_id}/exclusions"
    (hold,) = (await cases.get(COUNCIL, path, person=SAFEGUARDING_LEAD)).json()["items"]
    lifted = await cases.post(
        COUNCIL,
        f"{path}/{hold['exclusion_id']}/lifting",
        {"reason": "Its manager has to act."},
        person=SAFEGUARDING_LEAD,
    )
    assert lifted.status_code == 200
    await cases.join(case_id, EMPLOYER)
    refused = await cases.post(COUNCIL, f"/cases/{case_id}/requests", caused(EMPLOYER))
    assert code_of(refused) == (409, "implicated_agency_without_reason")


async def test_a_report_goes_back_for_more_work_and_is_accepted_in_its_second_version(
    cases: Cases, hands: Hands
) -> None:
    case_id = await case_with_parties(cases)
    path = await make(cases, case_id, COUNCIL, caused(TRUST))
    await cases.post(TRUST, f"{path}/answer", {"words": ANSWER})
    back = await judge(cases, path, **MORE)
    assert (back.json()["state"], back.json()["target_due_at"]) == (
        "reopened",
        MORE["target_due_at"],
    )
    hands.at = datetime(2027, 1, 30, tzinfo=UTC)
    await watch_clocks(cases.desk.database)
    missed = [event["data"] for event in await cases.desk.published(TargetMissed)]
    assert [event["target"] for event in missed] == ["decision_made", "enquiry_reported"]
    second = await cases.post(TRUST, f"{path}/answer", {"words": "The night staff say the same."})
    assert second.json()["contribution"]["version"] == 2
    accepted = await judge(cases, path, quality="accepted")
    assert accepted.json()["state"] == "accepted"
    read = (await cases.get(TRUST, path)).json()
    assert [(item["quality"], item["reason"]) for item in read["judgements"]] == [
        ("more_work", MORE["reason"]),
        ("accepted", "It is sound."),
    ]
    told = [event["data"]["quality"] for event in await cases.desk.published(AnswerJudged)]
    assert told == ["more_work", "accepted"]
    history = f"/cases/{case_id}/contributions/{read['contribution']['contribution_id']}"
    (earlier,) = (await cases.get(COUNCIL, history)).json()["earlier_versions"]
    assert earlier["words"] == ANSWER


async def test_a_report_is_rejected_with_a_reason(cases: Cases) -> None:
    case_id = await case_with_parties(cases)
    path = await make(cases, case_id, COUNCIL, caused(TRUST))
    await cases.post(TRUST, f"{path}/answer", {"words": ANSWER})
    assert (await judge(cases, path, quality="rejected", reason="")).status_code == 422
    rejected = await judge(cases, path, quality="rejected", reason="It asks nobody.")
    assert rejected.json()["state"] == "rejected"
    again = await cases.post(TRUST, f"{path}/answer", {"words": ANSWER})
    assert code_of(again) == (409, "request_has_moved_on")
    assert code_of(await judge(cases, path, quality="accepted")) == (409, "request_has_moved_on")


async def test_only_the_lead_judges_and_only_what_was_answered(cases: Cases) -> None:
    case_id = await case_with_parties(cases)
    path = await make(cases, case_id, COUNCIL, caused(TRUST))
    early = await judge(cases, path, quality="accepted")
    assert code_of(early) == (409, "request_has_moved_on")
    await cases.post(TRUST, f"{path}/answer", {"words": ANSWER})
    for agency in (TRUST, POLICE):
        refused = await judge(cases, path, agency=agency, quality="accepted")
        assert refused.status_code == 403
    assert (await judge(cases, path, agency=EMPLOYER, quality="accepted")).status_code == 404
    assert await cases.desk.count(Judgement) == 0


@pytest.mark.parametrize(
    "judgement",
    [
        {"quality": "more_work"},
        {"quality": "accepted", "target_due_at": "2027-01-29T17:00:00Z"},
        {"quality": "excellent"},
    ],
)
async def test_more_work_has_a_target_and_nothing_else_has(
    cases: Cases, judgement: dict[str, Any]
) -> None:
    case_id = await case_with_parties(cases)
    path = await make(cases, case_id, COUNCIL, caused(TRUST))
    await cases.post(TRUST, f"{path}/answer", {"words": ANSWER})
    assert (await judge(cases, path, **judgement)).status_code == 422
    past = await judge(cases, path, **MORE | {"target_due_at": "2020-01-01T00:00:00Z"})
    assert code_of(past) == (400, "target_not_in_the_future")


async def test_what_was_only_asked_is_not_judged(cases: Cases) -> None:
    case_id = await case_with_parties(cases)
    path = await make(cases, case_id, COUNCIL, asked(TRUST))
    await cases.post(TRUST, f"{path}/answer", {"words": ANSWER})
    refused = await judge(cases, path, quality="accepted")
    assert code_of(refused) == (409, "not_a_caused_enquiry")


@pytest.mark.parametrize("code", DeclineCode)
async def test_every_refusal_has_a_code_and_reasons_in_writing(
    cases: Cases, code: DeclineCode
) -> None:
    case_id = await case_with_parties(cases)
    body = asked(TRUST, kind="advice", legal_gateway="care_act_s7")
    path = await make(cases, case_id, COUNCIL, body)
    for reasonless in ({"code": code}, {"code": code, "reason": "\n \u00a0"}):
        assert (await cases.post(TRUST, f"{path}/decline", reasonless)).status_code == 422
    declined = await cases.post(
        TRUST, f"{path}/decline", {"code": code, "reason": "It would end the therapy."}
    )
    assert (declined.json()["state"], declined.json()["decline_code"]) == ("declined", code)
    twice = await cases.post(TRUST, f"{path}/decline", {"code": code, "reason": "Still."})
    assert code_of(twice) == (409, "request_has_moved_on")
    (told,) = await cases.desk.published(RequestDeclined)
    assert told["data"]["code"] == code


async def test_the_asker_withdraws_and_nobody_answers_or_is_late_after_that(
    cases: Cases, hands: Hands
) -> None:
    case_id = await case_with_parties(cases)
    path = await make(cases, case_id, POLICE, asked(TRUST, kind="action"))
    why = {"reason": "She has moved away."}
    for other in (TRUST, COUNCIL):
        refused = await cases.post(other, f"{path}/withdrawal", why)
        assert code_of(refused) == (403, "not_the_asking_agency")
    withdrawn = await cases.post(POLICE, f"{path}/withdrawal", why)
    assert (withdrawn.json()["state"], withdrawn.json()["withdrawal_reason"]) == (
        "withdrawn",
        why["reason"],
    )
    for step, body in (("answer", {"words": ANSWER}), ("decline", why), ("acknowledgement", None)):
        late = await cases.post(TRUST, f"{path}/{step}", body)
        assert code_of(late) == (409, "request_has_moved_on")
    hands.at = datetime(2027, 3, 1, tzinfo=UTC)
    await watch_clocks(cases.desk.database)
    missed = [event["data"]["target"] for event in await cases.desk.published(TargetMissed)]
    assert missed == ["decision_made"]
    assert len(await cases.desk.published(RequestWithdrawn)) == 1


async def test_what_was_answered_is_not_unasked(cases: Cases) -> None:
    case_id = await case_with_parties(cases)
    path = await make(cases, case_id, POLICE, asked(TRUST))
    await cases.post(TRUST, f"{path}/answer", {"words": ANSWER})
    late = await cases.post(POLICE, f"{path}/withdrawal", {"reason": "Never mind."})
    assert code_of(late) == (409, "request_has_moved_on")
