"""How a concern is added to a case, corrected and withdrawn."""

from tests.exchange.busy_case import CONCERNS
from tests.matrix.cast import Actor
from tests.matrix.place import Place
from tests.matrix.sending import Prepare, Sent
from tests.matrix.stage import Case, someone_of
from tests.services.intake.bodies import WITHDRAWAL, account, correction
from tests.support.agencies import COUNCIL

_FIRST = {"If-Match": '"1"'}
_ONE = f"{CONCERNS}/{{concern_id}}"


async def _added(place: Place, case: Case, actor: Actor) -> Sent:
    """Let the lead add a concern, for the caller to read."""
    path = f"/intake/v1/cases/{case.id}/further-concerns"
    added = await place.done(someone_of(COUNCIL), "POST", path, account())
    return Sent(ids={"concern_id": added["concern_id"]})


async def _correct(place: Place, case: Case, actor: Actor) -> Sent:
    return Sent(body=correction(), headers=_FIRST)


async def _withdraw(place: Place, case: Case, actor: Actor) -> Sent:
    return Sent(body=WITHDRAWAL)


ADDED: dict[str, Prepare] = {f"GET {_ONE} (another's)": _added}
"""By the call; prepared even for a call that is to fail."""

CHANGED: dict[str, Prepare] = {
    f"PUT {_ONE}": _correct,
    f"POST {_ONE}/withdrawal": _withdraw,
}
"""By the call; each on a case of its own, since it changes what the others are about."""


async def report_more(place: Place, case: Case, referrer: Actor) -> None:
    """Add a concern, correct it, and withdraw it."""
    path = f"/intake/v1/cases/{case.id}/further-concerns"
    added = await place.done(referrer, "POST", path, account())
    one = f"{CONCERNS}/{added['concern_id']}"
    told = await place.call(referrer, "PUT", one, correction(), headers=_FIRST)
    told.raise_for_status()
    await place.done(referrer, "POST", f"{one}/withdrawal", WITHDRAWAL)
