"""Organisational concerns and the cases beside them, as they are sent and shown."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.intake.concerns.views import AbuseTypes
from services.intake.sources.views import (
    EmployerIdentifier,
    EmployerIdentifierView,
    NewSource,
)
from shared.http.inputs import Day, Input, ShortText, View, Words
from shared.reference.organisational import OrganisationStep, StrandDecision, StrandEnding
from shared.reference.sac import AbuseType, SourceOfRisk


class NewOrganisation(Input):
    """A provider, and the home, ward or team of it that the concern is about."""

    organisation_name: ShortText | None = None
    identifiers: Annotated[tuple[EmployerIdentifier, ...], Field(max_length=20)] = ()
    unit: ShortText | None = None

    def as_source(self) -> NewSource:
        """Return it as a source of risk is kept, so that it is recognised by the same rules."""
        return NewSource(source=SourceOfRisk.SERVICE_PROVIDER, **self.model_dump())


class NewOrganisationalConcern(Input):
    """What makes an agency suspect that a place harms or neglects the adults in it.

    Where an adult is known to be harmed, raise a concern about them as well: it is theirs, and
    is counted. If the organisation is an agency on the exchange it is kept from knowing.
    """

    organisation: NewOrganisation
    abuse_types: AbuseTypes
    what_happened: Words
    lead_agency_id: UUID | None = None


class NewStrandDecision(Input):
    """What the council decides to do, and when it looks again."""

    decision: StrandDecision
    rationale: Words
    review_on: Day | None = None


class NewStrandCase(Input):
    """A case of an adult there that your council leads, and why it is looked at with the others."""

    case_id: UUID
    why: Words


class NewStrandRemoval(Input):
    """A case that is not looked at with the others any more, and why."""

    case_id: UUID
    why: Words


class NewStrandEnding(Input):
    """How it ended."""

    ending: StrandEnding
    rationale: Words


class OrganisationalConcernReceipt(View):
    """The exchange has the concern."""

    record_id: UUID
    received_at: datetime


class OrganisationView(View):
    """Which organisation it is about."""

    organisation_name: str | None
    identifiers: tuple[EmployerIdentifierView, ...]
    unit: str | None


class StrandStepView(View):
    """Something the council decided or did; what does not belong to the kind of step is null."""

    step_id: UUID
    kind: OrganisationStep
    case_id: UUID | None
    recorded_at: datetime
    recorded_by_practitioner_id: str | None
    decision: StrandDecision | None = None
    ending: StrandEnding | None = None
    review_on: date | None = None
    words: str


class OrganisationalConcernView(View):
    """An organisational concern. Who raised it reads what they sent; the rest is the council's.

    `case_ids` are the cases beside it that the reader may know.
    """

    record_id: UUID
    received_at: datetime
    lead_agency_id: UUID
    raised_by_agency_id: UUID
    raised_by_practitioner_id: str | None
    organisation: OrganisationView
    abuse_types: tuple[AbuseType, ...]
    what_happened: str
    decision: StrandDecision | None
    closed_at: datetime | None
    case_ids: tuple[UUID, ...] | None
    steps: tuple[StrandStepView, ...] | None


class Account(View):
    """What is sealed of an organisational concern."""

    organisation: OrganisationView
    what_happened: str


class StepContent(View):
    """What is sealed of a step."""

    words: str
    decision: StrandDecision | None = None
    ending: StrandEnding | None = None
    review_on: date | None = None
