"""The section 42 decision: one, by a person of the lead agency, with its grounds."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from shared.access.caller import Scope
from shared.audit.append import AuditKind, audit_entries
from shared.events.intake import DecisionMade
from tests.services.intake.bodies import (
    CANARIES,
    DECIDER_NAME,
    EVIDENCE,
    NEIGHBOUR,
    RATIONALE,
    decision,
    information,
)
from tests.services.intake.cases import accept, hidden, invite, raise_one, seen
from tests.services.intake.desk_rows import rows
from tests.support.agencies import (
    BYSTANDER,
    COUNCIL,
    EMPLOYER,
    POLICE,
    SOCIAL_WORKER,
    TRUST,
    Agency,
    named,
)
from tests.support.desk import Desk, event_of

NOT_MET = {"finding": "not_met", "evidence": EVIDENCE}
UNCLEAR = {"finding": "unclear", "evidence": EVIDENCE}

NO_CHANGE: list[tuple[dict[str, Any], int, str]] = [
    ({"outcome": "no_further_action"}, 400, "decision_inconsistent"),
    ({"outcome": "other_enquiry"}, 400, "decision_inconsistent"),
    ({"unable_to_protect": NOT_MET}, 400, "decision_inconsistent"),
    ({"abuse_or_neglect": UNCLEAR}, 400, "decision_inconsistent"),
    (
        {"abuse_or_neglect": UNCLEAR, "outcome": "no_further_action"},
        400,
        "decision_inconsistent",
    ),
    ({"rationale": " "}, 422, "malformed_input"),
    ({"rationale": None}, 422, "malformed_input"),
    ({"outcome": "canary"}, 422, "malformed_input"),
    ({"decider": {"name": DECIDER_NAME}}, 422, "malformed_input"),
    ({"unable_to_protect": {"finding": "met"}}, 422, "malformed_input"),
    ({"unable_to_protect": {"finding": "canary", "evidence": "x"}}, 422, "malformed_input"),
    ({"canary": 1}, 422, "malformed_input"),
]


def decision_path(case_id: UUID) -> str:
    return f"/intake/v1/cases/{case_id}/decision"


async def decide(
    desk: Desk, case_id: UUID, agency: Agency = COUNCIL, **changes: Any
) -> dict[str, Any]:
    async with desk.client(agency, SOCIAL_WORKER) as client:
        answer = await client.post(decision_path(case_id), json=decision(**changes))
    assert answer.status_code == 201, answer.text
    view: dict[str, Any] = answer.json()
    return view


async def test_the_lead_decides_that_section_42_applies(desk: Desk) -> None:
    event = await raise_one(desk)
    view = await decide(desk, event.case_id)
    assert view["outcome"] == "section_42"
    assert view["rationale"] == RATIONALE
    assert view["unable_to_protect"] == {"finding": "met", "evidence": EVIDENCE}
    assert view["decider"] == {"name": DECIDER_NAME, "role": "team manager"}
    assert view["decided_at"] == "2026-11-22T09:30:00Z"
    assert await seen(desk, decision_path(event.case_id)) == view
    case = await seen(desk, f"/intake/v1/cases/{event.case_id}")
    assert case == {
        "case_id": str(event.case_id),
        "lead_agency_id": str(COUNCIL.id),
        "state": "decided",
        "concern_ids": [str(event.concern_id)],
        "decision": view,
    }


async def test_the_decision_is_told_in_codes(desk: Desk) -> None:
    event = await raise_one(desk)
    await decide(desk, event.case_id, abuse_or_neglect=NOT_MET, outcome="other_enquiry")
    [envelope] = await desk.published(DecisionMade)
    made = event_of(envelope)
    assert isinstance(made, DecisionMade)
    assert made.case_id == event.case_id
    assert (made.care_and_support_needs, made.abuse_or_neglect) == ("met", "not_met")
    assert made.outcome == "other_enquiry"
    assert [canary for canary in CANARIES if canary in str(envelope)] == []


async def test_a_party_learns_the_outcome_and_who_decided(desk: Desk) -> None:
    event = await raise_one(desk)
    await accept(desk, event.case_id)
    whole = await decide(desk, event.case_id)
    view = await seen(desk, decision_path(event.case_id), POLICE)
    shown = {"decision_id", "case_id", "outcome", "decided_at", "decider"}
    assert view == {field: whole[field] if field in shown else None for field in whole}
    assert (await seen(desk, f"/intake/v1/cases/{event.case_id}", POLICE))["decision"] == view


async def test_the_referrer_learns_the_outcome(desk: Desk) -> None:
    event = await raise_one(desk)
    whole = await decide(desk, event.case_id)
    view = await seen(desk, decision_path(event.case_id), TRUST)
    shown = {"decision_id", "case_id", "outcome", "decided_at"}
    assert view == {field: whole[field] if field in shown else None for field in whole}


async def test_while_there_is_no_decision_there_is_none_to_read(desk: Desk) -> None:
    event = await raise_one(desk)
    await hidden(desk, decision_path(event.case_id), COUNCIL)
    assert (await seen(desk, f"/intake/v1/cases/{event.case_id}"))["decision"] is None


@pytest.mark.parametrize(("changes", "status", "code"), NO_CHANGE)
async def test_a_decision_that_can_not_stand_changes_nothing(
    desk: Desk, changes: dict[str, Any], status: int, code: str
) -> None:
    event = await raise_one(desk)
    before = await rows(desk)
    async with desk.client(COUNCIL) as client:
        answer = await client.post(decision_path(event.case_id), json=decision(**changes))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert [canary for canary in ("canary", *CANARIES) if canary in answer.text] == []
    assert await rows(desk) == before


async def test_a_decision_without_rationale_is_refused(desk: Desk) -> None:
    event = await raise_one(desk)
    body = decision()
    del body["rationale"]
    async with desk.client(COUNCIL) as client:
        assert (await client.post(decision_path(event.case_id), json=body)).status_code == 422


async def test_a_case_is_decided_once(desk: Desk) -> None:
    event = await raise_one(desk)
    first = await decide(desk, event.case_id)
    before = await rows(desk)
    async with desk.client(COUNCIL) as client:
        answer = await client.post(decision_path(event.case_id), json=decision())
    assert (answer.status_code, answer.json()["code"]) == (409, "case_already_decided")
    assert await rows(desk) == before
    assert await seen(desk, decision_path(event.case_id)) == first


async def test_of_several_who_decide_at_once_one_does(desk_on_postgres: Desk) -> None:
    desk = desk_on_postgres
    event = await raise_one(desk)
    path = decision_path(event.case_id)
    async with desk.client(COUNCIL) as client:
        await asyncio.gather(*(client.get(path) for _ in range(4)))  # connections are open now
        answers = await asyncio.gather(*(client.post(path, json=decision()) for _ in range(4)))
        late = await client.post(path, json=decision())
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert {answer.json()["code"] for answer in (*answers, late) if answer.status_code == 409} == {
        "case_already_decided"
    }
    assert len(await desk.published(DecisionMade)) == 1


async def test_a_case_can_be_raised_read_and_decided_on_postgresql(desk_on_postgres: Desk) -> None:
    desk = desk_on_postgres
    events = [await raise_one(desk) for _ in range(2)]
    await decide(desk, events[0].case_id)
    page = await seen(desk, "/intake/v1/concerns?limit=1")
    assert [item["concern_id"] for item in page["items"]] == [str(events[1].concern_id)]
    page = await seen(desk, f"/intake/v1/concerns?cursor={page['next']}")
    assert [item["concern_id"] for item in page["items"]] == [str(events[0].concern_id)]
    await hidden(desk, decision_path(events[0].case_id), EMPLOYER)


async def test_the_same_decision_sent_again_gets_the_same_answer(desk: Desk) -> None:
    event = await raise_one(desk)
    headers = {"Idempotency-Key": "decide-once"}
    async with desk.client(COUNCIL) as client:
        path = decision_path(event.case_id)
        first = await client.post(path, json=decision(), headers=headers)
        second = await client.post(path, json=decision(), headers=headers)
    assert first.status_code == second.status_code == 201
    assert first.json() == second.json()
    assert len(await desk.published(DecisionMade)) == 1


async def test_a_machine_may_advise_but_not_decide(desk: Desk) -> None:
    event = await raise_one(desk)
    before = await rows(desk)
    async with desk.client(COUNCIL, None) as client:
        answer = await client.post(decision_path(event.case_id), json=decision())
    assert (answer.status_code, answer.json()["code"]) == (403, "decider_needed")
    assert await rows(desk) == before
    query = select(audit_entries.c.reason).where(audit_entries.c.kind == AuditKind.DENIAL)
    async with desk.database.engine.connect() as connection:
        assert (await connection.execute(query)).scalars().all() == ["no practitioner"]


@pytest.mark.parametrize(
    ("agency", "status"), [(TRUST, 403), (POLICE, 403), (BYSTANDER, 404)], ids=named
)
async def test_only_the_lead_decides_and_gathers(desk: Desk, agency: Agency, status: int) -> None:
    event = await raise_one(desk, sources_of_risk=[NEIGHBOUR])
    await accept(desk, event.case_id)
    before = await rows(desk)
    async with desk.client(agency) as client:
        case = f"/intake/v1/cases/{event.case_id}"
        answers = [
            await client.post(f"{case}/decision", json=decision()),
            await client.post(f"{case}/information", json=information()),
            await client.get(f"{case}/information"),
        ]
    assert [answer.status_code for answer in answers] == [status] * 3
    assert await rows(desk) == before


async def test_without_the_scope_the_lead_does_not_decide(desk: Desk) -> None:
    event = await raise_one(desk)
    scopes = frozenset(Scope) - {Scope.DECISIONS_WRITE}
    async with desk.client(COUNCIL, scopes=scopes) as client:
        answer = await client.post(decision_path(event.case_id), json=decision())
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")


async def test_a_case_that_is_not_there_can_not_be_decided(desk: Desk) -> None:
    async with desk.client(COUNCIL) as client:
        answer = await client.post(decision_path(uuid4()), json=decision())
    assert answer.status_code == 404


async def test_who_is_only_invited_is_told_to_answer_first(desk: Desk) -> None:
    event = await raise_one(desk)
    await invite(desk, event.case_id)
    async with desk.client(POLICE) as client:
        for path in (f"/intake/v1/cases/{event.case_id}", decision_path(event.case_id)):
            assert (await client.get(path)).status_code == 403
