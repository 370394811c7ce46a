"""How capacity is assessed, and who speaks with or for the adult."""

from typing import Any

from tests.matrix.cast import Actor
from tests.matrix.place import Place
from tests.matrix.sending import Prepare, Sent
from tests.matrix.stage import Case, someone_of
from tests.services.outcomes import speaking_bodies as bodies
from tests.support.agencies import POLICE

_CASE = "/outcomes/v1/cases/{case_id}"


async def _post(place: Place, case: Case, tail: str, body: Any) -> dict[str, Any]:
    path = f"{_CASE}/{tail}".format(**case.ids)
    return await place.done(someone_of(POLICE), "POST", path, body)


async def _decide(place: Place, case: Case, actor: Actor) -> Sent:
    found = await _post(place, case, "capacity", bodies.assessment())
    return Sent(body=bodies.best_interests(found["assessment_id"]))


async def _review(place: Place, case: Case, actor: Actor) -> Sent:
    return Sent(body=bodies.review())


def _referred(body: dict[str, Any]) -> Prepare:
    async def prepare(place: Place, case: Case, actor: Actor) -> Sent:
        asked = await _post(place, case, "advocacy/referrals", bodies.REFERRAL)
        return Sent({"referral_id": asked["referral_id"]}, body)

    return prepare


async def _end(place: Place, case: Case, actor: Actor) -> Sent:
    kept = await _post(place, case, "representatives", bodies.representative())
    return Sent({"representative_id": kept["representative_id"]}, bodies.ENDING)


_REFERRAL = f"{_CASE}/advocacy/referrals/{{referral_id}}"

SPEAKING: dict[str, Prepare] = {
    f"POST {_CASE}/best-interests": _decide,
    f"POST {_CASE}/advocacy/reviews": _review,
    f"POST {_REFERRAL}/allocation": _referred(bodies.ALLOCATION),
    f"POST {_REFERRAL}/ending": _referred(bodies.ADVOCACY_END),
    f"POST {_CASE}/representatives/{{representative_id}}/ending": _end,
}


async def let_speak(place: Place, case: Case) -> None:
    """Let capacity be assessed, a decision made, an advocate found, a representative ended."""
    nobody = someone_of(POLICE)
    await _post(place, case, "best-interests", (await _decide(place, case, nobody)).body)
    await _post(place, case, "advocacy/reviews", bodies.review())
    sent = await _referred(bodies.ALLOCATION)(place, case, nobody)
    one = f"advocacy/referrals/{sent.ids['referral_id']}"
    await _post(place, case, f"{one}/allocation", sent.body)
    await _post(place, case, f"{one}/ending", bodies.ADVOCACY_END)
    sent = await _end(place, case, nobody)
    one = f"representatives/{sent.ids['representative_id']}"
    await _post(place, case, f"{one}/ending", sent.body)
