"""What can be called about prompts."""

from typing import Annotated

from fastapi import APIRouter, Depends

from services.outcomes.prompts import commands, queries
from services.outcomes.prompts.views import PromptsView, ShownPrompts
from services.outcomes.statistics.routes import PeriodQuery
from shared.access.caller import Caller, Scope
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed, calling
from shared.http.session import Session
from shared.http.strict_route import StrictRoute

router = APIRouter(prefix="/outcomes/v1", route_class=StrictRoute, tags=["prompts"])


@router.get("/cases/{case_id}/prompts")
async def show_prompts(
    access: Annotated[Access, Depends(allowed(Operation.READ_PROMPTS))], session: Session
) -> PromptsView:
    """Show what this case may need next: each with why, on what that rests, and who might do it.

    They follow from what was recorded, by rules that anyone can read. They decide nothing.
    """
    return await commands.show_prompts(session, access)


@router.get("/statistics/prompts")
async def count_prompts(
    caller: Annotated[Caller, Depends(calling(Scope.STATISTICS_READ))],
    session: Session,
    period: PeriodQuery,
) -> ShownPrompts:
    """Count the prompts that your agency was shown, the most frequent first."""
    return await queries.shown_prompts(session, caller, period)
