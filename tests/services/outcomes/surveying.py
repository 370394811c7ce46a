"""A survey, opened, answered and read as anybody."""

from datetime import date
from typing import Any

import httpx

from services.outcomes.consumers import consumer
from shared.events.contract import Acted
from shared.events.intake import AuditSealed
from shared.messaging.envelope import data_of
from tests.services.outcomes.cases import Case
from tests.services.outcomes.survey_bodies import ANSWERS, MINE, SURVEYS
from tests.support.agencies import (
    BOARD,
    COUNCIL,
    NURSE,
    SAFEGUARDING_LEAD,
    TRUST,
    Agency,
    Person,
)
from tests.support.desk import Desk

SURVEY: dict[str, Any] = {
    "kind": "practitioners",
    "period_from": "2026-11-01",
    "period_to": "2026-11-22",
    "selection": "census",
    "closes_on": "2026-11-22",
}


async def act(
    case: Case, agency: Agency, practitioner_id: str | None, *, on: date = date(2026, 11, 20)
) -> None:
    """Let outcomes hear, as intake's audit tells, that somebody acted on a case."""
    acted = Acted(
        case_id=case.id, agency_id=agency.id, practitioner_id=practitioner_id, acted_on=on
    )
    sealed = AuditSealed(number=1, digest="00", entries=1, acted=(acted,))
    async with case.desk.database.transaction() as session:
        await consumer.hear(session, sealed.type, data_of(sealed))


async def send(
    desk: Desk, agency: Agency = COUNCIL, person: Person | None = NURSE, **changes: Any
) -> httpx.Response:
    async with desk.client(agency, person) as client:
        return await client.post(SURVEYS, json=SURVEY | changes)


async def open_survey(desk: Desk, agency: Agency = COUNCIL, **changes: Any) -> dict[str, Any]:
    """Open what must be opened."""
    answer = await send(desk, agency, **changes)
    assert answer.status_code == 201, answer.text
    opened: dict[str, Any] = answer.json()
    return opened


async def my_surveys(desk: Desk, agency: Agency, person: Person | None) -> list[dict[str, Any]]:
    async with desk.client(agency, person) as client:
        answer = await client.get(MINE)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def answer(
    desk: Desk,
    survey_id: str,
    agency: Agency = TRUST,
    person: Person | None = NURSE,
    **changes: Any,
) -> httpx.Response:
    async with desk.client(agency, person) as client:
        return await client.post(f"{MINE}/{survey_id}/answers", json=ANSWERS | changes)


async def decline(
    desk: Desk,
    survey_id: str,
    body: dict[str, Any],
    agency: Agency = TRUST,
    person: Person | None = NURSE,
) -> httpx.Response:
    async with desk.client(agency, person) as client:
        return await client.post(f"{MINE}/{survey_id}/refusal", json=body)


async def note_leaver(
    desk: Desk, practitioner_id: str, agency: Agency, person: Person
) -> httpx.Response:
    async with desk.client(agency, person) as client:
        return await client.post(f"{SURVEYS}/leavers", json={"practitioner_id": practitioner_id})


async def results(desk: Desk, survey_id: str, agency: Agency = COUNCIL) -> httpx.Response:
    async with desk.client(agency) as client:
        return await client.get(f"{SURVEYS}/{survey_id}/results")


async def words(desk: Desk, survey_id: str, agency: Agency = COUNCIL) -> httpx.Response:
    async with desk.client(agency) as client:
        return await client.get(f"{SURVEYS}/{survey_id}/words")


async def shown(desk: Desk, survey_id: str, agency: Agency = BOARD) -> dict[str, Any]:
    answer = await results(desk, survey_id, agency)
    assert answer.status_code == 200, answer.text
    view: dict[str, Any] = answer.json()
    return view


async def listed(desk: Desk, agency: Agency) -> list[dict[str, Any]]:
    async with desk.client(agency, SAFEGUARDING_LEAD) as client:
        answer = await client.get(SURVEYS)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items
