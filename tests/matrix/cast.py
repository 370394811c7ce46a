"""Who acts in the cells: for each relation an agency, and a person in it for each role."""

from dataclasses import dataclass, replace

from shared.reference.agencies import AgencyKind
from tests.matrix.sheet import Relation, Role
from tests.support.agencies import (
    BOARD,
    COUNCIL,
    EMPLOYER,
    POLICE,
    REAL_COUNCIL,
    REAL_TRUST,
    TRUST,
    Agency,
    Person,
)

INVITED = Agency("Northshire Homes", AgencyKind.HOUSING)
DECLINED = Agency("Northshire Advocacy", AgencyKind.ADVOCACY)
LEFT = Agency("Northshire Fire and Rescue", AgencyKind.FIRE)
NON_PARTY = Agency("Northshire Probation", AgencyKind.PROBATION)
EXCLUDED = Agency("Northshire Acute NHS Trust", AgencyKind.NHS_TRUST)
WITH_EXCLUDED = Agency("Northshire Ambulance NHS Trust", AgencyKind.NHS_TRUST)
PROVIDER = Agency("Sunny House Care", AgencyKind.CARE_PROVIDER)
HOSPICE = Agency("Northshire Hospice", AgencyKind.OTHER)
SPARES = tuple(Agency(f"Spare Agency {number}", AgencyKind.OTHER) for number in range(24))

EVERYONE = (
    COUNCIL,
    POLICE,
    TRUST,
    EMPLOYER,
    BOARD,
    REAL_COUNCIL,
    REAL_TRUST,
    INVITED,
    DECLINED,
    LEFT,
    NON_PARTY,
    EXCLUDED,
    WITH_EXCLUDED,
    PROVIDER,
    HOSPICE,
    *SPARES,
)

EXCLUDED_UNIT = "control room"
EXCLUDED_PERSON = "crew-13"
LEADS_EXCLUDED_UNIT = "adults west"

AGENCIES: dict[Relation, Agency] = {
    Relation.LEAD: COUNCIL,
    Relation.RELIEVED_LEAD: COUNCIL,
    Relation.LEAD_EXCLUDED: COUNCIL,
    Relation.DECIDER: POLICE,
    Relation.PARTY: POLICE,
    Relation.COLLEAGUE: WITH_EXCLUDED,
    Relation.REFERRER: TRUST,
    Relation.INVITED: INVITED,
    Relation.DECLINED: DECLINED,
    Relation.LEFT: LEFT,
    Relation.NON_PARTY: NON_PARTY,
    Relation.EMERGENCY: HOSPICE,
    Relation.EXCLUDED_AGENCY: EXCLUDED,
    Relation.HELD_EMPLOYER: EMPLOYER,
    Relation.EXCLUDED_REFERRER: PROVIDER,
    Relation.EXCLUDED_UNIT: WITH_EXCLUDED,
    Relation.EXCLUDED_PERSON: WITH_EXCLUDED,
    Relation.OTHER_WORLD: REAL_COUNCIL,
    Relation.NO_SUCH_CASE: COUNCIL,
}

SOMEONE = Person("p-1", "safeguarding")
DIRECTOR = Person("lead-1", "safeguarding", "safeguarding_lead")
"""The lead agency's safeguarding lead, who sets the stage."""

DECIDER = Person("dci-7", "safeguarding")
_PERSONS: dict[Relation, tuple[Person, Person]] = {
    Relation.LEAD_EXCLUDED: (Person("sw-66", LEADS_EXCLUDED_UNIT), Person("sw-67", None)),
    Relation.DECIDER: (DECIDER, DECIDER),
    Relation.EXCLUDED_UNIT: (Person("crew-9", " CONTROL\u00a0Room"), Person("crew-8", None)),
    Relation.EXCLUDED_PERSON: (Person("Crew\u201313", "safeguarding"), Person("crew-13", None)),
}
"""Who must not know, as a practitioner and as a safeguarding lead: written in another way than the
exclusion is, or without a unit, which might be the excluded one."""


@dataclass(frozen=True)
class Actor:
    """Who calls: an agency (or none), and for whom."""

    agency: Agency | None
    person: Person | None


def actor(relation: Relation, role: Role) -> Actor:
    """Return who calls in a cell."""
    if relation not in AGENCIES:
        return Actor(None, None)
    agency = AGENCIES[relation]
    if relation is Relation.RELIEVED_LEAD and role is Role.SAFEGUARDING_LEAD:
        return Actor(agency, DIRECTOR)
    practitioner, lead = _PERSONS.get(relation, (SOMEONE, SOMEONE))
    match role:
        case Role.UNNAMED:
            return Actor(agency, None)
        case Role.SAFEGUARDING_LEAD:
            return Actor(agency, replace(lead, role="safeguarding_lead"))
    return Actor(agency, practitioner)
