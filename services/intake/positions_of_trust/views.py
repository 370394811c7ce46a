"""An allegation and what was done about it, as they are sent and shown."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.intake.sources.views import NewSource, SourceView
from shared.http.inputs import Day, Input, View, Words
from shared.reference import positions_of_trust as codes
from shared.reference.lawful_bases import LawfulBasis


class NewPositionOfTrust(Input):
    """An allegation against a person who works, paid or unpaid, with adults with care needs.

    For what came up without an adult at risk who is known. Where one is, raise a concern, and
    this beside it only if others may be at risk. Name the employer by code or by name: if it is
    an agency on the exchange it is kept from knowing of the record.
    """

    accused: NewSource
    position: codes.Position
    allegations: Annotated[
        tuple[codes.Allegation, ...], Field(min_length=1, max_length=len(codes.Allegation))
    ]
    occurred_on: Day | None = None
    what_happened: Words
    adults_at_risk: codes.AtRisk
    children_at_risk: codes.AtRisk
    lead_agency_id: UUID | None = None


class NewThresholdDecision(Input):
    """What the council decides to do with the allegation, and when it looks again."""

    outcome: codes.ThresholdDecision
    rationale: Words
    review_on: Day | None = None


class NewDisclosureDecision(Input):
    """Whether somebody is told, what and on which basis, and whether the person knows of it."""

    recipient: codes.Recipient
    is_disclosed: bool
    lawful_basis: LawfulBasis
    rationale: Words
    what: Words | None = None
    person_was_told: bool
    why_not_told: Words | None = None


class NewLink(Input):
    """A case that your council leads: an adult at risk has become known."""

    case_id: UUID
    why: Words


class NewClosure(Input):
    """How the allegation ended."""

    finding: codes.Finding
    rationale: Words


class PositionOfTrustReceipt(View):
    """The exchange has the record."""

    record_id: UUID
    received_at: datetime


class ThresholdDecisionView(View):
    """What the council decided to do with the allegation."""

    outcome: codes.ThresholdDecision
    rationale: str
    review_on: date | None


class DisclosureDecisionView(View):
    """Whether somebody was told, what and on which basis."""

    recipient: codes.Recipient
    is_disclosed: bool
    lawful_basis: LawfulBasis
    rationale: str
    what: str | None
    person_was_told: bool
    why_not_told: str | None


class LinkView(View):
    """A case in which an adult at risk has become known."""

    case_id: UUID
    why: str


class ClosureView(View):
    """How the allegation ended."""

    finding: codes.Finding
    rationale: str


class StepView(View):
    """Something the council decided or did: the one of the four that `kind` says."""

    step_id: UUID
    kind: codes.StepKind
    recorded_at: datetime
    recorded_by_practitioner_id: str
    decision: ThresholdDecisionView | None = None
    disclosure: DisclosureDecisionView | None = None
    link: LinkView | None = None
    closure: ClosureView | None = None


class PositionOfTrustView(View):
    """A record. Who raised it reads what they sent: what was done about it is null for them."""

    record_id: UUID
    received_at: datetime
    lead_agency_id: UUID
    raised_by_agency_id: UUID
    raised_by_practitioner_id: str | None
    accused: SourceView
    position: codes.Position
    allegations: tuple[codes.Allegation, ...]
    occurred_on: date | None
    what_happened: str
    adults_at_risk: codes.AtRisk
    children_at_risk: codes.AtRisk
    closed_at: datetime | None
    steps: tuple[StepView, ...] | None


class Account(View):
    """What is sealed of a record."""

    accused: SourceView
    what_happened: str
