"""Agreements between the councils of the tests and the other agencies, so that parties are told."""

from collections.abc import Sequence
from datetime import date
from itertools import product
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.agreements.models import Agreement
from shared.identifiers import new_id
from shared.reference.agencies import AgencyKind
from shared.reference.lawful_bases import LawfulBasis, SpecialCondition
from shared.work import now, seal
from tests.support.agencies import EVERYONE, Agency


def agree(session: AsyncSession, council_id: UUID, agency_id: UUID, *, synthetic: bool) -> None:
    """Let a council share everything with an agency, for longer than any test lasts."""
    agreement_id = new_id()
    session.add(
        Agreement(
            agreement_id=agreement_id,
            council_agency_id=council_id,
            agency_id=agency_id,
            synthetic=synthetic,
            covers_all=True,
            left_out=[],
            purpose=seal(session, "To protect adults.", f"agreements.purpose:{agreement_id}"),
            lawful_basis=LawfulBasis.PUBLIC_TASK,
            condition=SpecialCondition.SAFEGUARDING,
            starts_on=date(2000, 1, 1),
            ends_on=date(2100, 1, 1),
            made_at=now(session),
            made_by_practitioner_id="lead-1",
        )
    )


def agree_with_everyone(session: AsyncSession, agencies: Sequence[Agency] = EVERYONE) -> None:
    """Let each council share everything with each other agency of its world."""
    for council, agency in product(agencies, agencies):
        if (
            council.kind is AgencyKind.COUNCIL
            and council != agency
            and council.synthetic == agency.synthetic
        ):
            agree(session, council.id, agency.id, synthetic=council.synthetic)
