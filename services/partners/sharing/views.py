"""The bodies of parties and invitations."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from shared.access.tables import PartyState
from shared.http.inputs import Input, View, Words
from shared.reference.agencies import AgencyKind


class NewParty(Input):
    """An agency to invite."""

    agency_id: UUID
    reason: Words = Field(description="Why this agency is needed; the agency reads it.")
    checked_not_the_employer: bool = Field(
        default=False,
        description="Say true once someone has made sure that this provider does not employ an "
        "alleged source of risk. Needed where an employer could not be matched.",
    )


class Parting(Input):
    """Why an agency declines or leaves."""

    reason: Words


class PartyView(View):
    """An agency's part in a case. Reasons are told to the lead agency and to the agency itself."""

    agency_id: UUID
    name: str
    kind: AgencyKind
    state: PartyState
    invited_at: datetime
    reason: str | None
    parting_reason: str | None
    is_excluded: bool | None = Field(description="Told to the lead agency alone.")
    has_agreement: bool | None = Field(
        description="Whether a sharing agreement with it is in force: without one it is sent no "
        "events as a party. Told to the lead agency alone."
    )


class PartiesView(View):
    """The lead agency and those that take part; the lead also sees who was invited or has gone."""

    lead_agency_id: UUID
    items: list[PartyView]


class InvitationView(View):
    """An invitation as the invited agency sees it."""

    case_id: UUID
    lead_agency_id: UUID
    state: PartyState
    invited_at: datetime
    reason: str
