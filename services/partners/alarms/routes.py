"""What the operator can call about what agencies have not received."""

from fastapi import APIRouter, Depends

from services.partners.alarms import queries
from services.partners.alarms.views import BacklogView
from shared.http.callers import operating
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page

router = APIRouter(prefix="/partners/v1", route_class=StrictRoute, tags=["undelivered"])


@router.get("/undelivered", dependencies=[Depends(operating())])
async def list_undelivered(session: Session, page: PageQuery) -> Page[BacklogView]:
    """List the agencies for which something waits, and since when (the operator alone).

    Stock is taken twice a minute. What an agency may not know any more does not count, and a
    suspended agency is listed as such. No case is told of.
    """
    return await queries.list_undelivered(session, page)
