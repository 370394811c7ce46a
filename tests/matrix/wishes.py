"""How what stands around a wish is called: corrections, reviews and the like."""

from typing import Any

from tests.matrix.cast import WITH_EXCLUDED, Actor
from tests.matrix.place import Place
from tests.matrix.sending import Prepare, Sent
from tests.matrix.stage import Case, body_of, someone_of
from tests.services.outcomes.wish_bodies import full_limitation
from tests.support.agencies import COUNCIL, POLICE, Agency

_CASE = "/outcomes/v1/cases/{case_id}"
_FIRST = {"If-Match": '"1"'}


def _other_than(actor: Actor) -> Agency:
    return WITH_EXCLUDED if actor.agency == POLICE else POLICE


async def _post(place: Place, case: Case, agency: Agency, tail: str, body: Any) -> dict[str, Any]:
    return await place.done(someone_of(agency), "POST", f"{_CASE}/{tail}".format(**case.ids), body)


def _corrected(*, another: bool) -> Prepare:
    """Let the caller's agency, or another, record a conversation first."""

    async def prepare(place: Place, case: Case, actor: Actor) -> Sent:
        recorder = _other_than(actor) if another else actor.agency or COUNCIL
        told = await _post(place, case, recorder, "conversations", body_of("conversations", case))
        ids = {"conversation_id": str(told["conversation_id"])}
        return Sent(ids, body_of("{conversation_id}", case), _FIRST)

    return prepare


async def _wished(place: Place, case: Case, actor: Actor) -> Sent:
    """Let a party write down a wish, for the caller to say that it is not wanted any more."""
    wish = await _post(place, case, POLICE, "desired-outcomes", body_of("desired-outcomes", case))
    ids = {"desired_outcome_id": str(wish["desired_outcome_id"])}
    return Sent(ids, body_of("no-longer-wanted", case))


def _limited(tail: str) -> Prepare:
    """Let a party limit a wish without telling the adult, for the caller to go on from there."""

    async def prepare(place: Place, case: Case, actor: Actor) -> Sent:
        ids = await _limit(place, case)
        return Sent(ids, body_of(tail, case))

    return prepare


async def _limit(place: Place, case: Case) -> dict[str, str]:
    wish = await _post(place, case, POLICE, "desired-outcomes", body_of("desired-outcomes", case))
    ids = {"desired_outcome_id": str(wish["desired_outcome_id"])}
    tail = f"desired-outcomes/{ids['desired_outcome_id']}/limitations"
    limited = await _post(place, case, POLICE, tail, full_limitation())
    return ids | {"limitation_id": str(limited["limitation_id"])}


async def _weighed(place: Place, case: Case, actor: Actor) -> Sent:
    """Let a party weigh, for the caller to weigh anew."""
    weighed = await _post(place, case, POLICE, "weighings", body_of("weighings", case))
    ids = {"weighing_id": str(weighed["weighing_id"])}
    return Sent(ids, body_of("{weighing_id}", case), _FIRST)


async def died(place: Place, case: Case, actor: Actor) -> Sent:
    """Let a party record that the adult died, for the lead to take it back."""
    await _post(place, case, POLICE, "death", body_of("death", case))
    return Sent(body=body_of("retraction", case))


_ONE_WISH = f"{_CASE}/desired-outcomes/{{desired_outcome_id}}"
_ONE_LIMIT = f"{_ONE_WISH}/limitations/{{limitation_id}}"
_ONE_TALK = f"{_CASE}/conversations/{{conversation_id}}"

WISHES: dict[str, Prepare] = {
    f"PUT {_ONE_TALK} (another's)": _corrected(another=True),
    f"POST {_ONE_WISH}/no-longer-wanted": _wished,
    f"GET {_CASE}/weighings/{{weighing_id}}": _weighed,
    f"PUT {_CASE}/weighings/{{weighing_id}}": _weighed,
    f"POST {_ONE_LIMIT}/reviews": _limited("reviews"),
    f"POST {_ONE_LIMIT}/explanation": _limited("explanation"),
}
"""By the call; these are prepared even for a call that is to fail."""

OWN_WISHES: dict[str, Prepare] = {f"PUT {_ONE_TALK}": _corrected(another=False)}
"""These begin with something of the caller's own."""


async def withdraw(place: Place, case: Case) -> None:
    """Let a party write down a wish, and that it is not wanted any more."""
    sent = await _wished(place, case, someone_of(POLICE))
    tail = f"desired-outcomes/{sent.ids['desired_outcome_id']}/no-longer-wanted"
    await _post(place, case, POLICE, tail, sent.body)


async def look_again(place: Place, case: Case) -> None:
    """Let a party limit a wish, look at that again, and tell the adult later."""
    ids = await _limit(place, case)
    one = f"desired-outcomes/{ids['desired_outcome_id']}/limitations/{ids['limitation_id']}"
    for tail in ("reviews", "explanation"):
        await _post(place, case, POLICE, f"{one}/{tail}", body_of(tail, case))


async def weigh(place: Place, case: Case) -> None:
    """Let a party weigh benefits and risks, and weigh them anew."""
    sent = await _weighed(place, case, someone_of(POLICE))
    path = f"{_CASE}/weighings/{{weighing_id}}".format(**case.ids | sent.ids)
    answer = await place.call(someone_of(POLICE), "PUT", path, sent.body, headers=_FIRST)
    answer.raise_for_status()


async def correct(place: Place, case: Case, conversation_id: str) -> None:
    """Let the party that recorded a conversation correct it."""
    path = _ONE_TALK.format(**case.ids | {"conversation_id": conversation_id})
    body = body_of("{conversation_id}", case)
    answer = await place.call(someone_of(POLICE), "PUT", path, body, headers=_FIRST)
    answer.raise_for_status()
