"""Who is calling: an agency, with the practitioner it acts for, or the operator."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shared.reference.agencies import AgencyKind
from shared.work import Actor


class Scope(StrEnum):
    """What an access token may be used for."""

    CONCERNS_READ = "concerns:read"
    CONCERNS_WRITE = "concerns:write"
    DECISIONS_WRITE = "decisions:write"
    OUTCOMES_READ = "outcomes:read"
    OUTCOMES_WRITE = "outcomes:write"
    PARTIES_READ = "parties:read"
    PARTIES_WRITE = "parties:write"
    REQUESTS_READ = "requests:read"
    REQUESTS_WRITE = "requests:write"
    FEED_READ = "feed:read"
    AGENCY_MANAGE = "agency:manage"
    STATISTICS_READ = "statistics:read"
    SURVEYS_ANSWER = "surveys:answer"
    AGENCIES_OPERATE = "agencies:operate"


class Role(StrEnum):
    """What a practitioner is to its agency, as far as a rule asks."""

    PRACTITIONER = "practitioner"
    SAFEGUARDING_LEAD = "safeguarding_lead"


@dataclass(frozen=True, slots=True)
class Practitioner:
    """The person acted for: the `act` claim, taken from the agency's own assertion."""

    id: str
    unit: str | None
    role: Role


@dataclass(frozen=True, slots=True)
class Caller:
    """An agency on the exchange, as its token and the agencies known here describe it.

    `called_at` is the instant of the request; without it no emergency access is open.
    """

    agency_id: UUID
    kind: AgencyKind
    synthetic: bool
    scopes: frozenset[Scope]
    practitioner: Practitioner | None
    called_at: datetime | None = None

    @property
    def actor(self) -> Actor:
        """Return what the audit keeps of this caller."""
        person = self.practitioner
        return Actor(
            name="agency",
            agency_id=self.agency_id,
            practitioner_id=person.id if person else None,
            unit=person.unit if person else None,
            role=person.role.value if person else None,
            synthetic=self.synthetic,
        )


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs the exchange. An operator is no agency and sees no case."""

    scopes: frozenset[Scope]

    @property
    def actor(self) -> Actor:
        """Return what the audit keeps of the operator."""
        return Actor(name="operator")
