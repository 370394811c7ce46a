"""The bodies of contributions."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.http.inputs import Input, View, Words
from shared.reference.care_act import LegalGateway

Readers = Annotated[
    list[UUID],
    Field(
        max_length=100,
        description="Agencies that take part and may read it beside the lead agency. None: the "
        "lead agency alone.",
    ),
]


class NewContribution(Input):
    """Something to give to the case, without having been asked."""

    words: Words
    legal_basis: LegalGateway = Field(
        description="On which basis it is given: section 6, or what protects the adult "
        "(`dpa_2018_sch1_para18`)."
    )
    shared_with_agency_ids: Readers = Field(default_factory=list)


class RevisedContribution(Input):
    """A newer version of your own contribution, and who may read it from now on."""

    words: Words
    why: Words = Field(description="Why it changes; whoever reads it reads this too.")
    shared_with_agency_ids: Readers


class Withdrawal(Input):
    """Why your agency withdraws what it gave."""

    reason: Words


class ContributionVersionView(View):
    """What was given at one time."""

    version: int
    words: str | None = Field(description="Null once the contribution is withdrawn.")
    why: str | None
    given_by_agency_id: UUID
    given_at: datetime


class ContributionView(View):
    """What was given, and whose it is."""

    contribution_id: UUID
    case_id: UUID
    request_id: UUID | None
    owner_agency_id: UUID
    legal_basis: LegalGateway
    version: int
    words: str | None = Field(description="Null once it is withdrawn.")
    given_at: datetime
    revised_at: datetime | None
    withdrawn_at: datetime | None
    withdrawal_reason: str | None
    shared_with_agency_ids: list[UUID] | None = Field(
        description="Told to its owner and the lead agency alone."
    )


class ContributionHistory(ContributionView):
    """A contribution with the versions it replaced, the newest first."""

    why: str | None
    earlier_versions: list[ContributionVersionView]
