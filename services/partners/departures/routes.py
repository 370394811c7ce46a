"""What can be called to leave the exchange."""

from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.partners.agencies.views import Leaving
from services.partners.departures import commands
from services.partners.departures.views import DepartureView
from shared.http.callers import managing
from shared.http.once import Once
from shared.http.session import Session
from shared.http.strict_route import StrictRoute

router = APIRouter(prefix="/partners", route_class=StrictRoute, tags=["agencies"])


@router.post(
    "/v1/agencies/{agency_id}/departure",
    response_model=DepartureView,
    dependencies=[Depends(managing())],
)
async def leave_exchange(agency_id: UUID, body: Leaving, session: Session, once: Once) -> Response:
    """Leave the exchange, with the reason why: the agency itself, or the operator for it.

    It is final. Its tokens stop working at once, its part in every case ends, its subscriptions
    and its contacts are forgotten. An agency that leads cases can't leave.
    """
    return await once.answer(200, lambda: commands.leave_exchange(session, agency_id, body))
