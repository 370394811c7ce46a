"""What can be called about limitations."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.outcomes.desired_outcomes.queries import desired_outcome_of
from services.outcomes.limitations import commands, queries
from services.outcomes.limitations.models import Limitation
from services.outcomes.limitations.views import (
    LimitationView,
    NewExplanation,
    NewLimitation,
    NewLimitationReview,
)
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page, paginate

router = APIRouter(
    prefix="/outcomes/v1/cases/{case_id}/desired-outcomes/{desired_outcome_id}",
    route_class=StrictRoute,
    tags=["limitations"],
)


@router.post("/limitations", status_code=201, response_model=LimitationView)
async def record_limitation(
    desired_outcome_id: UUID,
    body: NewLimitation,
    access: Annotated[Access, Depends(allowed(Operation.RECORD_LIMITATION))],
    session: Session,
    once: Once,
) -> Response:
    """Record why a wish can't be delivered in full, and the honest conversation about it.

    The wish stays as it was said, and stays in every count.
    """
    return await once.answer(
        201, lambda: commands.record_limitation(session, access, desired_outcome_id, body)
    )


@router.get("/limitations")
async def list_limitations(
    desired_outcome_id: UUID,
    access: Annotated[Access, Depends(allowed(Operation.READ_ENQUIRY))],
    session: Session,
    page: PageQuery,
) -> Page[LimitationView]:
    """List what limits a desired outcome, the newest first."""
    await desired_outcome_of(session, access.case_id, desired_outcome_id)
    found = await paginate(
        session,
        queries.limitations_of(access.case_id).where(
            Limitation.desired_outcome_id == desired_outcome_id
        ),
        keys=(Limitation.limitation_id,),
        page=page,
        bound_to=f"limitations:{desired_outcome_id}:{access.caller.agency_id}",
    )
    items = [queries.show_limitation(session, kept) for kept in found.rows]
    return Page[LimitationView](items=items, next=found.next)


@router.post("/limitations/{limitation_id}/reviews", status_code=201, response_model=LimitationView)
async def review_limitation(
    desired_outcome_id: UUID,
    limitation_id: UUID,
    body: NewLimitationReview,
    access: Annotated[Access, Depends(allowed(Operation.REVIEW_LIMITATION))],
    session: Session,
    once: Once,
) -> Response:
    """Look at a limitation again: it still applies, has changed, or no longer applies.

    Also after the conclusion, since the day set for it may come later.
    """
    return await once.answer(
        201,
        lambda: commands.review_limitation(
            session, access, desired_outcome_id, limitation_id, body
        ),
    )


@router.post(
    "/limitations/{limitation_id}/explanation", status_code=201, response_model=LimitationView
)
async def explain_limitation(
    desired_outcome_id: UUID,
    limitation_id: UUID,
    body: NewExplanation,
    access: Annotated[Access, Depends(allowed(Operation.EXPLAIN_LIMITATION))],
    session: Session,
    once: Once,
) -> Response:
    """Record that the adult, who could not be told at first, has been told since.

    Also after the conclusion: that the danger has passed may only show then.
    """
    return await once.answer(
        201,
        lambda: commands.explain_limitation(
            session, access, desired_outcome_id, limitation_id, body
        ),
    )
