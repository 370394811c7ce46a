"""What can be called about verdicts."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.outcomes.verdicts import commands, queries
from services.outcomes.verdicts.views import NewVerdict, VerdictList, VerdictView
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed
from shared.http.once import Once
from shared.http.session import Session
from shared.http.strict_route import StrictRoute

router = APIRouter(
    prefix="/outcomes/v1/cases/{case_id}", route_class=StrictRoute, tags=["verdicts"]
)

Giving = Annotated[Access, Depends(allowed(Operation.GIVE_VERDICT))]


@router.post(
    "/desired-outcomes/{desired_outcome_id}/verdicts", status_code=201, response_model=VerdictView
)
async def give_verdict(
    desired_outcome_id: UUID, body: NewVerdict, access: Giving, session: Session, once: Once
) -> Response:
    """Record whether one desired outcome came about, in the eyes of the one who judges.

    A verdict is never changed. A newer one of the same judge counts instead of it; that of
    another judge stands beside it. After the conclusion only the worker can no longer judge.
    """
    return await once.answer(
        201, lambda: commands.give_verdict(session, access, desired_outcome_id, body)
    )


@router.post("/verdicts", status_code=201, response_model=VerdictView)
async def give_overall_verdict(
    body: NewVerdict, access: Giving, session: Session, once: Once
) -> Response:
    """Record whether what the adult wanted came about on the whole."""
    return await once.answer(201, lambda: commands.give_verdict(session, access, None, body))


@router.get("/verdicts")
async def list_verdicts(
    access: Annotated[Access, Depends(allowed(Operation.READ_VERDICTS))], session: Session
) -> VerdictList:
    """List all verdicts of a case side by side, the adult's first."""
    return VerdictList(items=await queries.read_verdicts(session, access.case_id))
