"""How each operation is called so that, where the sheet says yes, it really comes about.

An operation that needs nothing but a case and a body has no recipe here: its body is found, by the
last part of its path, in `tests/exchange/busy_case.py`. A recipe says what has to be there first.
"""

from dataclasses import dataclass
from itertools import count

from tests.exchange.busy_case import CONCERNS, REASON
from tests.matrix import concerns as concerns_told
from tests.matrix import endings, shared_work
from tests.matrix.adults import ADULTS
from tests.matrix.cast import SPARES, WITH_EXCLUDED, Actor
from tests.matrix.experience import AFTERWARDS, PAGES
from tests.matrix.help import HELP
from tests.matrix.organisations import ORGANISATIONS
from tests.matrix.own_affairs import OWN
from tests.matrix.patterns import READ_PATTERN
from tests.matrix.place import Place
from tests.matrix.reports import REPORTS
from tests.matrix.reviews import REVIEWS
from tests.matrix.sending import Prepare, Sent
from tests.matrix.sheet import Cell
from tests.matrix.speaking import SPEAKING
from tests.matrix.stage import (
    Case,
    Stage,
    ask,
    body_of,
    exclude,
    open_in_emergency,
    someone_of,
)
from tests.matrix.surveys import SURVEY_CALLS
from tests.matrix.trust import TRUST_RECORDS
from tests.matrix.wishes import OWN_WISHES, WISHES, died
from tests.services.intake.bodies import NEIGHBOUR, adult, concern
from tests.support.agencies import COUNCIL, POLICE

_numbers = count()


_SOMEONE_REAL = adult(nhs_number=None, postcode=None)


async def _raise(place: Place, case: Case, actor: Actor) -> Sent:
    """Return a concern that holds nobody."""
    real = {} if actor.agency is None or actor.agency.synthetic else {"adult": _SOMEONE_REAL}
    return Sent(body=concern(sources_of_risk=[NEIGHBOUR], **real))


async def _invite(place: Place, case: Case, actor: Actor) -> Sent:
    spare = SPARES[next(_numbers) % len(SPARES)]
    return Sent(body={"agency_id": str(spare.id), **REASON})


async def _exclude(place: Place, case: Case, actor: Actor) -> Sent:
    nobody = f"nobody-{next(_numbers)}"
    return Sent(body={"agency_id": str(SPARES[0].id), "practitioner_id": nobody, **REASON})


async def _lift(place: Place, case: Case, actor: Actor) -> Sent:
    nobody = f"nobody-{next(_numbers)}"
    decided = await exclude(place, case, SPARES[0], by=actor, practitioner_id=nobody)
    return Sent(ids={"exclusion_id": decided}, body=REASON)


async def _no_good_link(place: Place, case: Case, actor: Actor) -> Sent:
    return Sent(form={"code": "of no link"})


async def _wish(place: Place, case: Case, actor: Actor) -> Sent:
    return Sent(body=body_of("desired-outcomes", case))


async def _revise(place: Place, case: Case, actor: Actor) -> Sent:
    path = f"/outcomes/v1/cases/{case.id}/desired-outcomes"
    wished = body_of("desired-outcomes", case)
    wish = await place.done(someone_of(POLICE), "POST", path, wished)
    ids = {"desired_outcome_id": wish["desired_outcome_id"]}
    return Sent(ids=ids, body=wished | {"why": "canary-why"}, headers={"If-Match": '"1"'})


async def _name_decider(place: Place, case: Case, actor: Actor) -> Sent:
    other = {"agency_id": str(POLICE.id), "practitioner_id": "dci-8", **REASON}
    return Sent(body=other)


async def _open_emergency(place: Place, case: Case, actor: Actor) -> Sent:
    opened = await open_in_emergency(place, case)
    return Sent(ids={"emergency_id": opened}, body=body_of("review", case))


def _asked(tail: str) -> Prepare:
    async def prepare(place: Place, case: Case, actor: Actor) -> Sent:
        asker = POLICE if actor.agency == COUNCIL else COUNCIL
        request_id = await ask(place, case, asker, actor.agency or COUNCIL)
        body = None if tail == "acknowledgement" else body_of(tail, case)
        return Sent(ids={"request_id": request_id}, body=body)

    return prepare


async def _between_others(place: Place, case: Case, actor: Actor) -> Sent:
    """Return a request of which the caller is neither end; the lead reads it all the same."""
    ends = (POLICE, WITH_EXCLUDED) if actor.agency == COUNCIL else (COUNCIL, POLICE)
    if actor.agency == POLICE:
        ends = (COUNCIL, WITH_EXCLUDED)
    return Sent(ids={"request_id": await ask(place, case, *ends)})


async def _read_asked(place: Place, case: Case, actor: Actor) -> Sent:
    return await _asked("acknowledgement")(place, case, actor)


async def _ask(place: Place, case: Case, actor: Actor) -> Sent:
    asked = POLICE if actor.agency == COUNCIL else COUNCIL
    return Sent(body=body_of("requests", case) | {"asked_of_agency_id": str(asked.id)})


@dataclass(frozen=True)
class Recipe:
    """What to prepare; and, where it comes about once in a case, how far that case has come.

    Nothing is prepared for a call that is to fail, unless what it is about matters.
    """

    prepare: Prepare | None = None
    even_to_fail: bool = False
    once_in_a_case: Stage | None = None


_CASE = "/partners/v1/cases/{case_id}"
_REQUEST = f"{_CASE}/requests/{{request_id}}"

_CONTRIBUTION = f"{_CASE}/contributions/{{contribution_id}}"
_ACTION = f"{_CASE}/actions/{{action_id}}"
_TRANSFER = f"{_CASE}/transfers/{{transfer_id}}"


def _shared(tail: str) -> Recipe:
    return Recipe(shared_work.another_s(tail, shared=True), even_to_fail=True)


RECIPES: dict[str, Recipe] = {
    "POST /partners/operator/sign-in": Recipe(_no_good_link, even_to_fail=True),
    f"POST {_CASE}/contributions": Recipe(shared_work.contribute),
    f"GET {_CONTRIBUTION}": Recipe(shared_work.its_own("")),
    f"GET {_CONTRIBUTION} (another's)": Recipe(
        shared_work.another_s("", shared=False), even_to_fail=True
    ),
    f"GET {_CONTRIBUTION} (shared)": _shared(""),
    f"PUT {_CONTRIBUTION}": Recipe(shared_work.its_own("{contribution_id}")),
    f"PUT {_CONTRIBUTION} (shared)": _shared("{contribution_id}"),
    f"POST {_CONTRIBUTION}/withdrawal": Recipe(shared_work.its_own("withdrawal")),
    f"POST {_CONTRIBUTION}/withdrawal (shared)": _shared("withdrawal"),
    f"POST {_CONTRIBUTION}/transfer": Recipe(shared_work.its_own("transfer")),
    f"POST {_CONTRIBUTION}/transfer (shared)": _shared("transfer"),
    f"POST {_TRANSFER}/acceptance": Recipe(shared_work.offered("")),
    f"POST {_TRANSFER}/decline": Recipe(shared_work.offered("decline")),
    f"POST {_CASE}/actions": Recipe(shared_work.propose_own),
    f"POST {_ACTION}/acceptance": Recipe(shared_work.proposed_to("acceptance")),
    f"POST {_ACTION}/decline": Recipe(shared_work.proposed_to("decline")),
    f"POST {_ACTION}/completion": Recipe(shared_work.proposed_to("completion")),
    f"POST {_ACTION}/cancellation": Recipe(shared_work.to_cancel),
    f"POST {_REQUEST}/judgement": Recipe(shared_work.report),
    f"POST {_REQUEST}/withdrawal": Recipe(shared_work.ask_oneself),
    f"POST {_CASE}/clocks/{{clock_id}}/extension": Recipe(shared_work.await_answer),
    **{call: Recipe(prepare, even_to_fail=True) for call, prepare in OWN.items()},
    **{call: Recipe(prepare, even_to_fail=True) for call, prepare in WISHES.items()},
    **{call: Recipe(prepare) for call, prepare in OWN_WISHES.items()},
    **{call: Recipe(prepare, even_to_fail=True) for call, prepare in REVIEWS.items()},
    **{call: Recipe(prepare, even_to_fail=True) for call, prepare in SURVEY_CALLS.items()},
    **{call: Recipe(prepare, even_to_fail=True) for call, prepare in REPORTS.items()},
    **{call: Recipe(prepare) for call, prepare in HELP.items()},
    **{call: Recipe(prepare) for call, prepare in SPEAKING.items()},
    **{call: Recipe(prepare, even_to_fail=True) for call, prepare in PAGES.items()},
    **{call: Recipe(prepare, even_to_fail=True) for call, prepare in TRUST_RECORDS.items()},
    **{call: Recipe(prepare, even_to_fail=True) for call, prepare in READ_PATTERN.items()},
    **{call: Recipe(prepare, even_to_fail=True) for call, prepare in ORGANISATIONS.items()},
    **{call: Recipe(prepare, once_in_a_case=Stage.DECIDED) for call, prepare in AFTERWARDS.items()},
    f"POST {CONCERNS}": Recipe(_raise),
    **{call: Recipe(prepare, even_to_fail=True) for call, prepare in concerns_told.ADDED.items()},
    **{
        call: Recipe(prepare, even_to_fail=True, once_in_a_case=Stage.SHARED)
        for call, prepare in concerns_told.CHANGED.items()
    },
    **{call: Recipe(prepare, once_in_a_case=Stage.SHARED) for call, prepare in ADULTS.items()},
    "POST /intake/v1/cases/{case_id}/decision": Recipe(once_in_a_case=Stage.SHARED),
    "POST /outcomes/v1/cases/{case_id}/death/retraction": Recipe(
        died, once_in_a_case=Stage.DECIDED
    ),
    "POST /outcomes/v1/cases/{case_id}/conclusion": Recipe(once_in_a_case=Stage.DECIDED),
    "PUT /outcomes/v1/cases/{case_id}/conclusion": Recipe(
        endings.concluded("PUT conclusion"), once_in_a_case=Stage.DECIDED
    ),
    "POST /outcomes/v1/cases/{case_id}/reopening": Recipe(
        endings.concluded("reopening"), once_in_a_case=Stage.DECIDED
    ),
    "PUT /outcomes/v1/cases/{case_id}/desired-outcomes/{desired_outcome_id}": Recipe(_revise),
    f"POST {_CASE}/parties": Recipe(_invite),
    f"POST {_CASE}/parties/acceptance": Recipe(once_in_a_case=Stage.SHARED),
    f"POST {_CASE}/parties/decline": Recipe(once_in_a_case=Stage.SHARED),
    f"POST {_CASE}/parties/departure": Recipe(once_in_a_case=Stage.SHARED),
    f"POST {_CASE}/exclusions": Recipe(_exclude),
    f"POST {_CASE}/exclusions/{{exclusion_id}}/lifting": Recipe(_lift),
    f"POST {_CASE}/decider": Recipe(_name_decider, once_in_a_case=Stage.SHARED),
    f"POST {_CASE}/emergencies": Recipe(once_in_a_case=Stage.SHARED),
    f"POST {_CASE}/emergencies/{{emergency_id}}/review": Recipe(_open_emergency),
    f"POST {_CASE}/requests": Recipe(_ask),
    f"GET {_REQUEST} (between others)": Recipe(_between_others, even_to_fail=True),
    "POST /outcomes/v1/cases/{case_id}/desired-outcomes": Recipe(_wish),
    f"GET {_REQUEST}": Recipe(_read_asked),
    f"POST {_REQUEST}/acknowledgement": Recipe(_asked("acknowledgement")),
    f"POST {_REQUEST}/answer": Recipe(_asked("answer")),
    f"POST {_REQUEST}/decline": Recipe(_asked("decline")),
}


def recipe_of(cell: Cell) -> Recipe:
    """Return how the cell's operation is called."""
    return RECIPES.get(cell.row.call, Recipe())
