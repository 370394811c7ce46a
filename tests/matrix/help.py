"""How help is asked for and given."""

from typing import Any

from tests.matrix.cast import Actor
from tests.matrix.place import Place
from tests.matrix.sending import Prepare, Sent
from tests.matrix.stage import Case, body_of, someone_of
from tests.support.agencies import COUNCIL, POLICE, Agency

_CASE = "/outcomes/v1/cases/{case_id}/help-requests"
_ANSWER = {"words": "canary-answer", "given_by": {"name": "canary", "role": "principal"}}
_JUDGEMENT = {"helped": "yes"}


async def _ask(place: Place, case: Case, agency: Agency, asked_of: str) -> str:
    body = body_of("help-requests", case) | {"asked_of": asked_of}
    path = _CASE.format(**case.ids)
    asked = await place.done(someone_of(agency), "POST", path, body)
    return str(asked["help_request_id"])


def _asked(body: dict[str, Any], *, answered: bool = False) -> Prepare:
    """Let the caller's agency ask its own; where it is to judge, it has been answered."""

    async def prepare(place: Place, case: Case, actor: Actor) -> Sent:
        agency = actor.agency or COUNCIL
        one = await _ask(place, case, agency, "own_agency")
        if answered:
            path = f"{_CASE}/{one}/answer".format(**case.ids)
            await place.done(someone_of(agency), "POST", path, _ANSWER)
        return Sent({"help_request_id": one}, body)

    return prepare


HELP: dict[str, Prepare] = {
    f"POST {_CASE}/{{help_request_id}}/answer": _asked(_ANSWER),
    f"POST {_CASE}/{{help_request_id}}/judgement": _asked(_JUDGEMENT, answered=True),
}


async def ask_and_answer(place: Place, case: Case) -> None:
    """Let parties, and the lead itself, ask the lead for help, and the lead answer each."""
    for agency in (POLICE, COUNCIL):
        one = await _ask(place, case, agency, "lead_agency")
        path = f"{_CASE}/{one}/answer".format(**case.ids)
        await place.done(someone_of(COUNCIL), "POST", path, _ANSWER)
