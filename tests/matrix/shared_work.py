"""How the work that agencies share is called: contributions, transfers, reports, more time."""

from collections.abc import Sequence
from typing import Any

from tests.exchange.busy_case import REASON
from tests.matrix.cast import WITH_EXCLUDED, Actor
from tests.matrix.place import Place
from tests.matrix.sending import Prepare, Sent
from tests.matrix.stage import Case, ask, body_of, someone_of
from tests.services.partners.requests.asking import caused
from tests.support.agencies import COUNCIL, POLICE, Agency


def _other_than(actor: Actor) -> Agency:
    """Return a party that the caller is not of."""
    return WITH_EXCLUDED if actor.agency == POLICE else POLICE


async def give(
    place: Place, case: Case, owner: Agency, *, shared_with: Sequence[Agency] = ()
) -> str:
    """Let an agency contribute; return the contribution's id."""
    readers = [str(agency.id) for agency in shared_with]
    body = body_of("contributions", case) | {"shared_with_agency_ids": readers}
    path = f"/partners/v1/cases/{case.id}/contributions"
    given = await place.done(someone_of(owner), "POST", path, body)
    return str(given["contribution_id"])


async def offer(place: Place, case: Case, contribution_id: str, owner: Agency, to: Agency) -> str:
    """Let an agency offer what it gave to another; return the transfer's id."""
    path = f"/partners/v1/cases/{case.id}/contributions/{contribution_id}/transfer"
    body = body_of("transfer", case) | {"to_agency_id": str(to.id)}
    offered = await place.done(someone_of(owner), "POST", path, body)
    return str(offered["transfer_id"])


async def contribute(place: Place, case: Case, actor: Actor) -> Sent:
    """Return what to contribute, for the lead alone."""
    return Sent(body=body_of("contributions", case) | {"shared_with_agency_ids": []})


def _sent(tail: str, case: Case, contribution_id: str, to: Agency) -> Sent:
    body: Any = body_of(tail, case) if tail else None
    if tail == "transfer":
        body |= {"to_agency_id": str(to.id)}
    return Sent({"contribution_id": contribution_id}, body, {"If-Match": '"1"'})


def its_own(tail: str) -> Prepare:
    """Let the caller's agency contribute first."""

    async def prepare(place: Place, case: Case, actor: Actor) -> Sent:
        one = await give(place, case, actor.agency or COUNCIL)
        return _sent(tail, case, one, _other_than(actor))

    return prepare


def another_s(tail: str, *, shared: bool) -> Prepare:
    """Let another agency contribute, and share it with the caller's or with the lead alone."""

    async def prepare(place: Place, case: Case, actor: Actor) -> Sent:
        owner = _other_than(actor)
        readers = (POLICE, WITH_EXCLUDED) if shared else ()
        others = [agency for agency in readers if agency != owner]
        one = await give(place, case, owner, shared_with=others)
        return _sent(tail, case, one, COUNCIL)

    return prepare


def offered(tail: str) -> Prepare:
    """Let another agency offer the caller's what it gave."""

    async def prepare(place: Place, case: Case, actor: Actor) -> Sent:
        owner = _other_than(actor)
        one = await give(place, case, owner)
        transfer_id = await offer(place, case, one, owner, actor.agency or COUNCIL)
        return Sent({"transfer_id": transfer_id}, REASON if tail else None)

    return prepare


async def report(place: Place, case: Case, actor: Actor) -> Sent:
    """Let the lead cause an enquiry, and the agency that was asked report on it."""
    path = f"/partners/v1/cases/{case.id}/requests"
    made = await place.done(someone_of(COUNCIL), "POST", path, caused(POLICE))
    one = f"{path}/{made['request_id']}"
    await place.done(someone_of(POLICE), "POST", f"{one}/acknowledgement")
    await place.done(someone_of(POLICE), "POST", f"{one}/answer", body_of("answer", case))
    return Sent({"request_id": made["request_id"]}, body_of("judgement", case))


async def ask_oneself(place: Place, case: Case, actor: Actor) -> Sent:
    """Let the caller's agency ask another for something."""
    asked = await ask(place, case, actor.agency or COUNCIL, _other_than(actor))
    return Sent({"request_id": asked}, REASON)


async def await_answer(place: Place, case: Case, actor: Actor) -> Sent:
    """Let the caller's agency wait for an answer, by a time that can be put off."""
    asked = await ask_oneself(place, case, actor)
    path = f"/partners/v1/cases/{case.id}/clocks?limit=200"
    clocks = (await place.done(someone_of(COUNCIL), "GET", path))["items"]
    found = [clock for clock in clocks if clock["subject_id"] == asked.ids["request_id"]]
    return Sent({"clock_id": found[0]["clock_id"]}, body_of("extension", case))


async def propose(place: Place, case: Case, proposer: Agency, owner: Agency) -> str:
    """Let an agency propose a step to another; return the action's id."""
    body = body_of("actions", case) | {"owner_agency_id": str(owner.id)}
    path = f"/partners/v1/cases/{case.id}/actions"
    proposed = await place.done(someone_of(proposer), "POST", path, body)
    return str(proposed["action_id"])


async def propose_own(place: Place, case: Case, actor: Actor) -> Sent:
    """Return a step for the caller's own agency."""
    agency = actor.agency or COUNCIL
    return Sent(body=body_of("actions", case) | {"owner_agency_id": str(agency.id)})


_NOTES: dict[str, Any] = {"acceptance": None, "decline": REASON, "completion": {"note": "canary"}}


async def proposed_by(place: Place, case: Case, proposer: Agency, owner: Agency, tail: str) -> Sent:
    """Let an agency propose a step to another, agreed to where it is to be done."""
    one = await propose(place, case, proposer, owner)
    if tail == "completion":
        path = f"/partners/v1/cases/{case.id}/actions/{one}/acceptance"
        await place.done(someone_of(owner), "POST", path)
    return Sent({"action_id": one}, _NOTES.get(tail))


def proposed_to(tail: str) -> Prepare:
    """Let another agency propose a step to the caller's."""

    async def prepare(place: Place, case: Case, actor: Actor) -> Sent:
        owner = actor.agency or COUNCIL
        return await proposed_by(place, case, _other_than(actor), owner, tail)

    return prepare


async def to_cancel(place: Place, case: Case, actor: Actor) -> Sent:
    """Let the caller's agency propose a step to another."""
    one = await propose(place, case, actor.agency or COUNCIL, _other_than(actor))
    return Sent({"action_id": one}, REASON)
