"""A case up to its decision over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from services.intake.decisions import commands, queries
from services.intake.decisions.views import (
    CaseView,
    DecisionView,
    InformationView,
    NewDecision,
    NewInformation,
)
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page

router = APIRouter(prefix="/intake/v1/cases/{case_id}", route_class=StrictRoute, tags=["cases"])


@router.get("")
async def read_case(
    access: Annotated[Access, Depends(allowed(Operation.READ_CONCERN))], session: Session
) -> CaseView:
    """Read how far a case is: received, information being gathered (told to the lead), decided."""
    return await queries.read_case(session, access)


@router.post("/information", status_code=201, response_model=InformationView)
async def gather_information(
    body: NewInformation,
    access: Annotated[Access, Depends(allowed(Operation.GATHER_INFORMATION))],
    session: Session,
    once: Once,
) -> Response:
    """Record something found out about a case, before its decision or beside it. Lead only."""
    return await once.answer(201, lambda: commands.gather_information(session, access, body))


@router.get("/information")
async def list_information(
    access: Annotated[Access, Depends(allowed(Operation.READ_INFORMATION))],
    session: Session,
    page: PageQuery,
) -> Page[InformationView]:
    """List what was found out about a case, the newest first. Lead only."""
    return await queries.list_information(session, access, page)


@router.post("/decision", status_code=201, response_model=DecisionView)
async def decide(
    body: NewDecision,
    access: Annotated[Access, Depends(allowed(Operation.DECIDE))],
    session: Session,
    once: Once,
) -> Response:
    """Decide whether section 42 of the Care Act applies, and what follows. Lead only, once.

    All three limbs met means a section 42 enquiry, and nothing else does. The token must act for
    a practitioner: a person decides.
    """
    return await once.answer(
        201,
        lambda: commands.decide(session, access, body),
        location=lambda decision: f"/intake/v1/cases/{decision.case_id}/decision",
    )


@router.get("/decision")
async def read_decision(
    access: Annotated[Access, Depends(allowed(Operation.READ_DECISION))], session: Session
) -> DecisionView:
    """Read the decision, once there is one. Evidence and rationale are the lead agency's."""
    return await queries.read_decision(session, access)
