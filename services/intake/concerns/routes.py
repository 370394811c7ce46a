"""Raising and reading concerns over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.intake.concerns import commands, corrections, queries
from services.intake.concerns.views import (
    ConcernReceipt,
    ConcernView,
    EarlierAccounts,
    NewConcern,
    NewCorrection,
    NewFurtherConcern,
    NewWithdrawal,
)
from shared.access.caller import Caller, Scope
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed, calling
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.preconditions import IfMatch, etag
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


@router.post("/cases/{case_id}/further-concerns", status_code=201, response_model=ConcernReceipt)
async def add_concern(
    body: NewFurtherConcern,
    access: Annotated[Access, Depends(allowed(Operation.ADD_CONCERN))],
    session: Session,
    once: Once,
) -> Response:
    """Report more about the adult of a case that your agency knows: the case has both then.

    Whom it accuses is kept from knowing of the case from this moment, also an agency that takes
    part in it. What concerns another adult, or has nothing to do with the case, is raised by
    itself.
    """
    return await once.answer(
        201,
        lambda: commands.add_concern(session, access, body),
        location=lambda receipt: f"/intake/v1/concerns/{receipt.concern_id}",
    )


@router.get("/concerns/{concern_id}")
async def read_concern(
    concern_id: UUID,
    caller: Annotated[Caller, Depends(calling(Scope.CONCERNS_READ))],
    session: Session,
    response: Response,
) -> ConcernView:
    """Read one concern, with the ETag to correct it by. What your agency is not shown is null."""
    view = await queries.read_concern(session, caller, concern_id)
    response.headers["ETag"] = etag(view.version)
    return view


@router.get("/concerns/{concern_id}/earlier")
async def read_earlier_accounts(
    concern_id: UUID,
    caller: Annotated[Caller, Depends(calling(Scope.CONCERNS_READ))],
    session: Session,
) -> EarlierAccounts:
    """Read how a concern was told before it was corrected, the latest first."""
    return EarlierAccounts(items=await queries.read_earlier(session, caller, concern_id))


@router.put("/concerns/{concern_id}")
async def correct_concern(
    concern_id: UUID,
    body: NewCorrection,
    caller: Annotated[Caller, Depends(calling(Scope.CONCERNS_WRITE))],
    session: Session,
    seen: IfMatch,
    response: Response,
) -> ConcernView:
    """Tell a concern that your agency raised as it should have been told.

    What it told before is kept. Whom it does not accuse any more stays kept from the case until
    the lead agency's safeguarding lead decides otherwise.
    """
    view = await corrections.correct_concern(session, caller, concern_id, body, seen=seen)
    response.headers["ETag"] = etag(view.version)
    return view


@router.post("/concerns/{concern_id}/withdrawal", status_code=201, response_model=ConcernView)
async def withdraw_concern(
    concern_id: UUID,
    body: NewWithdrawal,
    caller: Annotated[Caller, Depends(calling(Scope.CONCERNS_WRITE))],
    session: Session,
    once: Once,
) -> Response:
    """Say that your agency no longer stands by a concern it raised. The case goes on without you.

    It stays to be read, and the council still decides: a withdrawn concern may be true.
    """
    await queries.concern_for(session, caller, concern_id)
    return await once.answer(
        201, lambda: corrections.withdraw_concern(session, caller, concern_id, body)
    )
