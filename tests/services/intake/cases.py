"""Cases to read: raised over HTTP, with parties and exclusions as events would bring them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from services.intake.consumers import consumer
from shared.access.projection import AccessEvent
from shared.events.intake import ConcernRaised
from shared.events.partners import PartyAccepted, PartyInvited
from shared.messaging.envelope import data_of
from tests.services.intake.bodies import concern
from tests.support.agencies import COUNCIL, NURSE, POLICE, TRUST, Agency, Person
from tests.support.desk import Desk, event_of


async def raise_one(
    desk: Desk, agency: Agency = TRUST, person: Person | None = NURSE, **changes: Any
) -> ConcernRaised:
    """Raise a concern and return what was told of it."""
    async with desk.client(agency, person) as client:
        answer = await client.post("/intake/v1/concerns", json=concern(**changes))
    assert answer.status_code == 201, answer.text
    event = event_of((await desk.published(ConcernRaised))[-1])
    assert isinstance(event, ConcernRaised)
    return event


async def happen(desk: Desk, *events: AccessEvent) -> None:
    """Let intake hear what partners decided."""
    async with desk.database.transaction() as session:
        for event in events:
            await consumer.hear(session, event.type, data_of(event))


async def invite(desk: Desk, case_id: UUID, agency: Agency = POLICE) -> None:
    await happen(desk, PartyInvited(case_id=case_id, synthetic=True, agency_id=agency.id))


async def accept(desk: Desk, case_id: UUID, agency: Agency = POLICE) -> None:
    await happen(desk, PartyAccepted(case_id=case_id, synthetic=True, agency_id=agency.id))


async def seen(
    desk: Desk, path: str, agency: Agency = COUNCIL, person: Person | None = NURSE
) -> Any:
    """Read what must be there."""
    async with desk.client(agency, person) as client:
        answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def listed(desk: Desk, agency: Agency, person: Person | None = NURSE) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await seen(desk, "/intake/v1/concerns", agency, person))["items"]
    return items


async def hidden(desk: Desk, path: str, agency: Agency, person: Person | None = NURSE) -> None:
    """Assert that nothing tells `path` from one that has never been."""
    nowhere = "/".join(
        str(uuid4()) if segment.count("-") == 4 else segment for segment in path.split("/")
    )
    async with desk.client(agency, person) as client:
        answer, other = await client.get(path), await client.get(nowhere)
    assert answer.status_code == other.status_code == 404
    assert _lasting(answer.json()) == _lasting(other.json())
    assert _lasting(answer.headers) == _lasting(other.headers)


def _lasting(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what differs from each request to the next."""
    varying = {"request_id", "x-request-id", "x-correlation-id"}
    return {name: value for name, value in answer.items() if name not in varying}
