"""How an allegation against somebody in a position of trust is raised, for the cells to act on."""

from typing import Any

from tests.matrix.cast import LEADS_EXCLUDED_UNIT, SPARES, Actor
from tests.matrix.place import Place
from tests.matrix.sending import Prepare, Sent
from tests.matrix.stage import Case, someone_of
from tests.services.intake.bodies import ACTS_ON_POSITION, POSITION_OF_TRUST
from tests.support.agencies import COUNCIL

_RECORDS = "/intake/v1/positions-of-trust"
_ONE = f"{_RECORDS}/{{record_id}}"


def _against_a_unit() -> dict[str, Any]:
    """Return an allegation against somebody of the council's own."""
    accused = {"source": "other_known", "name": "Canary", "unit": LEADS_EXCLUDED_UNIT}
    return POSITION_OF_TRUST | {"accused": accused | {"organisation_name": COUNCIL.name}}


async def _raise(place: Place, who: Actor, body: dict[str, Any]) -> dict[str, str]:
    raised = await place.done(who, "POST", _RECORDS, body)
    return {"record_id": raised["record_id"]}


async def _new(place: Place, case: Case, actor: Actor) -> Sent:
    return Sent(body=_against_a_unit())


async def _its_own(place: Place, case: Case, actor: Actor) -> Sent:
    who = someone_of(SPARES[0]) if actor.agency is None else actor
    return Sent(await _raise(place, who, POSITION_OF_TRUST))


def _another(tail: str = "") -> Prepare:
    async def prepare(place: Place, case: Case, actor: Actor) -> Sent:
        ids = await _raise(place, someone_of(SPARES[0]), _against_a_unit())
        body = ACTS_ON_POSITION.get(tail)
        if tail == "cases" and body is not None:
            body = body | {"case_id": case.id}
        return Sent(ids, body)

    return prepare


TRUST_RECORDS: dict[str, Prepare] = {
    f"POST {_RECORDS}": _new,
    f"GET {_ONE} (its own)": _its_own,
    f"GET {_ONE}": _another(),
    **{f"POST {_ONE}/{tail}": _another(tail) for tail in ACTS_ON_POSITION},
}
"""By the call; these are prepared even for a call that is to fail."""
