"""Who is in a made-up area, and how each goes about its work."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final
from uuid import UUID

from shared.events.contract import Event
from shared.events.partners import AgencyRegistered, AgencyWentLive, ApproachDeclared
from shared.reference.agencies import AgencyKind
from shared.reference.approaches import (
    HasNamedLead,
    HasSpecialistTeam,
    ImplementationApproach,
    LeadRole,
    Missing,
)

CHANCES: Final[Mapping[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "chances.toml").read_text()
)

_KINDS: Final = (
    AgencyKind.NHS_TRUST,
    AgencyKind.POLICE,
    AgencyKind.CARE_PROVIDER,
    AgencyKind.HOUSING,
    AgencyKind.ADVOCACY,
    AgencyKind.CARE_PROVIDER,
    AgencyKind.ICB,
    AgencyKind.FIRE,
)
_TEAMS: Final = ("North", "South", "East", "West", "Hospital", "Learning disability")


@dataclass(frozen=True, slots=True)
class Plan:
    """How large an area is to be; the same plan is the same area, to the byte."""

    enquiries: int
    agencies: int
    years: int
    seed: int
    until: date


@dataclass(frozen=True, slots=True)
class SyntheticAgency:
    """An agency, how often it leaves out what it should record, and how often it says nothing."""

    id: UUID
    name: str
    kind: AgencyKind
    left_out: float
    silent: float


@dataclass(frozen=True, slots=True)
class Area:
    """The agencies, the council first, its teams with what they leave out, and how often is asked.

    `asked` and `fully` are the chances of being asked and of a wish coming fully true: the truth
    behind the cases, which no report can see.
    """

    agencies: tuple[SyntheticAgency, ...]
    teams: Mapping[str, float]
    asked: float
    fully: float
    partially: float

    @property
    def council(self) -> SyntheticAgency:
        return self.agencies[0]


def plan_area(plan: Plan, chance: Random) -> Area:
    """Draw an area; what differs between its agencies is what its reports are to show."""
    of = CHANCES["agency"]
    begins = _begins(plan)
    agencies = tuple(
        SyntheticAgency(
            id=new_id(chance, begins),
            name=f"Made-up {kind.replace('_', ' ')} {number or plan.seed}",
            kind=kind,
            left_out=chance.uniform(of["least_left_out"], of["most_left_out"]),
            silent=chance.uniform(of["least_silent"], of["most_silent"]),
        )
        for number, kind in enumerate(
            (AgencyKind.COUNCIL, *(_KINDS[n % len(_KINDS)] for n in range(plan.agencies - 1)))
        )
    )
    teams = {name: chance.uniform(of["least_left_out"], of["most_left_out"]) for name in _TEAMS}
    fully = chance.uniform(0.4, 0.65)
    return Area(
        agencies, teams, asked=chance.uniform(0.6, 0.95), fully=fully, partially=(1 - fully) * 0.6
    )


def agency_events(plan: Plan, area: Area, chance: Random) -> Iterator[tuple[datetime, Event]]:
    """Yield what partners told of the agencies: joining, going live, and how each works."""
    at = _begins(plan)
    for agency in area.agencies:
        yield (
            at,
            AgencyRegistered(
                agency_id=agency.id,
                name=agency.name,
                kind=agency.kind,
                identifiers=(),
                synthetic=True,
                live=False,
            ),
        )
        yield at, AgencyWentLive(agency_id=agency.id)
        if chance.random() < 0.8:
            yield at, _approach(plan, agency, chance, at)


def _approach(
    plan: Plan, agency: SyntheticAgency, chance: Random, at: datetime
) -> ApproachDeclared:
    in_scope = chance.randrange(20, 2000)
    to_train = chance.randrange(10, in_scope)
    trained = chance.randrange(0, to_train)
    return ApproachDeclared(
        agency_id=agency.id,
        approach_id=new_id(chance, at),
        synthetic=True,
        version=1,
        first_day=at.date(),
        last_day=plan.until,
        implementation=tuple(chance.sample(list(ImplementationApproach), 2)),
        people_trained=trained if chance.random() < 0.8 else Missing.NOT_RECORDED,
        people_to_train=to_train,
        staff_in_scope=in_scope,
        referrals=Missing.NOT_SUPPLIED,
        specialist_team=chance.choice((HasSpecialistTeam.YES, HasSpecialistTeam.NO)),
        lead=HasNamedLead.YES,
        lead_role=LeadRole.HEAD_OF_SAFEGUARDING,
    )


def new_id(chance: Random, at: datetime) -> UUID:
    """Return a UUIDv7 of an instant, by chance and the same for the same chance."""
    milliseconds = int(at.timestamp() * 1000)
    bits = (milliseconds << 80) | chance.getrandbits(80)
    bits = (bits & ~(0xF << 76)) | (0x7 << 76)
    return UUID(int=(bits & ~(0x3 << 62)) | (0x2 << 62))


def one_of(chance: Random, shares: Mapping[str, float]) -> str:
    """Return a key, each as often as its share of all."""
    return chance.choices(list(shares), list(shares.values()))[0]


def _begins(plan: Plan) -> datetime:
    days = 365 * plan.years + 30
    return datetime.combine(plan.until - timedelta(days=days), time(9), UTC)
