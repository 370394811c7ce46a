"""What can be called about engagement."""

from typing import Annotated

from fastapi import APIRouter, Depends

from services.partners.engagement import queries
from services.partners.engagement.views import EngagementView
from shared.access.caller import Caller, Scope
from shared.http.callers import calling
from shared.http.session import Session
from shared.http.strict_route import StrictRoute

router = APIRouter(prefix="/partners/v1", route_class=StrictRoute, tags=["engagement"])


@router.get("/engagement")
async def read_engagement(
    caller: Annotated[Caller, Depends(calling(Scope.REQUESTS_READ))], session: Session
) -> EngagementView:
    """Read how your own agency takes part: what it was asked, and what was heard, with times.

    Silence is counted as such, apart from what still waits and from what was declined.
    """
    return await queries.read_engagement(session, caller)
