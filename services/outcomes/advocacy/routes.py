"""What can be called about advocacy."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.outcomes.advocacy import commands, queries
from services.outcomes.advocacy.views import (
    AdvocacyReviewView,
    AdvocacyView,
    NewAdvocacyEnd,
    NewAdvocacyReview,
    NewAllocation,
    NewReferral,
    ReferralView,
)
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed
from shared.http.once import Once
from shared.http.session import Session
from shared.http.strict_route import StrictRoute

router = APIRouter(
    prefix="/outcomes/v1/cases/{case_id}/advocacy", route_class=StrictRoute, tags=["advocacy"]
)

Recording = Annotated[Access, Depends(allowed(Operation.RECORD_ADVOCACY))]


@router.get("")
async def read_advocacy(
    access: Annotated[Access, Depends(allowed(Operation.READ_REPRESENTATION))], session: Session
) -> AdvocacyView:
    """Read whether an advocate must be arranged, on what that rests, and who was asked for."""
    return await queries.read_advocacy(session, access.case_id)


@router.post("/reviews", status_code=201, response_model=AdvocacyReviewView)
async def review_advocacy(
    body: NewAdvocacyReview, access: Recording, session: Session, once: Once
) -> Response:
    """Record whether the adult would have substantial difficulty, and who could support them.

    The duty follows (Care Act 2014, section 68). Nobody said to be a source of risk, paid to
    care, or not wanted by the adult is an appropriate person.
    """
    return await once.answer(201, lambda: commands.review_advocacy(session, access, body))


@router.post("/referrals", status_code=201, response_model=ReferralView)
async def refer_to_advocate(
    body: NewReferral, access: Recording, session: Session, once: Once
) -> Response:
    """Record that an independent advocate was asked for, of which kind, and when."""
    return await once.answer(201, lambda: commands.refer_to_advocate(session, access, body))


@router.post("/referrals/{referral_id}/allocation", status_code=201, response_model=ReferralView)
async def allocate_advocate(
    referral_id: UUID, body: NewAllocation, access: Recording, session: Session, once: Once
) -> Response:
    """Record who the advocate is, when they were allocated, and when they first met the adult."""
    return await once.answer(
        201, lambda: commands.allocate_advocate(session, access, referral_id, body)
    )


@router.post("/referrals/{referral_id}/ending", status_code=201, response_model=ReferralView)
async def end_advocacy(
    referral_id: UUID, body: NewAdvocacyEnd, access: Recording, session: Session, once: Once
) -> Response:
    """Record that the advocate's part ended, or that none came, and why."""
    return await once.answer(201, lambda: commands.end_advocacy(session, access, referral_id, body))
