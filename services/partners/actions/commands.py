"""What can change about actions."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.actions.errors import (
    ActionHasMovedOn,
    DueDayHasPassed,
    NotYoursToCancel,
    NotYoursToDo,
    OwnerTakesNoPart,
)
from services.partners.actions.lifecycle import ActionState, Step, after
from services.partners.actions.models import Action
from services.partners.actions.queries import action_of, view_actions
from services.partners.actions.views import ActionNote, ActionReason, ActionView, NewAction
from services.partners.clocks.commands import Owed, meet_clock, start_clock, stop_clock
from shared.access.policy import RULES, Operation, Relation
from shared.access.standings import relations_to_case
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.clock import london_date
from shared.events.partners import (
    ActionAccepted,
    ActionCancelled,
    ActionCompleted,
    ActionDeclined,
    ActionEvent,
    ActionProposed,
)
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.reference.targets import TargetCode
from shared.reference.working_days import end_of_day
from shared.work import now, seal


async def propose_action(session: AsyncSession, access: Access, new: NewAction) -> ActionView:
    """Propose a step; one for the proposer's own agency is agreed at once."""
    if new.due_on < london_date(now(session)):
        raise DueDayHasPassed
    relations = await relations_to_case(session, access.case_id)
    may_act = RULES[Operation.CARRY_OUT_ACTION].relations
    if relations.get(new.owner_agency_id) not in may_act:
        raise OwnerTakesNoPart
    action_id = new_id()
    is_own = new.owner_agency_id == access.caller.agency_id
    action = Action(
        action_id=action_id,
        case_id=access.case_id,
        synthetic=access.caller.synthetic,
        proposed_by_agency_id=access.caller.agency_id,
        owner_agency_id=new.owner_agency_id,
        what=seal(session, new.what, f"actions.what:{action_id}"),
        due_on=new.due_on,
        state=ActionState.ACCEPTED if is_own else ActionState.PROPOSED,
        proposed_at=now(session),
        accepted_at=now(session) if is_own else None,
    )
    session.add(action)
    due_at = end_of_day(new.due_on)
    await start_clock(session, _owed(action), due_at=due_at)
    publish(session, ActionProposed(**_facts(action), due_at=due_at))
    if is_own:
        return await _tell(session, "propose_action", action, ActionAccepted(**_facts(action)))
    return await _tell(session, "propose_action", action, None)


async def accept_action(session: AsyncSession, access: Access, action_id: UUID) -> ActionView:
    """Agree to do it."""
    action = await _own_action(session, access, action_id, Step.ACCEPT)
    action.accepted_at = now(session)
    return await _tell(session, "accept_action", action, ActionAccepted(**_facts(action)))


async def decline_action(
    session: AsyncSession, access: Access, action_id: UUID, given: ActionReason
) -> ActionView:
    """Not do it, with the reason why."""
    action = await _own_action(session, access, action_id, Step.DECLINE)
    _settle(session, action, given.reason)
    await stop_clock(session, action.case_id, TargetCode.ACTION_DONE, action_id)
    return await _tell(session, "decline_action", action, ActionDeclined(**_facts(action)))


async def complete_action(
    session: AsyncSession, access: Access, action_id: UUID, note: ActionNote
) -> ActionView:
    """Say that it has been done, and what came of it."""
    action = await _own_action(session, access, action_id, Step.COMPLETE)
    _settle(session, action, note.note)
    await meet_clock(session, action.case_id, TargetCode.ACTION_DONE, action_id)
    return await _tell(session, "complete_action", action, ActionCompleted(**_facts(action)))


async def cancel_action(
    session: AsyncSession, access: Access, action_id: UUID, given: ActionReason
) -> ActionView:
    """Have it not done any more, as the proposer or the lead agency."""
    action = await action_of(session, access, action_id)
    is_proposer = action.proposed_by_agency_id == access.caller.agency_id
    if access.relation is not Relation.LEAD and not is_proposer:
        raise NotYoursToCancel
    _move(action, Step.CANCEL)
    _settle(session, action, given.reason)
    await stop_clock(session, action.case_id, TargetCode.ACTION_DONE, action_id)
    return await _tell(session, "cancel_action", action, ActionCancelled(**_facts(action)))


async def _own_action(session: AsyncSession, access: Access, action_id: UUID, step: Step) -> Action:
    action = await action_of(session, access, action_id)
    if action.owner_agency_id != access.caller.agency_id:
        raise NotYoursToDo
    _move(action, step)
    return action


def _move(action: Action, step: Step) -> None:
    state = after(action.state, step)
    if state is None:
        raise ActionHasMovedOn
    action.state = state


def _settle(session: AsyncSession, action: Action, note: str) -> None:
    action.settled_at = now(session)
    action.note = seal(session, note, f"actions.note:{action.action_id}")


def _owed(action: Action) -> Owed:
    return Owed(
        case_id=action.case_id,
        synthetic=action.synthetic,
        target=TargetCode.ACTION_DONE,
        subject_id=action.action_id,
        by_agency_id=action.owner_agency_id,
        to_agency_id=action.proposed_by_agency_id,
    )


def _facts(action: Action) -> dict[str, Any]:
    return {
        "case_id": action.case_id,
        "synthetic": action.synthetic,
        "action_id": action.action_id,
        "proposed_by_agency_id": action.proposed_by_agency_id,
        "owner_agency_id": action.owner_agency_id,
    }


async def _tell(
    session: AsyncSession, operation: str, action: Action, event: ActionEvent | None
) -> ActionView:
    record_change(session, operation, f"action/{action.action_id}", case_id=action.case_id)
    if event is not None:
        publish(session, event)
    await session.flush()
    return (await view_actions(session, [action]))[0]
