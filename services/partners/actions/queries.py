"""What can be read of actions: by who proposed them, who is to do them, and the lead."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.actions.lifecycle import ActionState
from services.partners.actions.models import Action
from services.partners.actions.views import ActionView
from services.partners.clocks.models import Clock
from services.partners.clocks.queries import clocks_of
from shared.access.caller import Caller
from shared.access.policy import Operation, Relation
from shared.access.visibility import Access, visible_to
from shared.audit.append import record_access
from shared.errors import NotFound
from shared.pagination import Page, PageRequest, paginate
from shared.reference.targets import TargetCode
from shared.work import unseal


def readable_by(access: Access) -> ColumnElement[bool]:
    """Return the filter of the actions in a case: the lead reads all, the others their own."""
    if access.relation is Relation.LEAD:
        return true()
    agency_id = access.caller.agency_id
    return or_(Action.proposed_by_agency_id == agency_id, Action.owner_agency_id == agency_id)


async def action_of(session: AsyncSession, access: Access, action_id: UUID) -> Action:
    """Lock and return an action that the caller may read; raises `NotFound`."""
    action = await session.scalar(
        select(Action)
        .where(Action.case_id == access.case_id, Action.action_id == action_id, readable_by(access))
        .with_for_update()
    )
    if action is None:
        raise NotFound
    return action


async def list_actions(
    session: AsyncSession, access: Access, page: PageRequest
) -> Page[ActionView]:
    """Return the actions in a case that the caller may read, newest first."""
    found = await paginate(
        session,
        select(Action).where(Action.case_id == access.case_id, readable_by(access)),
        keys=(Action.proposed_at, Action.action_id),
        page=page,
        bound_to=f"actions:{access.case_id}:{access.caller.agency_id}",
    )
    return Page(items=await view_actions(session, found.rows), next=found.next)


async def list_own_actions(
    session: AsyncSession, caller: Caller, state: ActionState | None, page: PageRequest
) -> Page[ActionView]:
    """Return what the caller's agency is to do in any case, newest first."""
    query = select(Action).where(
        Action.owner_agency_id == caller.agency_id,
        visible_to(caller, Operation.READ_ACTION, Action.case_id),
    )
    if state is not None:
        query = query.where(Action.state == state)
    found = await paginate(
        session,
        query,
        keys=(Action.proposed_at, Action.action_id),
        page=page,
        bound_to=f"own_actions:{caller.agency_id}",
    )
    for case_id in sorted({action.case_id for action in found.rows}):
        record_access(session, Operation.READ_ACTION, case_id)
    return Page(items=await view_actions(session, found.rows), next=found.next)


async def view_actions(session: AsyncSession, actions: Sequence[Action]) -> list[ActionView]:
    """Return actions with what their clocks say."""
    clocks = await clocks_of(session, [action.action_id for action in actions])
    return [
        _view(session, action, clocks.get((action.action_id, TargetCode.ACTION_DONE)))
        for action in actions
    ]


def _view(session: AsyncSession, action: Action, clock: Clock | None) -> ActionView:
    row, note = action.action_id, action.note
    return ActionView(
        action_id=row,
        case_id=action.case_id,
        proposed_by_agency_id=action.proposed_by_agency_id,
        owner_agency_id=action.owner_agency_id,
        what=unseal(session, action.what, f"actions.what:{row}"),
        due_on=action.due_on,
        due_at=clock.due_at if clock else None,
        missed_at=clock.missed_at if clock else None,
        state=action.state,
        proposed_at=action.proposed_at,
        accepted_at=action.accepted_at,
        settled_at=action.settled_at,
        note=None if note is None else unseal(session, note, f"actions.note:{row}"),
    )
