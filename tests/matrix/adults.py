"""How the adult of a case is described anew, and found to be the person of another case."""

from typing import Any

from tests.exchange.busy_case import CONCERNS
from tests.matrix.cast import Actor
from tests.matrix.place import Place
from tests.matrix.sending import Prepare, Sent
from tests.matrix.stage import Case, someone_of
from tests.services.intake.bodies import NEIGHBOUR, adult, concern
from tests.support.agencies import COUNCIL, POLICE

_ADULT = "/intake/v1/cases/{case_id}/adult"
_FIRST = {"If-Match": '"1"'}
_WHY = {"why": "canary"}


async def _twin(place: Place) -> dict[str, Any]:
    """Raise a concern about the same adult; return what says whose they are."""
    raised = await place.done(
        someone_of(POLICE), "POST", CONCERNS, concern(sources_of_risk=[NEIGHBOUR])
    )
    return {"same_as_case_id": raised["case_id"], **_WHY}


async def _describe(place: Place, case: Case, actor: Actor) -> Sent:
    return Sent(body=adult(), headers=_FIRST)


async def _merge(place: Place, case: Case, actor: Actor) -> Sent:
    return Sent(body=await _twin(place))


async def _separate(place: Place, case: Case, actor: Actor) -> Sent:
    path = _ADULT.format(case_id=case.id)
    await place.done(someone_of(COUNCIL), "POST", f"{path}/merger", await _twin(place))
    return Sent(body=_WHY)


ADULTS: dict[str, Prepare] = {
    f"PUT {_ADULT}": _describe,
    f"POST {_ADULT}/merger": _merge,
    f"POST {_ADULT}/separation": _separate,
}
"""By the call; each on a case of its own, since it changes whom the others are about."""


async def find_out(place: Place, case: Case, lead: Actor) -> None:
    """Describe the adult anew, find them to be another, and take that back."""
    path = _ADULT.format(case_id=case.id)
    told = await place.call(lead, "PUT", path, adult(), headers=_FIRST)
    told.raise_for_status()
    await place.done(lead, "POST", f"{path}/merger", await _twin(place))
    await place.done(lead, "POST", f"{path}/separation", _WHY)
