"""What several cases have in common, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from services.intake.patterns import queries
from services.intake.patterns.views import PatternView
from shared.access.caller import Caller, Scope
from shared.http.callers import calling
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page

router = APIRouter(prefix="/intake/v1/patterns", route_class=StrictRoute, tags=["patterns"])

Reading = Annotated[Caller, Depends(calling(Scope.CONCERNS_READ))]


@router.get("")
async def list_patterns(caller: Reading, session: Session, page: PageQuery) -> Page[PatternView]:
    """List what several adults of the cases you lead have in common. For a safeguarding lead.

    An employer, a unit in it or a person at it that came up with two adults or more. It decides
    nothing: look whether others are at risk.
    """
    return await queries.list_patterns(session, caller, page)


@router.get("/{pattern_id}")
async def read_pattern(pattern_id: UUID, caller: Reading, session: Session) -> PatternView:
    """Read one pattern, with the cases behind it that you may read. For a safeguarding lead."""
    return await queries.read_pattern(session, caller, pattern_id)
