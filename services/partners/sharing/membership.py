"""How an agency comes to take part in a case, and stops. Pure."""

from enum import StrEnum
from typing import Final

from shared.access.tables import PartyState


class Step(StrEnum):
    """What changes whether an agency takes part."""

    INVITE = "invite"
    ACCEPT = "accept"
    DECLINE = "decline"
    LEAVE = "leave"


_LEADS_TO: Final[dict[tuple[PartyState | None, Step], PartyState]] = {
    (None, Step.INVITE): PartyState.INVITED,
    (PartyState.DECLINED, Step.INVITE): PartyState.INVITED,
    (PartyState.LEFT, Step.INVITE): PartyState.INVITED,
    (PartyState.INVITED, Step.ACCEPT): PartyState.ACCEPTED,
    (PartyState.INVITED, Step.DECLINE): PartyState.DECLINED,
    (PartyState.ACCEPTED, Step.LEAVE): PartyState.LEFT,
}


def after(state: PartyState | None, step: Step) -> PartyState | None:
    """Return the state that `step` leads to, or None where it can't be taken."""
    return _LEADS_TO.get((state, step))
