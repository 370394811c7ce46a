"""What agencies can call about the adult's experience."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from services.outcomes.experience import commands, queries
from services.outcomes.experience.views import (
    ExperienceCounts,
    ExperienceReceipt,
    InvitationsView,
    InvitationView,
    NewExperience,
    NewInvitationState,
    NewSending,
    SendingView,
)
from services.outcomes.statistics.routes import PeriodQuery
from shared.access.caller import Caller, Scope
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed, calling
from shared.http.once import Once
from shared.http.session import Session
from shared.http.strict_route import StrictRoute

router = APIRouter(prefix="/outcomes/v1", route_class=StrictRoute, tags=["experience"])

_CASE = "/cases/{case_id}/invitations"
_ONE = f"{_CASE}/{{invitation_id}}"


@router.get(_CASE)
async def list_invitations(
    access: Annotated[Access, Depends(allowed(Operation.READ_EXPERIENCE))], session: Session
) -> InvitationsView:
    """List the invitations of a case with where each is, and what was answered; the lead reads it.

    Every enquiry that ends has one, and its state is always known.
    """
    return await queries.invitations_of(session, access.case_id)


@router.post(f"{_ONE}/state", status_code=201, response_model=InvitationView)
async def say_why_not(
    invitation_id: UUID,
    body: NewInvitationState,
    access: Annotated[Access, Depends(allowed(Operation.INVITE_EXPERIENCE))],
    session: Session,
    once: Once,
) -> Response:
    """Say why the adult is not asked (not safe, declined, died, nobody to speak), or take it back.

    A link or code that was sent opens nothing from then on.
    """
    return await once.answer(
        201, lambda: commands.say_why_not(session, access, invitation_id, body)
    )


@router.post(f"{_ONE}/sending", status_code=201, response_model=SendingView)
async def send_invitation(
    invitation_id: UUID,
    body: NewSending,
    request: Request,
    access: Annotated[Access, Depends(allowed(Operation.INVITE_EXPERIENCE))],
    session: Session,
    once: Once,
) -> Response:
    """Make a link for a message and a code for a letter, shown this once; earlier ones are dead.

    Check first that it is safe: whoever reads the adult's post or messages may see it. Neither
    says what it is about.
    """
    origin: str = request.app.state.origin
    return await once.answer(
        201,
        lambda: commands.send_invitation(session, access, invitation_id, body, origin=origin),
        shown_once=frozenset({"link", "code"}),
    )


@router.post(f"{_ONE}/answers", status_code=201, response_model=ExperienceReceipt)
async def record_experience(
    invitation_id: UUID,
    body: NewExperience,
    access: Annotated[Access, Depends(allowed(Operation.RECORD_EXPERIENCE))],
    session: Session,
    once: Once,
) -> Response:
    """Record what was told to an interviewer, or came back on paper: once, and for good.

    Any party may interview: somebody independent of the enquiry is told more. Who asked is kept.
    """
    return await once.answer(
        201, lambda: commands.record_experience(session, access, invitation_id, body)
    )


@router.get("/statistics/experience")
async def count_experience(
    caller: Annotated[Caller, Depends(calling(Scope.STATISTICS_READ))],
    session: Session,
    period: PeriodQuery,
) -> ExperienceCounts:
    """Count, of the enquiries that ended in a period, how far each invitation is, and the answers.

    The invitations are the frame, whatever became of them. What adults said and what
    representatives said are never added up.
    """
    return await queries.count_experience(session, caller, period)
