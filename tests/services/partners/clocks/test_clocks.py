"""Targets are followed, extended at the adult's pace, and missed once; nothing is closed."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.partners.clocks.commands import put_targets_in_force
from services.partners.clocks.models import Clock, ClockExtension, TargetSet
from services.partners.worker import keep_targets, watch_clocks
from shared.events.intake import DecisionMade
from shared.events.partners import TargetExtended, TargetMissed
from shared.reference.care_act import DecisionOutcome, LimbFinding
from shared.reference.targets import SHIPPED, Target, TargetCode, Targets
from tests.services.partners.cases import Cases, Hands, code_of
from tests.support.agencies import BYSTANDER, COUNCIL, POLICE, REAL_TRUST, TRUST, Agency

WHY = "She asked for a week to think it over \u2014 \u0141 \U0001f54a."


def decided(cases: Cases, case_id: UUID, outcome: DecisionOutcome) -> DecisionMade:
    return DecisionMade(
        case_id=case_id,
        synthetic=True,
        decision_id=uuid4(),
        outcome=outcome,
        decided_at=cases.desk.database.clock(),
        care_and_support_needs=LimbFinding.MET,
        abuse_or_neglect=LimbFinding.MET,
        unable_to_protect=LimbFinding.MET,
    )


async def clocks(cases: Cases, agency: Agency, case_id: UUID) -> dict[str, Any]:
    """Return the clocks that an agency reads, by target."""
    answer = await cases.get(agency, f"/cases/{case_id}/clocks")
    assert answer.status_code == 200, answer.text
    return {clock["target"]: clock for clock in answer.json()["items"]}


async def extend(
    cases: Cases, agency: Agency, clock: dict[str, Any], until: str, **more: Any
) -> httpx.Response:
    path = f"/cases/{clock['case_id']}/clocks/{clock['clock_id']}/extension"
    body = {"due_at": until, "reason": WHY, "agreed_with_adult": "yes", **more}
    return await cases.post(agency, path, body)


async def test_a_decision_and_then_a_plan_are_due_by_the_targets_in_force(cases: Cases) -> None:
    case_id = await cases.begin()  # on a Sunday
    (clock,) = (await clocks(cases, COUNCIL, case_id)).values()
    assert (clock["target"], clock["due_at"]) == ("decision_made", "2026-11-23T23:59:59Z")
    assert clock["targets_version"] == SHIPPED.version
    await cases.arrive(decided(cases, case_id, DecisionOutcome.SECTION_42))
    both = await clocks(cases, COUNCIL, case_id)
    assert both["decision_made"]["met_at"] is not None
    assert (both["plan_agreed"]["met_at"], both["plan_agreed"]["due_at"]) == (
        None,
        "2026-11-27T23:59:59Z",
    )


async def test_where_no_enquiry_follows_no_plan_is_due(cases: Cases) -> None:
    case_id = await cases.begin()
    await cases.arrive(decided(cases, case_id, DecisionOutcome.NO_FURTHER_ACTION))
    assert list(await clocks(cases, COUNCIL, case_id)) == ["decision_made"]


async def test_an_invitation_waits_for_an_answer_and_silence_is_told_once(
    cases: Cases, hands: Hands
) -> None:
    case_id = await cases.begin()
    await cases.invite(case_id, POLICE)
    await cases.tell()
    hands.at = datetime(2026, 11, 24, 23, 59, 59, tzinfo=UTC)
    await watch_clocks(cases.desk.database)
    missed = await cases.desk.published(TargetMissed)
    assert [event["data"]["target"] for event in missed] == ["decision_made"]
    hands.at = datetime(2026, 11, 25, 0, 0, 0, tzinfo=UTC)
    assert await watch_clocks(cases.desk.database)
    assert not await watch_clocks(cases.desk.database)
    _, silence = await cases.desk.published(TargetMissed)
    assert silence["data"]["target"] == "invitation_answered"
    assert silence["data"]["owed_by_agency_id"] == str(POLICE.id)
    accepted = await cases.post(POLICE, f"/cases/{case_id}/parties/acceptance")
    assert accepted.status_code == 200
    await cases.tell()
    clock = (await clocks(cases, POLICE, case_id))["invitation_answered"]
    assert clock["missed_at"] is not None
    assert clock["met_at"] is not None


async def test_an_answer_in_time_is_never_missed(cases: Cases, hands: Hands) -> None:
    case_id = await cases.begin()
    await cases.join(case_id, POLICE)
    await cases.tell()
    await cases.arrive(decided(cases, case_id, DecisionOutcome.NO_FURTHER_ACTION))
    hands.at = datetime(2027, 1, 5, tzinfo=UTC)
    await watch_clocks(cases.desk.database)
    assert await cases.desk.published(TargetMissed) == []


async def test_whoever_must_not_know_any_more_owes_nothing(cases: Cases, hands: Hands) -> None:
    case_id = await cases.begin()
    await cases.invite(case_id, POLICE)
    await cases.tell()
    await cases.exclude(case_id, POLICE)
    hands.at = datetime(2026, 12, 1, tzinfo=UTC)
    await watch_clocks(cases.desk.database)
    missed = await cases.desk.published(TargetMissed)
    assert [event["data"]["target"] for event in missed] == ["decision_made"]
    stopped = (await clocks(cases, COUNCIL, case_id))["invitation_answered"]
    assert (stopped["stopped_at"], stopped["missed_at"]) == ("2026-12-01T00:00:00Z", None)


async def test_a_target_is_extended_at_the_adults_pace_and_may_be_missed_anew(
    cases: Cases, hands: Hands
) -> None:
    case_id = await cases.begin()
    clock = (await clocks(cases, COUNCIL, case_id))["decision_made"]
    hands.at = datetime(2026, 11, 24, 9, tzinfo=UTC)
    await watch_clocks(cases.desk.database)
    later = await extend(cases, COUNCIL, clock, "2026-12-01T12:00:00Z")
    assert later.status_code == 200, later.text
    assert (later.json()["due_at"], later.json()["missed_at"]) == ("2026-12-01T12:00:00Z", None)
    (extension,) = later.json()["extensions"]
    assert extension["reason"] == WHY
    assert extension["was_missed_before"] is True
    assert extension["due_at_before"] == "2026-11-23T23:59:59Z"
    (told,) = await cases.desk.published(TargetExtended)
    assert (told["data"]["agreed_with_adult"], "reason" in told["data"]) == ("yes", False)
    hands.at = datetime(2026, 12, 2, tzinfo=UTC)
    await watch_clocks(cases.desk.database)
    assert len(await cases.desk.published(TargetMissed)) == 2
    async with cases.desk.database.transaction() as session:
        (kept,) = (await session.execute(ClockExtension.__table__.select())).all()
    assert WHY.encode() not in kept.reason


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({"due_at": "2026-11-23T23:59:59Z"}, (400, "not_an_extension")),
        ({"due_at": "2020-01-01T00:00:00Z"}, (400, "not_an_extension")),
        ({"reason": " "}, (422, "malformed")),
        ({"agreed_with_adult": "perhaps"}, (422, "malformed")),
        ({"agreed_with_adult": None}, (422, "malformed")),
    ],
)
async def test_an_extension_is_later_has_a_reason_and_says_whether_the_adult_agreed(
    cases: Cases, change: dict[str, Any], answer: tuple[int, str]
) -> None:
    case_id = await cases.begin()
    clock = (await clocks(cases, COUNCIL, case_id))["decision_made"]
    refused = await extend(cases, COUNCIL, clock, "2026-12-01T12:00:00Z", **change)
    assert refused.status_code == answer[0]
    if answer[0] == 400:
        assert code_of(refused) == answer
    assert await cases.desk.count(ClockExtension) == 0


async def test_what_is_met_is_not_extended(cases: Cases) -> None:
    case_id = await cases.begin()
    await cases.arrive(decided(cases, case_id, DecisionOutcome.NO_FURTHER_ACTION))
    clock = (await clocks(cases, COUNCIL, case_id))["decision_made"]
    refused = await extend(cases, COUNCIL, clock, "2026-12-01T12:00:00Z")
    assert code_of(refused) == (409, "nothing_is_waited_for")


async def test_who_owes_does_not_extend_and_others_see_no_clock(cases: Cases) -> None:
    case_id = await cases.begin()
    await cases.join(case_id, POLICE, TRUST)
    await cases.tell()
    clock = (await clocks(cases, POLICE, case_id))["invitation_answered"]
    late = "2027-02-01T12:00:00Z"
    assert code_of(await extend(cases, POLICE, clock, late)) == (403, "not_yours_to_extend")
    for stranger in (BYSTANDER, REAL_TRUST, TRUST):
        hidden = await extend(cases, stranger, clock, late)
        absent = await extend(cases, stranger, clock | {"clock_id": str(uuid4())}, late)
        assert (hidden.status_code, code_of(hidden)) == (404, code_of(absent))
    seen = await cases.get(TRUST, f"/cases/{case_id}/clocks")
    assert {item["owed_by_agency_id"] for item in seen.json()["items"]} == {str(TRUST.id)}


async def test_the_targets_in_force_can_be_read_and_follow_the_configuration(
    cases: Cases, hands: Hands
) -> None:
    read = (await cases.get(TRUST, "/targets")).json()
    assert read["version"] == SHIPPED.version
    assert {item["target"] for item in read["items"]} == set(SHIPPED.targets)
    own = Targets(
        version="northshire-2",
        targets={TargetCode.DECISION_MADE: Target(working_days=3, source="Our own procedures")},
    )
    assert await keep_targets(own, cases.desk.database)
    assert not await keep_targets(own, cases.desk.database)
    assert (await cases.get(TRUST, "/targets")).json()["version"] == "northshire-2"
    case_id = await cases.begin()
    clock = (await clocks(cases, COUNCIL, case_id))["decision_made"]
    assert clock["due_at"] == "2026-11-25T23:59:59Z"
    await cases.invite(case_id, POLICE)
    await cases.tell()
    assert await cases.desk.count(Clock) == 1  # nothing is said of invitations any more
    hands.at = datetime(2026, 11, 30, tzinfo=UTC)
    async with cases.desk.database.transaction() as session:
        assert await put_targets_in_force(session, SHIPPED)
    assert await cases.desk.count(TargetSet) == 2
