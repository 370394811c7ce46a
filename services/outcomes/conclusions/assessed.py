"""Capacity in the findings of an enquiry: what was assessed is taken where nothing was said."""

from typing import TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.capacity.queries import answer_of, assessments_of
from services.outcomes.conclusions.views import NewFindings
from services.outcomes.enquiries.models import Enquiry
from shared.reference.sac_concluded import LackedCapacity

FindingsT = TypeVar("FindingsT", bound=NewFindings)


async def assessed_capacity(session: AsyncSession, case_id: UUID) -> LackedCapacity:
    """Return the answer of SG3a by the assessments of a case."""
    return answer_of(await assessments_of(session, case_id))


async def with_assessed_capacity(
    session: AsyncSession, enquiry: Enquiry, new: FindingsT
) -> FindingsT:
    """Return findings with the answer of the assessments where they give none."""
    if new.lacked_capacity is not LackedCapacity.NOT_RECORDED:
        return new
    assessed = await assessed_capacity(session, enquiry.case_id)
    return new.model_copy(update={"lacked_capacity": assessed})
