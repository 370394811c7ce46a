"""Raising and reading concerns over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.intake.concerns import commands, queries
from services.intake.concerns.views import ConcernReceipt, ConcernView, NewConcern
from shared.access.caller import Caller, Scope
from shared.http.callers import calling
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page

router = APIRouter(prefix="/intake/v1", route_class=StrictRoute, tags=["concerns"])


@router.post("/concerns", status_code=201, response_model=ConcernReceipt)
async def raise_concern(
    body: NewConcern,
    caller: Annotated[Caller, Depends(calling(Scope.CONCERNS_WRITE))],
    session: Session,
    once: Once,
) -> Response:
    """Raise a concern about an adult. Any agency may; a case begins with it.

    Name the employer of whoever the risk comes from, by code or by name: if it is an agency on
    the exchange it is kept from knowing of the case from this moment. An agency that reports its
    own staff or service gets a receipt without `case_id`, and can read back what it sent.
    """
    return await once.answer(
        201,
        lambda: commands.raise_concern(session, caller, body),
        location=lambda receipt: f"/intake/v1/concerns/{receipt.concern_id}",
        case_id=lambda receipt: receipt.case_id,
    )


@router.get("/concerns")
async def list_concerns(
    caller: Annotated[Caller, Depends(calling(Scope.CONCERNS_READ))],
    session: Session,
    page: PageQuery,
) -> Page[ConcernView]:
    """List the concerns your agency may read, the newest first."""
    return await queries.list_concerns(session, caller, page)


@router.get("/concerns/{concern_id}")
async def read_concern(
    concern_id: UUID,
    caller: Annotated[Caller, Depends(calling(Scope.CONCERNS_READ))],
    session: Session,
) -> ConcernView:
    """Read one concern. What your agency is not shown is null."""
    return await queries.read_concern(session, caller, concern_id)
