"""The bodies of an agency's own approach. What is missing is said, and is never 0."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.http.inputs import Day, Input, ShortText, View, Words
from shared.reference.agencies import AgencyKind
from shared.reference.approaches import HasNamedLead as Named
from shared.reference.approaches import (
    HasSpecialistTeam,
    ImplementationApproach,
    LeadRole,
    Missing,
)

_HOW = "Several may apply. An empty list says none of them; `not_recorded` that nobody knows."

Figure = Annotated[int, Field(ge=0, le=10_000_000)] | Missing
Implementation = Annotated[tuple[ImplementationApproach, ...], Field(max_length=5)] | Missing


class FinancialYear(Input):
    """A year as England's returns are made: from 1 April to 31 March."""

    financial_year: Annotated[ShortText, Field(examples=["2026-27"])]


class Days(Input):
    """A period of the agency's own choice, both days included."""

    first_day: Day
    last_day: Day


class NewLead(Input):
    """Who leads on this. The name is kept encrypted and shown to your own agency alone."""

    name: ShortText
    role: LeadRole


class RevisedApproach(Input):
    """What an agency did in a period. Each figure is a number, or says why there is none."""

    implementation: Annotated[Implementation, Field(description=_HOW)]
    people_trained: Annotated[Figure, Field(description="How many people were trained.")]
    people_to_train: Annotated[Figure, Field(description="Of how many who were to be trained.")]
    staff_in_scope: Annotated[
        Figure, Field(description="Size: staff whose work may touch an adult at risk.")
    ]
    referrals: Annotated[
        Figure, Field(description="Safeguarding concerns raised or received in the period.")
    ]
    specialist_team: HasSpecialistTeam
    named_lead: Annotated[
        NewLead | Named,
        Field(description="Who leads, or `no`, `not_recorded`, `not_supplied`; not a bare `yes`."),
    ]
    notes: Words | None = None


class NewApproach(RevisedApproach):
    """How an agency went about Making Safeguarding Personal, and when."""

    period: FinancialYear | Days


class LeadView(View):
    """Whether somebody is named, and who: the name is there for the agency itself."""

    named: Named
    name: str | None
    role: LeadRole | None


class ProfileView(View):
    """The codes and numbers of an approach."""

    implementation: tuple[ImplementationApproach, ...] | Missing
    people_trained: int | Missing
    people_to_train: int | Missing
    staff_in_scope: int | Missing
    referrals: int | Missing
    specialist_team: HasSpecialistTeam


class ApproachVersionView(ProfileView):
    """One version: what was declared, by whom and when."""

    version: int
    named_lead: LeadView
    notes: str | None
    declared_at: datetime
    declared_by_practitioner_id: str | None


class ApproachView(ApproachVersionView):
    """An approach as its agency declared it last."""

    approach_id: UUID
    financial_year: str | None
    first_day: date
    last_day: date


class ApproachHistory(ApproachView):
    """The current version, and those it replaced, the newest first."""

    earlier_versions: list[ApproachVersionView]


class DeclaredApproachView(ProfileView):
    """What another agency declared, by its kind alone: no name, no notes, no id."""

    kind: AgencyKind
    financial_year: str | None
    first_day: date
    last_day: date
    lead: Named
    lead_role: LeadRole | None
