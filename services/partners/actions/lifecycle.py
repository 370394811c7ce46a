"""How an action moves from proposed to done. Pure."""

from enum import StrEnum
from typing import Final


class ActionState(StrEnum):
    """How far an action has come."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DONE = "done"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What can be said of an action."""

    ACCEPT = "accept"
    DECLINE = "decline"
    COMPLETE = "complete"
    CANCEL = "cancel"


_LEADS_TO: Final[dict[tuple[ActionState, Step], ActionState]] = {
    (ActionState.PROPOSED, Step.ACCEPT): ActionState.ACCEPTED,
    (ActionState.PROPOSED, Step.DECLINE): ActionState.DECLINED,
    (ActionState.PROPOSED, Step.CANCEL): ActionState.CANCELLED,
    (ActionState.ACCEPTED, Step.COMPLETE): ActionState.DONE,
    (ActionState.ACCEPTED, Step.CANCEL): ActionState.CANCELLED,
}


def after(state: ActionState, step: Step) -> ActionState | None:
    """Return the state that `step` leads to, or None where it can't be taken."""
    return _LEADS_TO.get((state, step))
