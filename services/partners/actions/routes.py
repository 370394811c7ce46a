"""What can be called about actions."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.partners.actions import commands, queries
from services.partners.actions.lifecycle import ActionState
from services.partners.actions.views import ActionNote, ActionReason, ActionView, NewAction
from shared.access.caller import Caller, Scope
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed, calling
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page

router = APIRouter(prefix="/partners/v1", route_class=StrictRoute, tags=["actions"])


@router.post("/cases/{case_id}/actions", status_code=201, response_model=ActionView)
async def propose_action(
    body: NewAction,
    access: Annotated[Access, Depends(allowed(Operation.PROPOSE_ACTION))],
    session: Session,
    once: Once,
) -> Response:
    """Propose a step for an agency that works on the case, with a day by which to take it.

    It is agreed once that agency accepts; a step for your own agency is agreed at once.
    """
    return await once.answer(201, lambda: commands.propose_action(session, access, body))


@router.get("/cases/{case_id}/actions")
async def list_actions(
    access: Annotated[Access, Depends(allowed(Operation.READ_ACTION))],
    session: Session,
    page: PageQuery,
) -> Page[ActionView]:
    """List the actions that your agency proposed or is to take; the lead agency reads all."""
    return await queries.list_actions(session, access, page)


@router.get("/actions")
async def list_own_actions(
    caller: Annotated[Caller, Depends(calling(Scope.REQUESTS_READ))],
    session: Session,
    page: PageQuery,
    state: ActionState | None = None,
) -> Page[ActionView]:
    """List what your agency is to do in any case, newest first."""
    return await queries.list_own_actions(session, caller, state, page)


@router.post("/cases/{case_id}/actions/{action_id}/acceptance", response_model=ActionView)
async def accept_action(
    action_id: UUID,
    access: Annotated[Access, Depends(allowed(Operation.CARRY_OUT_ACTION))],
    session: Session,
    once: Once,
) -> Response:
    """Agree to do it, as the agency that is to."""
    return await once.answer(200, lambda: commands.accept_action(session, access, action_id))


@router.post("/cases/{case_id}/actions/{action_id}/decline", response_model=ActionView)
async def decline_action(
    action_id: UUID,
    body: ActionReason,
    access: Annotated[Access, Depends(allowed(Operation.CARRY_OUT_ACTION))],
    session: Session,
    once: Once,
) -> Response:
    """Not do it, with the reason why, as the agency that was to."""
    return await once.answer(200, lambda: commands.decline_action(session, access, action_id, body))


@router.post("/cases/{case_id}/actions/{action_id}/completion", response_model=ActionView)
async def complete_action(
    action_id: UUID,
    body: ActionNote,
    access: Annotated[Access, Depends(allowed(Operation.CARRY_OUT_ACTION))],
    session: Session,
    once: Once,
) -> Response:
    """Say that it has been done, and what came of it, as the agency that was to do it."""
    return await once.answer(
        200, lambda: commands.complete_action(session, access, action_id, body)
    )


@router.post("/cases/{case_id}/actions/{action_id}/cancellation", response_model=ActionView)
async def cancel_action(
    action_id: UUID,
    body: ActionReason,
    access: Annotated[Access, Depends(allowed(Operation.PROPOSE_ACTION))],
    session: Session,
    once: Once,
) -> Response:
    """Have it not done any more, with the reason, as its proposer or the lead agency."""
    return await once.answer(200, lambda: commands.cancel_action(session, access, action_id, body))
