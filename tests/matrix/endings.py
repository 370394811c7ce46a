"""How an enquiry is ended for what comes after: its gaps are filled, or it is opened again."""

from tests.matrix.cast import Actor
from tests.matrix.place import Place
from tests.matrix.sending import Prepare, Sent
from tests.matrix.stage import DIRECTING, Case, body_of
from tests.services.outcomes.conclusion_bodies import BODIES


def concluded(body: str) -> Prepare:
    """Let whoever calls conclude the enquiry first, and send this body with its ETag."""

    async def prepare(place: Place, case: Case, actor: Actor) -> Sent:
        path = f"/outcomes/v1/cases/{case.id}"
        await place.done(actor, "POST", f"{path}/conclusion", body_of("conclusion", case))
        read = await place.call(actor, "GET", f"{path}/enquiry")
        return Sent(body=BODIES[body], headers={"If-Match": read.headers["ETag"]})

    return prepare


async def reopen(place: Place, case: Case) -> None:
    """Let the lead describe a concluded enquiry better, open it again and conclude it again."""
    path = f"/outcomes/v1/cases/{case.id}"
    read = await place.call(DIRECTING, "GET", f"{path}/enquiry")
    tag = {"If-Match": read.headers["ETag"]}
    described = await place.call(
        DIRECTING, "PUT", f"{path}/conclusion", BODIES["PUT conclusion"], headers=tag
    )
    described.raise_for_status()
    for tail in ("reopening", "conclusion"):
        await place.done(DIRECTING, "POST", f"{path}/{tail}", body_of(tail, case))
