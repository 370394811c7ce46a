"""How a review is referred, begun and acted upon, for the cells to act on."""

from typing import Any

from tests.matrix.cast import WITH_EXCLUDED, Actor
from tests.matrix.place import Place
from tests.matrix.sending import Prepare, Sent
from tests.matrix.stage import Case, someone_of
from tests.services.outcomes.review_bodies import (
    ACTION,
    COMMISSION,
    DECISION,
    REVIEW_BODIES,
    referral,
)
from tests.support.agencies import BOARD, COUNCIL, POLICE

_REVIEWS = "/outcomes/v1/reviews"
_ONE = f"{_REVIEWS}/{{review_id}}"
_REPORT = "/outcomes/v1/review-actions/{review_action_id}/report"
_WORKING = (COUNCIL, POLICE, WITH_EXCLUDED)
_SEEN = {"If-Match": '"1"'}


async def _new(place: Place, case: Case, actor: Actor) -> Sent:
    return Sent(body=referral(case.id))


async def _refer(place: Place, case: Case, actor: Actor) -> dict[str, str]:
    """Let the caller's agency refer, or the council where it may not."""
    agency = actor.agency if actor.agency in _WORKING else COUNCIL
    who = someone_of(agency or COUNCIL)
    referred = await place.done(who, "POST", _REVIEWS, referral(case.id))
    return {"review_id": referred["review_id"]}


def _referred(call: str) -> Prepare:
    async def prepare(place: Place, case: Case, actor: Actor) -> Sent:
        body = REVIEW_BODIES.get(call)
        return Sent(await _refer(place, case, actor), body, _SEEN if "PUT" in call else {})

    return prepare


async def _owned(place: Place, case: Case, actor: Actor) -> Sent:
    """Let the board set the caller's agency an action, in words that no case is known by."""
    one = _ONE.format(**await _refer(place, case, actor))
    for version, (tail, body) in enumerate((("decision", DECISION), ("commission", COMMISSION))):
        seen = {"If-Match": f'"{version + 1}"'}
        answer = await place.call(someone_of(BOARD), "PUT", f"{one}/{tail}", body, headers=seen)
        assert answer.is_success, answer.text
    is_here = actor.agency is not None and actor.agency.synthetic
    owner = actor.agency if is_here and actor.agency else COUNCIL
    action: dict[str, Any] = ACTION | {"owner_agency_id": str(owner.id), "what": "Agree who rings"}
    kept = await place.done(someone_of(BOARD), "POST", f"{one}/actions", action)
    return Sent({"review_action_id": kept["review_action_id"]}, {"report": "Agreed"}, _SEEN)


REVIEWS: dict[str, Prepare] = {
    f"POST {_REVIEWS}": _new,
    f"GET {_ONE} (its own)": _referred("GET"),
    **{call: _referred(call) for call in REVIEW_BODIES if "{review_id}" in call},
    f"PUT {_REPORT}": _owned,
}
"""By the call; these are prepared even for a call that is to fail."""
