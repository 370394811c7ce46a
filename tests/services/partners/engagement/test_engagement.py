"""How each agency takes part is kept as facts, silence among them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from services.partners.worker import watch_clocks
from shared.events.contract import Audience
from shared.events.partners import EngagementRecorded
from tests.services.partners.cases import Cases, Hands
from tests.services.partners.requests.asking import ANSWER, asked, make
from tests.support.agencies import BYSTANDER, COUNCIL, POLICE, TRUST, Agency


async def engagement(cases: Cases, agency: Agency) -> dict[str, dict[str, Any]]:
    answer = await cases.get(agency, "/engagement")
    assert answer.status_code == 200, answer.text
    return {item["subject"]: item for item in answer.json()["items"]}


async def test_what_is_asked_and_heard_is_counted_with_its_times(
    cases: Cases, hands: Hands
) -> None:
    case_id = await cases.begin()
    await cases.join(case_id, POLICE, TRUST)
    first = await make(cases, case_id, COUNCIL, asked(POLICE))
    await make(cases, case_id, COUNCIL, asked(POLICE))
    await cases.tell()
    hands.at += timedelta(hours=3)
    await cases.post(POLICE, f"{first}/acknowledgement")
    await cases.post(POLICE, f"{first}/answer", {"words": ANSWER})
    await cases.tell()
    counted = (await engagement(cases, POLICE))["request"]
    assert counted == {
        "subject": "request",
        "asked": 2,
        "acknowledged": 1,
        "contributed": 1,
        "declined": 0,
        "overdue": 0,
        "silent": 0,
        "waiting": 1,
        "ended": 0,
        "median_hours_to_first_response": counted["median_hours_to_first_response"],
    }
    unasked = (await engagement(cases, TRUST))["request"]
    assert (unasked["asked"], unasked["median_hours_to_first_response"]) == (0, None)


async def test_silence_is_a_state_of_its_own_until_something_is_heard(
    cases: Cases, hands: Hands
) -> None:
    case_id = await cases.begin()
    await cases.invite(case_id, POLICE)
    await cases.invite(case_id, TRUST)
    await cases.post(TRUST, f"/cases/{case_id}/parties/decline", {"reason": "Not our patient."})
    await cases.tell()
    assert (await engagement(cases, POLICE))["invitation"]["waiting"] == 1
    hands.at = datetime(2026, 12, 1, tzinfo=UTC)
    await watch_clocks(cases.desk.database)
    await cases.tell()
    silent = (await engagement(cases, POLICE))["invitation"]
    assert (silent["silent"], silent["overdue"], silent["waiting"]) == (1, 1, 0)
    declined = (await engagement(cases, TRUST))["invitation"]
    assert (declined["declined"], declined["silent"], declined["overdue"]) == (1, 0, 0)
    await cases.post(POLICE, f"/cases/{case_id}/parties/acceptance")
    await cases.tell()
    late = (await engagement(cases, POLICE))["invitation"]
    assert (late["silent"], late["overdue"], late["acknowledged"]) == (0, 1, 1)


async def test_statistics_are_told_once_and_agencies_never(cases: Cases) -> None:
    case_id = await cases.begin()
    await cases.join(case_id, POLICE)
    await cases.tell()
    await cases.tell()
    facts = [event["data"] for event in await cases.desk.published(EngagementRecorded)]
    assert [(fact["subject"], fact["step"]) for fact in facts] == [
        ("invitation", "asked"),
        ("invitation", "acknowledged"),
    ]
    assert EngagementRecorded.audience is Audience.INTERNAL
    assert "engagement" not in str(await cases.feed(COUNCIL))


async def test_a_case_an_agency_must_not_know_of_is_not_counted(cases: Cases) -> None:
    case_id = await cases.begin()
    await cases.join(case_id, POLICE)
    await cases.tell()
    assert (await engagement(cases, POLICE))["invitation"]["asked"] == 1
    await cases.exclude(case_id, POLICE)
    nothing = await engagement(cases, POLICE)
    assert nothing == await engagement(cases, BYSTANDER)
    assert nothing["invitation"]["asked"] == 0
