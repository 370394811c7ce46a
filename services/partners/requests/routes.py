"""What can be called about requests."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.partners.requests import commands, queries
from services.partners.requests.lifecycle import RequestState
from services.partners.requests.views import (
    Declining,
    NewAnswer,
    NewJudgement,
    NewRequest,
    RequestView,
    RequestWithdrawal,
)
from shared.access.caller import Caller, Scope
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed, calling
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page

router = APIRouter(prefix="/partners/v1", route_class=StrictRoute, tags=["requests"])


@router.post("/cases/{case_id}/requests", status_code=201, response_model=RequestView)
async def make_request(
    body: NewRequest,
    access: Annotated[Access, Depends(allowed(Operation.MAKE_REQUEST))],
    session: Session,
    once: Once,
) -> Response:
    """Ask the lead agency, or an agency that takes part, for information, advice or action.

    The lead agency may also cause an enquiry. Every request names the power it is made under, why
    it is needed, and apart from that whether the adult agreed. It is read by the agency that
    asks, the one that is asked, and the lead agency; other parties don't see it.
    """
    return await once.answer(
        201,
        lambda: commands.make_request(session, access, body),
        location=lambda view: f"/partners/v1/cases/{view.case_id}/requests/{view.request_id}",
    )


@router.get("/cases/{case_id}/requests")
async def list_requests(
    access: Annotated[Access, Depends(allowed(Operation.READ_REQUEST))],
    session: Session,
    page: PageQuery,
) -> Page[RequestView]:
    """List the requests in a case that your agency made or was made; the lead agency reads all."""
    return await queries.list_requests(session, access, page)


@router.get("/cases/{case_id}/requests/{request_id}")
async def read_request(
    request_id: UUID,
    access: Annotated[Access, Depends(allowed(Operation.READ_REQUEST))],
    session: Session,
) -> RequestView:
    """Read a request and, once it is answered, what was contributed."""
    return await queries.read_request(session, access, request_id)


@router.post("/cases/{case_id}/requests/{request_id}/acknowledgement", response_model=RequestView)
async def acknowledge_request(
    request_id: UUID,
    access: Annotated[Access, Depends(allowed(Operation.RESPOND_TO_REQUEST))],
    session: Session,
    once: Once,
) -> Response:
    """Say that the request has been seen, as the agency that was asked."""
    return await once.answer(200, lambda: commands.acknowledge_request(session, access, request_id))


@router.post("/cases/{case_id}/requests/{request_id}/answer", response_model=RequestView)
async def answer_request(
    request_id: UUID,
    body: NewAnswer,
    access: Annotated[Access, Depends(allowed(Operation.RESPOND_TO_REQUEST))],
    session: Session,
    once: Once,
) -> Response:
    """Give what was asked for. It stays your agency's; the asker and the lead agency read it."""
    return await once.answer(
        200, lambda: commands.answer_request(session, access, request_id, body)
    )


@router.post("/cases/{case_id}/requests/{request_id}/decline", response_model=RequestView)
async def decline_request(
    request_id: UUID,
    body: Declining,
    access: Annotated[Access, Depends(allowed(Operation.RESPOND_TO_REQUEST))],
    session: Session,
    once: Once,
) -> Response:
    """Refuse what was asked for, with a code and reasons in writing."""
    return await once.answer(
        200, lambda: commands.decline_request(session, access, request_id, body)
    )


@router.post("/cases/{case_id}/requests/{request_id}/withdrawal", response_model=RequestView)
async def withdraw_request(
    request_id: UUID,
    body: RequestWithdrawal,
    access: Annotated[Access, Depends(allowed(Operation.MAKE_REQUEST))],
    session: Session,
    once: Once,
) -> Response:
    """Ask no more, as the agency that asked; what has been answered can't be unasked."""
    return await once.answer(
        200, lambda: commands.withdraw_request(session, access, request_id, body)
    )


@router.post("/cases/{case_id}/requests/{request_id}/judgement", response_model=RequestView)
async def judge_answer(
    request_id: UUID,
    body: NewJudgement,
    access: Annotated[Access, Depends(allowed(Operation.JUDGE_ANSWER))],
    session: Session,
    once: Once,
) -> Response:
    """Accept or reject the report of an enquiry that was caused, or ask for more work.

    For the lead agency, which stays accountable for the enquiry. More work names what is missing
    and a new target, and opens the request again.
    """
    return await once.answer(200, lambda: commands.judge_answer(session, access, request_id, body))


@router.get("/requests")
async def list_asked(
    caller: Annotated[Caller, Depends(calling(Scope.REQUESTS_READ))],
    session: Session,
    page: PageQuery,
    state: RequestState | None = None,
) -> Page[RequestView]:
    """List what has been asked of your agency in any case, newest first."""
    return await queries.list_asked(session, caller, state, page)
