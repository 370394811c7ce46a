"""What happens in a made-up case, as the services tell of it, and what was true of it besides."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Final
from uuid import UUID

from deploy.synthesis.area import CHANCES, Area, Plan, SyntheticAgency, new_id, one_of, plan_area
from deploy.synthesis.enquiry import Enquiry, tell_enquiry
from deploy.synthesis.people import describe
from deploy.synthesis.taking_part import tell_engagement
from deploy.synthesis.telling import Told
from shared.events.intake import (
    ConcernAdded,
    ConcernRaised,
    ConcernWithdrawn,
    DecisionMade,
    Described,
)
from shared.reference.care_act import DecisionOutcome, EnquiryKind, LimbFinding
from shared.reference.concerns import WithdrawalReason
from shared.reference.msp import Asked
from shared.reference.sac import AbuseType, Location, SourceOfRisk

_ENQUIRIES: Final = {
    DecisionOutcome.SECTION_42: EnquiryKind.SECTION_42,
    DecisionOutcome.OTHER_ENQUIRY: EnquiryKind.OTHER,
}


@dataclass(slots=True)
class Case:
    """What was told of a case, by service and in order; and its enquiry, if it had one."""

    case_id: UUID
    told: Told
    enquiry: Enquiry | None


@dataclass(slots=True)
class _People:
    """Whom earlier cases were about: some come again."""

    known: list[Described] = field(default_factory=list)

    def somebody(self, chance: Random, at: datetime) -> Described:
        if self.known and chance.random() < CHANCES["concern"]["same_person"]:
            return chance.choice(self.known)
        person = describe(chance, at)
        if len(self.known) < _REMEMBERED:
            self.known.append(person)
        return person


_REMEMBERED: Final = 5000


def make_area(plan: Plan) -> tuple[Area, Random]:
    """Return the area of a plan, and the chance that its cases are to be drawn from."""
    chance = Random(plan.seed)  # noqa: S311 - made-up data, the same for the same seed
    return plan_area(plan, chance), chance


def make_cases(plan: Plan, area: Area, chance: Random) -> Iterator[Case]:
    """Yield cases until there are as many enquiries as planned, in the order of their beginning."""
    share = CHANCES["concern"]["section_42"] + CHANCES["concern"]["other_enquiry"]
    expected = max(1, round(plan.enquiries / share))
    people = _People()
    made = number = 0
    first = datetime.combine(plan.until - timedelta(days=365 * plan.years), time(8), UTC)
    while made < plan.enquiries:
        days = 365 * plan.years * min(number / expected, 0.999)
        at = first + timedelta(days=days, minutes=chance.randrange(600))
        case = _make_case(plan, area, people, chance, at)
        made += case.enquiry is not None
        number += 1
        yield case


def _make_case(plan: Plan, area: Area, people: _People, chance: Random, at: datetime) -> Case:
    told = Told(new_id(chance, at), area.council.id, at)
    referrer = chance.choice(area.agencies)
    person = people.somebody(chance, at)
    _tell_concern(told, referrer, person, chance)
    of = CHANCES["concern"]
    if chance.random() < of["added"]:
        _tell_more(told, chance.choice(area.agencies), chance)
    if chance.random() < of["withdrawn"]:
        told.add(
            ConcernWithdrawn,
            concern_id=told.concern_id,
            raised_by_agency_id=referrer.id,
            reason=chance.choice(list(WithdrawalReason)),
            withdrawn_at=told.after(chance, hours=30),
        )
    outcome = _decide(told, chance)
    kind = _ENQUIRIES.get(outcome) if outcome else None
    if kind is None:
        return Case(told.case_id, told, None)
    enquiry = tell_enquiry(told, plan, area, kind, chance)
    tell_engagement(told, area, chance)
    return Case(told.case_id, told, enquiry)


def _tell_concern(told: Told, referrer: SyntheticAgency, person: Described, chance: Random) -> None:
    told.concern_id = new_id(chance, told.at)
    told.add(
        ConcernRaised,
        lead_agency_id=told.council_id,
        raised_at=told.at,
        described=person,
        **_reported(told, referrer, chance),
    )


def _tell_more(told: Told, agency: SyntheticAgency, chance: Random) -> None:
    at = told.after(chance, hours=60)
    reported = _reported(told, agency, chance) | {"concern_id": new_id(chance, at)}
    told.add(ConcernAdded, raised_at=at, **reported)


def _reported(told: Told, agency: SyntheticAgency, chance: Random) -> dict[str, object]:
    """Return what an agency reports; whether it asked the adult it may leave out."""
    asked = Asked.NOT_RECORDED
    if chance.random() >= agency.left_out:
        asked = chance.choice((Asked.ASKED_AND_EXPRESSED, Asked.NOT_ASKED))
    return {
        "concern_id": told.concern_id,
        "raised_by_agency_id": agency.id,
        "occurred_on": None,
        "abuse_types": (AbuseType(one_of(chance, CHANCES["risk"]["type"])),),
        "location": Location(one_of(chance, CHANCES["risk"]["location"])),
        "sources_of_risk": (SourceOfRisk(one_of(chance, CHANCES["risk"]["source"])),),
        "asked": asked,
        "immediate_danger": chance.random() < 0.05,
        "holds": (),
        "has_unmatched_employer": False,
    }


def _decide(told: Told, chance: Random) -> DecisionOutcome | None:
    """Tell what the council decided, unless it has not yet."""
    of = CHANCES["concern"]
    drawn = chance.random()
    if drawn < of["undecided"]:
        return None
    outcome = DecisionOutcome.NO_FURTHER_ACTION
    drawn -= of["undecided"]
    for each in (
        DecisionOutcome.SECTION_42,
        DecisionOutcome.OTHER_ENQUIRY,
        DecisionOutcome.NO_ENQUIRY_OTHER_ACTION,
    ):
        if drawn < of[each]:
            outcome = each
            break
        drawn -= of[each]
    is_enquiry = outcome is DecisionOutcome.SECTION_42
    finding = LimbFinding.MET if is_enquiry else LimbFinding.NOT_MET
    told.at = told.after(chance, hours=100)
    told.add(
        DecisionMade,
        decision_id=new_id(chance, told.at),
        outcome=outcome,
        decided_at=told.at,
        care_and_support_needs=LimbFinding.MET,
        abuse_or_neglect=LimbFinding.MET,
        unable_to_protect=finding,
    )
    return outcome
