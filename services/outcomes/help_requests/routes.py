"""What can be called about help."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.outcomes.help_requests import commands, queries
from services.outcomes.help_requests.views import (
    HelpCounts,
    HelpJudgement,
    HelpRequestView,
    NewHelpAnswer,
    NewHelpRequest,
)
from services.outcomes.statistics.routes import PeriodQuery
from shared.access.caller import Caller, Scope
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed, calling
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page

router = APIRouter(prefix="/outcomes/v1", route_class=StrictRoute, tags=["help"])

_CASE = "/cases/{case_id}/help-requests"


@router.post(_CASE, status_code=201, response_model=HelpRequestView)
async def ask_for_help(
    body: NewHelpRequest,
    access: Annotated[Access, Depends(allowed(Operation.ASK_FOR_HELP))],
    session: Session,
    once: Once,
) -> Response:
    """Ask for help on a topic, from this case: of your own agency, or of the council that leads.

    What is asked within an agency is read by that agency alone.
    """
    return await once.answer(201, lambda: commands.ask_for_help(session, access, body))


@router.get(_CASE)
async def list_help_requests(
    access: Annotated[Access, Depends(allowed(Operation.READ_HELP))],
    session: Session,
    page: PageQuery,
) -> Page[HelpRequestView]:
    """List what your agency asked on this case, and what it was asked as the one that leads."""
    return await queries.list_help_requests(session, access, page)


@router.post(f"{_CASE}/{{help_request_id}}/answer", status_code=201, response_model=HelpRequestView)
async def answer_help(
    help_request_id: UUID,
    body: NewHelpAnswer,
    access: Annotated[Access, Depends(allowed(Operation.ANSWER_HELP))],
    session: Session,
    once: Once,
) -> Response:
    """Answer a request for help, and say who did: the agency that was asked may, once."""
    return await once.answer(
        201, lambda: commands.answer_help(session, access, help_request_id, body)
    )


@router.post(
    f"{_CASE}/{{help_request_id}}/judgement", status_code=201, response_model=HelpRequestView
)
async def judge_help(
    help_request_id: UUID,
    body: HelpJudgement,
    access: Annotated[Access, Depends(allowed(Operation.ASK_FOR_HELP))],
    session: Session,
    once: Once,
) -> Response:
    """Say whether the answer helped; the newest judgement stands."""
    return await once.answer(
        201, lambda: commands.judge_help(session, access, help_request_id, body)
    )


@router.get("/statistics/help")
async def count_help(
    caller: Annotated[Caller, Depends(calling(Scope.STATISTICS_READ))],
    session: Session,
    period: PeriodQuery,
) -> HelpCounts:
    """Count what your agency's practitioners asked for help with, and whether it helped.

    A Safeguarding Adults Board reads it of all agencies together, where there are five requests.
    """
    return await queries.count_help(session, caller, period)
