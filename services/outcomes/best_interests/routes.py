"""What can be called about best-interests decisions."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from services.outcomes.best_interests import commands, queries
from services.outcomes.best_interests.views import (
    BestInterestsDecisionsView,
    BestInterestsView,
    NewBestInterestsDecision,
)
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed
from shared.http.once import Once
from shared.http.session import Session
from shared.http.strict_route import StrictRoute

router = APIRouter(
    prefix="/outcomes/v1/cases/{case_id}/best-interests",
    route_class=StrictRoute,
    tags=["best interests"],
)


@router.post("", status_code=201, response_model=BestInterestsView)
async def decide_in_best_interests(
    body: NewBestInterestsDecision,
    access: Annotated[Access, Depends(allowed(Operation.DECIDE_BEST_INTERESTS))],
    session: Session,
    once: Once,
) -> Response:
    """Record what was decided for an adult who lacks capacity for that very decision.

    With their wishes, feelings, beliefs and values at its centre. It is no override: it changes
    no desired outcome and no verdict.
    """
    return await once.answer(201, lambda: commands.decide_in_best_interests(session, access, body))


@router.get("")
async def list_best_interests(
    access: Annotated[Access, Depends(allowed(Operation.READ_REPRESENTATION))], session: Session
) -> BestInterestsDecisionsView:
    """List the decisions that were made for the adult, the newest first."""
    return await queries.list_decisions(session, access.case_id)
