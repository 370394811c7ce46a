"""A concern, as it is sent, acknowledged and shown."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from services.intake.adults.views import AdultView, NewAdult
from services.intake.sources.views import NewSource, SourceView
from shared.http.inputs import BrokenInput, Day, Input, View, Words
from shared.reference.concerns import WithdrawalReason
from shared.reference.dates import DatePrecision
from shared.reference.msp import Asked, AskedOf, NotAskedReason
from shared.reference.sac import AbuseType, Location


def _without_repeats(types: tuple[AbuseType, ...]) -> tuple[AbuseType, ...]:
    if len(set(types)) != len(types):
        raise BrokenInput("repeated", "Must not name the same type twice.")
    return types


AbuseTypes = Annotated[
    tuple[AbuseType, ...],
    Field(min_length=1, max_length=len(AbuseType)),
    AfterValidator(_without_repeats),
]


class NewAccount(Input):
    """What makes an agency suspect that an adult is being abused or neglected.

    `asked` says whether the adult was asked what they want; `words` are what they said, verbatim.
    A day that is known only in part is given by the first of the month or year, and
    `occurred_precision` says so; what went on for a while has its last day in `occurred_until`.
    """

    occurred_on: Day | None = None
    occurred_precision: DatePrecision | None = None
    occurred_until: Day | None = None
    abuse_types: AbuseTypes
    location: Location
    immediate_danger: bool
    what_happened: Words
    sources_of_risk: Annotated[tuple[NewSource, ...], Field(max_length=20)]
    asked: Asked
    asked_of: AskedOf | None = None
    not_asked_reason: NotAskedReason | None = None
    words: Words | None = None

    @property
    def precision(self) -> DatePrecision:
        """Return how much of the day is known: all of it, unless it was said otherwise."""
        unsaid = DatePrecision.NOT_KNOWN if self.occurred_on is None else DatePrecision.DAY
        return self.occurred_precision or unsaid


class NewConcern(NewAccount):
    """A concern about an adult with whom a case begins.

    `lead_agency_id` names the council where the abuse happened; it may be left out while only one
    council is on the exchange.
    """

    adult: NewAdult
    lead_agency_id: UUID | None = None


class NewFurtherConcern(NewAccount):
    """A further concern about the adult of a case, to be looked at with the others."""


class NewCorrection(NewAccount):
    """The whole account as it should have been told, and why it was told otherwise."""

    why: Words


class NewWithdrawal(Input):
    """That an agency no longer stands by its concern, and why."""

    reason: WithdrawalReason
    why: Words


class ConcernReceipt(View):
    """The exchange has the concern. `case_id` is null for an agency that must not follow it."""

    concern_id: UUID
    case_id: UUID | None
    received_at: datetime


class AccountView(View):
    """What an agency told of its suspicion."""

    occurred_on: date | None
    occurred_precision: DatePrecision
    occurred_until: date | None
    abuse_types: tuple[AbuseType, ...]
    location: Location
    immediate_danger: bool
    what_happened: str
    sources_of_risk: tuple[SourceView, ...]
    asked: Asked
    asked_of: AskedOf | None
    not_asked_reason: NotAskedReason | None
    words: str | None


class WithdrawalView(View):
    """That the raising agency no longer stands by the concern. It stays, and so does the case."""

    reason: WithdrawalReason
    why: str
    withdrawn_at: datetime


class ConcernView(AccountView):
    """A concern as it is told now. What the reader's agency is not shown is null.

    `version` counts the tellings; `why` is why this one replaced the one before.
    """

    concern_id: UUID
    received_at: datetime
    case_id: UUID | None
    lead_agency_id: UUID | None
    raised_by_agency_id: UUID
    raised_by_practitioner_id: str | None
    has_unmatched_employer: bool | None
    adult: AdultView
    version: int
    told_at: datetime
    why: str | None
    withdrawal: WithdrawalView | None


class EarlierAccountView(AccountView):
    """How a concern was told before it was corrected."""

    version: int
    told_at: datetime
    why: str | None


class EarlierAccounts(View):
    """How a concern was told before, the latest first."""

    items: tuple[EarlierAccountView, ...]
