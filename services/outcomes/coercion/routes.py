"""What can be called about coercion."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from services.outcomes.coercion import commands, queries
from services.outcomes.coercion.models import CoercionObservation
from services.outcomes.coercion.views import CoercionObservationView, NewCoercionObservation
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page, paginate

router = APIRouter(
    prefix="/outcomes/v1/cases/{case_id}", route_class=StrictRoute, tags=["coercion"]
)


@router.post("/coercion", status_code=201, response_model=CoercionObservationView)
async def observe_coercion(
    body: NewCoercionObservation,
    access: Annotated[Access, Depends(allowed(Operation.OBSERVE_COERCION))],
    session: Session,
    once: Once,
) -> Response:
    """Record signs of coercion or control, and be told how to ask the adult safely.

    At any time in a case. The lead agency is told that something was seen, and reads here what.
    """
    return await once.answer(201, lambda: commands.observe_coercion(session, access, body))


@router.get("/coercion")
async def list_coercion(
    access: Annotated[Access, Depends(allowed(Operation.READ_COERCION))],
    session: Session,
    page: PageQuery,
) -> Page[CoercionObservationView]:
    """List the signs of coercion seen in a case, the latest first.

    For the lead agency and parties alone: nobody else, and not in an emergency.
    """
    found = await paginate(
        session,
        queries.observations_of(access.case_id),
        keys=(CoercionObservation.observed_at, CoercionObservation.observation_id),
        page=page,
        bound_to=f"coercion:{access.case_id}:{access.caller.agency_id}",
    )
    items = [queries.show_observation(session, kept) for kept in found.rows]
    return Page[CoercionObservationView](items=items, next=found.next)
