"""Information gathering: possible, never a precondition, and the lead agency's own."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from shared.events.intake import InformationGathered
from tests.services.intake.bodies import CANARIES, NOTE, decision, information
from tests.services.intake.cases import accept, raise_one, seen
from tests.services.intake.desk_rows import rows
from tests.support.agencies import COUNCIL, POLICE, SOCIAL_WORKER, TRUST
from tests.support.desk import Desk, event_of


async def gather(desk: Desk, case_id: UUID, **changes: Any) -> dict[str, Any]:
    async with desk.client(COUNCIL, SOCIAL_WORKER) as client:
        answer = await client.post(
            f"/intake/v1/cases/{case_id}/information", json=information(**changes)
        )
    assert answer.status_code == 201, answer.text
    view: dict[str, Any] = answer.json()
    return view


async def test_what_was_found_out_is_kept_with_its_source(desk: Desk) -> None:
    event = await raise_one(desk)
    first = await gather(desk, event.case_id, gathered_at="2026-11-20T16:00:00+01:00")
    second = await gather(desk, event.case_id)
    assert (first["source"], first["note"]) == ("the bank", NOTE)
    assert first["gathered_at"] == "2026-11-20T15:00:00Z"
    assert second["gathered_at"] == second["recorded_at"] == "2026-11-22T09:30:00Z"
    assert second["recorded_by_practitioner_id"] == SOCIAL_WORKER.id
    listing = await seen(desk, f"/intake/v1/cases/{event.case_id}/information")
    assert listing == {"items": [second, first], "next": None}


async def test_it_is_told_as_a_fact_without_what_it_says(desk: Desk) -> None:
    event = await raise_one(desk)
    await gather(desk, event.case_id, gathered_at="2026-11-20T15:00:00Z")
    [envelope] = await desk.published(InformationGathered)
    told = event_of(envelope)
    assert isinstance(told, InformationGathered)
    assert told.gathered_at == datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert [canary for canary in CANARIES if canary in str(envelope)] == []


async def test_the_state_says_so_to_the_lead_alone(desk: Desk) -> None:
    event = await raise_one(desk)
    await accept(desk, event.case_id)
    case = f"/intake/v1/cases/{event.case_id}"
    assert (await seen(desk, case))["state"] == "received"
    await gather(desk, event.case_id)
    assert (await seen(desk, case))["state"] == "information_gathering"
    for agency in (POLICE, TRUST):
        assert (await seen(desk, case, agency))["state"] == "received"


async def test_it_may_go_on_beside_the_decision(desk: Desk) -> None:
    event = await raise_one(desk)
    case = f"/intake/v1/cases/{event.case_id}"
    async with desk.client(COUNCIL) as client:
        assert (await client.post(f"{case}/decision", json=decision())).status_code == 201
    await gather(desk, event.case_id)
    assert (await seen(desk, case))["state"] == "decided"


async def test_each_case_has_its_own(desk: Desk) -> None:
    one, other = await raise_one(desk), await raise_one(desk)
    await gather(desk, one.case_id)
    listing = await seen(desk, f"/intake/v1/cases/{other.case_id}/information")
    assert listing["items"] == []
    assert (await seen(desk, f"/intake/v1/cases/{other.case_id}"))["state"] == "received"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"gathered_at": "2026-11-22T09:30:01Z"}, 400),
        ({"gathered_at": "2026-11-20T15:00:00"}, 422),
        ({"gathered_at": "0001-01-01T00:00:00+14:00"}, 422),
        ({"gathered_at": 5}, 422),
        ({"note": ""}, 422),
        ({"source": "two\nlines"}, 422),
        ({"canary": 1}, 422),
    ],
)
async def test_what_can_not_be_so_changes_nothing(
    desk: Desk, changes: dict[str, Any], status: int
) -> None:
    event = await raise_one(desk)
    before = await rows(desk)
    async with desk.client(COUNCIL) as client:
        answer = await client.post(
            f"/intake/v1/cases/{event.case_id}/information", json=information(**changes)
        )
    assert answer.status_code == status
    assert await rows(desk) == before
