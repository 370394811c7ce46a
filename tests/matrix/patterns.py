"""How a source of risk comes up with several adults, for the lead to be told and to read."""

import asyncio
from itertools import count
from typing import Any

from tests.exchange.busy_case import CONCERNS
from tests.matrix.cast import DIRECTOR, LEADS_EXCLUDED_UNIT, Actor
from tests.matrix.place import Place
from tests.matrix.sending import Prepare, Sent
from tests.matrix.stage import Case, someone_of
from tests.services.intake.bodies import account, adult, concern
from tests.support.agencies import COUNCIL, POLICE

_PATTERNS = "/intake/v1/patterns"
_numbers = count()
_DIRECTING = Actor(COUNCIL, DIRECTOR)
_A_UNIT_OF_THE_LEAD = {
    "source": "other_known",
    "organisation_name": COUNCIL.name,
    "unit": LEADS_EXCLUDED_UNIT,
}


def _someone() -> dict[str, Any]:
    name = f"Canary {next(_numbers)}"
    return adult(given_name=name, nhs_number=None, date_of_birth=None, postcode=None)


async def _came_up_twice(place: Place, case: Case, actor: Actor) -> Sent:
    """Let a unit of the council's own come up with two adults; it may not read of it."""
    case_id = ""
    for _ in range(2):
        body = concern(adult=_someone(), sources_of_risk=[_A_UNIT_OF_THE_LEAD])
        case_id = (await place.done(someone_of(POLICE), "POST", CONCERNS, body))["case_id"]
    return Sent(ids={"pattern_id": await _noticed(place, case_id, "unit")})


async def _noticed(place: Place, case_id: str, kind: str) -> str:
    """Wait until the worker has noticed a pattern of that kind in the case; return its id."""
    for _ in range(200):
        await place.settle()
        answer = await place.call(_DIRECTING, "GET", _PATTERNS, params={"limit": 200})
        for pattern in answer.json()["items"]:
            if pattern["kind"] == kind and case_id in pattern["case_ids"]:
                return str(pattern["pattern_id"])
        await asyncio.sleep(0.05)
    raise AssertionError("no pattern was noticed")


READ_PATTERN: dict[str, Prepare] = {f"GET {_PATTERNS}/{{pattern_id}}": _came_up_twice}
"""By the call; prepared even for a call that is to fail."""


async def come_up(place: Place, case: Case) -> None:
    """Let an employer come up with another adult first, and then in this case."""
    home = {"source": "service_provider", "organisation_name": f"Canary Lodge {next(_numbers)}"}
    first = concern(adult=_someone(), sources_of_risk=[home])
    await place.done(someone_of(POLICE), "POST", CONCERNS, first)
    path = f"/intake/v1/cases/{case.id}/further-concerns"
    await place.done(_DIRECTING, "POST", path, account(sources_of_risk=[home]))
    await _noticed(place, case.id, "employer")
