"""What partners tells about what agencies contribute to a case, each its own."""

from typing import ClassVar, Literal
from uuid import UUID

from shared.events.contract import Audience, CaseEvent
from shared.reference.care_act import LegalGateway


class ContributionEvent(CaseEvent):
    """A fact about a contribution: for its owner, those it is shared with, and the lead.

    Nobody is told who else is told.
    """

    audience: ClassVar[Audience] = Audience.PARTIES
    internal_fields: ClassVar[frozenset[str]] = frozenset({"told_agency_ids"})
    contribution_id: UUID
    owner_agency_id: UUID
    told_agency_ids: tuple[UUID, ...]

    def addressees(self) -> frozenset[UUID]:
        """Return the owner and the agencies it is shared with."""
        return frozenset({self.owner_agency_id, *self.told_agency_ids})


class ContributionGiven(ContributionEvent):
    """An agency gave something by itself; what answers a request is told as `RequestAnswered`."""

    type: Literal["partners.contribution_given.v1"] = "partners.contribution_given.v1"
    legal_basis: LegalGateway


class ContributionRevised(ContributionEvent):
    """Its owner gave a newer version, or shares it with others than before."""

    type: Literal["partners.contribution_revised.v1"] = "partners.contribution_revised.v1"
    version: int


class ContributionWithdrawn(ContributionEvent):
    """Its owner withdrew it; only that it was there remains to be read."""

    type: Literal["partners.contribution_withdrawn.v1"] = "partners.contribution_withdrawn.v1"


class ContributionOffered(ContributionEvent):
    """Its owner offered it to another agency, which owns it once it accepts."""

    type: Literal["partners.contribution_offered.v1"] = "partners.contribution_offered.v1"
    transfer_id: UUID
    to_agency_id: UUID


class ContributionTransferred(ContributionEvent):
    """It has a new owner, on the basis that was stated for the transfer."""

    type: Literal["partners.contribution_transferred.v1"] = "partners.contribution_transferred.v1"
    transfer_id: UUID
    from_agency_id: UUID
    legal_basis: LegalGateway


class ContributionRefused(ContributionEvent):
    """The agency that it was offered to does not take it over."""

    type: Literal["partners.contribution_refused.v1"] = "partners.contribution_refused.v1"
    transfer_id: UUID
    to_agency_id: UUID
