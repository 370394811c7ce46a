"""The bodies of actions."""

from datetime import date, datetime
from uuid import UUID

from services.partners.actions.lifecycle import ActionState
from shared.http.inputs import Day, Input, View, Words


class NewAction(Input):
    """A step for an agency to take: the lead agency, or one that takes part."""

    owner_agency_id: UUID
    what: Words
    due_on: Day


class ActionNote(Input):
    """What came of an action."""

    note: Words


class ActionReason(Input):
    """Why an action is not taken."""

    reason: Words


class ActionView(View):
    """An action, as who proposed it, who is to do it and the lead agency read it."""

    action_id: UUID
    case_id: UUID
    proposed_by_agency_id: UUID
    owner_agency_id: UUID
    what: str
    due_on: date
    due_at: datetime | None
    missed_at: datetime | None
    state: ActionState
    proposed_at: datetime
    accepted_at: datetime | None
    settled_at: datetime | None
    note: str | None
