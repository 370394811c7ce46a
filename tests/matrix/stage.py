"""Cases with the whole cast in place: raised, shared, shut to some, decided, and worked on."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any
from uuid import uuid4

from tests.exchange.busy_case import REASON, BusyCase, Call
from tests.matrix.cast import (
    DECIDER,
    DECLINED,
    DIRECTOR,
    EXCLUDED,
    EXCLUDED_PERSON,
    EXCLUDED_UNIT,
    HOSPICE,
    INVITED,
    LEADS_EXCLUDED_UNIT,
    LEFT,
    PROVIDER,
    SOMEONE,
    WITH_EXCLUDED,
    Actor,
)
from tests.matrix.place import Place
from tests.matrix.sheet import Relation
from tests.services.intake.bodies import CARE_WORKER, concern
from tests.support.agencies import COUNCIL, POLICE, TRUST, Agency

DIRECTING = Actor(COUNCIL, DIRECTOR)


class Stage(IntEnum):
    """How far a case has come."""

    SHARED = 1
    DECIDED = 2
    WORKED_ON = 3


@dataclass
class Case:
    """A case, by the ids that stand in paths."""

    ids: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.ids["case_id"]


@dataclass(frozen=True)
class Pair:
    """One case of a neighbour's agency, and one that the accused's own agency raised.

    In the second the lead's own staff must not know either.
    """

    main: Case
    own: Case

    def of(self, relation: Relation) -> Case:
        """Return the case in which somebody stands in this relation."""
        in_own = {
            Relation.EXCLUDED_REFERRER,
            Relation.LEAD_EXCLUDED,
            Relation.RELIEVED_LEAD,
            Relation.DECIDER,
        }
        return self.own if relation in in_own else self.main


class _Ids(BusyCase):
    """What is known of a case, for the bodies that name some of it."""

    def __init__(self, ids: Mapping[str, str]) -> None:
        self.ids = defaultdict(lambda: str(uuid4()), ids)


def body_for(call: Call, ids: Mapping[str, str]) -> Any:
    """Return a body that the operation takes, in a case of which these ids are known."""
    return _Ids(ids).body_for(call)


def someone_of(agency: Agency) -> Actor:
    return Actor(agency, SOMEONE)


async def stage(place: Place, wanted: Iterable[Stage]) -> list[Pair]:
    """Set a pair of cases for each stage wanted, all at once."""
    stages = list(wanted)
    mains = [await _raise(place, TRUST, [CARE_WORKER]) for _ in stages]
    own_worker = {"source": "service_provider", "organisation_name": PROVIDER.name}
    owns = [await _raise(place, PROVIDER, [own_worker]) for _ in stages]
    await place.settle()
    await asyncio.gather(*(_share_main(place, case) for case in mains))
    await asyncio.gather(*(_share_own(place, case) for case in owns))
    await place.settle()
    both = [*zip(mains, stages, strict=True), *zip(owns, stages, strict=True)]
    await asyncio.gather(*(_decide(place, one) for one, to in both if to >= Stage.DECIDED))
    await place.settle()
    await asyncio.gather(*(_work(place, one) for one, to in both if to >= Stage.WORKED_ON))
    await place.settle()
    for case, _ in both:
        for name in ("request_id", "conversation_id", "desired_outcome_id", "emergency_id"):
            case.ids.setdefault(name, str(uuid4()))
    return [Pair(main, own) for main, own in zip(mains, owns, strict=True)]


async def _raise(place: Place, raiser: Agency, sources: list[dict[str, Any]]) -> Case:
    body = concern(sources_of_risk=sources)
    receipt = await place.done(someone_of(raiser), "POST", "/intake/v1/concerns", body)
    path = f"/intake/v1/concerns/{receipt['concern_id']}"
    read = await place.done(DIRECTING, "GET", path)
    return Case({"concern_id": receipt["concern_id"], "case_id": read["case_id"]})


async def invite(place: Place, case: Case, agency: Agency) -> None:
    body = {"agency_id": str(agency.id), "checked_not_the_employer": True, **REASON}
    await place.done(DIRECTING, "POST", f"/partners/v1/cases/{case.id}/parties", body)


async def answer(place: Place, case: Case, agency: Agency, how: str) -> None:
    path = f"/partners/v1/cases/{case.id}/parties/{how}"
    await place.done(someone_of(agency), "POST", path, None if how == "acceptance" else REASON)


async def exclude(
    place: Place, case: Case, agency: Agency, *, by: Actor = DIRECTING, **whom: str
) -> str:
    body = {"agency_id": str(agency.id), **whom, **REASON}
    path = f"/partners/v1/cases/{case.id}/exclusions"
    decided = await place.done(by, "POST", path, body)
    return str(decided["exclusion_id"])


async def open_in_emergency(place: Place, case: Case) -> str:
    path = f"/partners/v1/cases/{case.id}/emergencies"
    opened = await place.done(
        someone_of(HOSPICE), "POST", path, {"reason": "canary-emergency", "minutes": 60}
    )
    return str(opened["emergency_id"])


async def _share_main(place: Place, case: Case) -> None:
    for agency in (POLICE, EXCLUDED, WITH_EXCLUDED, DECLINED, LEFT, INVITED):
        await invite(place, case, agency)
    for agency in (POLICE, EXCLUDED, WITH_EXCLUDED, LEFT):
        await answer(place, case, agency, "acceptance")
    await answer(place, case, DECLINED, "decline")
    await answer(place, case, LEFT, "departure")
    case.ids["exclusion_id"] = await exclude(place, case, EXCLUDED)
    await exclude(place, case, WITH_EXCLUDED, unit=EXCLUDED_UNIT)
    await exclude(place, case, WITH_EXCLUDED, practitioner_id=EXCLUDED_PERSON)
    case.ids["emergency_id"] = await open_in_emergency(place, case)


async def _share_own(place: Place, case: Case) -> None:
    for agency in (POLICE, WITH_EXCLUDED):
        await invite(place, case, agency)
        await answer(place, case, agency, "acceptance")
    case.ids["exclusion_id"] = await exclude(place, case, COUNCIL, unit=LEADS_EXCLUDED_UNIT)
    decider = {"agency_id": str(POLICE.id), "practitioner_id": DECIDER.id, **REASON}
    await place.done(DIRECTING, "POST", f"/partners/v1/cases/{case.id}/decider", decider)


async def _decide(place: Place, case: Case) -> None:
    for tail in ("information", "decision"):
        path = f"/intake/v1/cases/{case.id}/{tail}"
        await place.done(DIRECTING, "POST", path, body_of(tail, case))


async def _work(place: Place, case: Case) -> None:
    party = someone_of(POLICE)
    path = f"/outcomes/v1/cases/{case.id}"
    talk = await place.done(party, "POST", f"{path}/conversations", body_of("conversations", case))
    case.ids["conversation_id"] = talk["conversation_id"]
    wished = body_of("desired-outcomes", case)
    wish = await place.done(party, "POST", f"{path}/desired-outcomes", wished)
    case.ids["desired_outcome_id"] = wish["desired_outcome_id"]
    one = f"{path}/desired-outcomes/{wish['desired_outcome_id']}"
    for tail in ("limitations", "verdicts"):
        await place.done(party, "POST", f"{one}/{tail}", body_of(tail, case))
    case.ids["request_id"] = await ask(place, case, COUNCIL, POLICE)
    action = body_of("actions", case) | {"owner_agency_id": str(POLICE.id)}
    proposed = await place.done(DIRECTING, "POST", f"/partners/v1/cases/{case.id}/actions", action)
    case.ids["action_id"] = proposed["action_id"]


async def ask(place: Place, case: Case, asker: Agency, asked: Agency) -> str:
    """Let one agency ask another for information."""
    body = body_of("requests", case) | {"asked_of_agency_id": str(asked.id)}
    path = f"/partners/v1/cases/{case.id}/requests"
    made = await place.done(someone_of(asker), "POST", path, body)
    return str(made["request_id"])


def body_of(tail: str, case: Case) -> dict[str, Any]:
    """Return the body of a POST to a path that ends so; what has an owner is the police's."""
    body: dict[str, Any] = body_for(Call("POST", f"/{tail}", ()), case.ids)
    return body | ({"owner_agency_id": str(POLICE.id)} if "owner_agency_id" in body else {})
