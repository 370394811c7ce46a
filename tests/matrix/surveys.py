"""How a survey is opened that asks the caller's agency, for the cells to answer and to read."""

from tests.matrix.cast import Actor
from tests.matrix.place import Place
from tests.matrix.sending import Prepare, Sent
from tests.matrix.stage import Case, someone_of
from tests.services.outcomes.survey_bodies import (
    LEADS_ANSWERS,
    REFUSAL,
    SURVEY_BODIES,
    SURVEYS,
    survey,
)
from tests.support.agencies import COUNCIL

_PAGE = "/outcomes/surveys/{survey_id}"


async def _new(place: Place, case: Case, actor: Actor) -> Sent:
    return Sent(body=survey("msp_leads"))


def _opened(call: str, fields: dict[str, str] | None = None) -> Prepare:
    async def prepare(place: Place, case: Case, actor: Actor) -> Sent:
        opened = await place.done(someone_of(COUNCIL), "POST", SURVEYS, survey("msp_leads"))
        return Sent({"survey_id": opened["survey_id"]}, SURVEY_BODIES.get(call), fields=fields)

    return prepare


SURVEY_CALLS: dict[str, Prepare] = {
    f"POST {SURVEYS}": _new,
    **{call: _opened(call) for call in SURVEY_BODIES if "{survey_id}" in call},
    **{
        call: _opened(call)
        for call in (
            f"GET {SURVEYS}/{{survey_id}}/results",
            f"GET {SURVEYS}/{{survey_id}}/words",
            f"GET {_PAGE}",
        )
    },
    f"POST {_PAGE}": _opened("", LEADS_ANSWERS["answers"]),
    f"POST {_PAGE}/refusal": _opened("", REFUSAL),
}
"""By the call; these are prepared even for a call that is to fail."""
