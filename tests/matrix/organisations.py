"""How a concern about an organisation is raised, for the cells to act on."""

from tests.matrix.cast import LEADS_EXCLUDED_UNIT, SPARES, Actor
from tests.matrix.place import Place
from tests.matrix.sending import Prepare, Sent
from tests.matrix.stage import Case, someone_of
from tests.services.intake.bodies import ACTS_ON_ORGANISATION, ORGANISATIONAL_CONCERN
from tests.support.agencies import COUNCIL

_RECORDS = "/intake/v1/organisational-concerns"
_ONE = f"{_RECORDS}/{{record_id}}"
_A_UNIT_OF_THE_LEAD = ORGANISATIONAL_CONCERN | {
    "organisation": {"organisation_name": COUNCIL.name, "unit": LEADS_EXCLUDED_UNIT}
}


async def _new(place: Place, case: Case, actor: Actor) -> Sent:
    return Sent(body=ORGANISATIONAL_CONCERN)


def _raised(tail: str = "") -> Prepare:
    """Let another agency raise one about a unit of the council; for a removal, with the case."""

    async def prepare(place: Place, case: Case, actor: Actor) -> Sent:
        raised = await place.done(someone_of(SPARES[0]), "POST", _RECORDS, _A_UNIT_OF_THE_LEAD)
        body = ACTS_ON_ORGANISATION.get(tail)
        linked = {"case_id": case.id, "why": "canary"}
        if tail.startswith("cases"):
            body = linked
        if tail.endswith("removal"):
            path = f"{_RECORDS}/{raised['record_id']}/cases"
            await place.done(someone_of(COUNCIL), "POST", path, linked)
        return Sent({"record_id": raised["record_id"]}, body)

    return prepare


ORGANISATIONS: dict[str, Prepare] = {
    f"POST {_RECORDS}": _new,
    f"GET {_ONE}": _raised(),
    **{f"POST {_ONE}/{tail}": _raised(tail) for tail in ACTS_ON_ORGANISATION},
}
"""By the call; these are prepared even for a call that is to fail."""
