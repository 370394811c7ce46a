"""How an agency comes onto the exchange, and leaves it. Pure."""

from enum import StrEnum
from typing import Final


class AgencyState(StrEnum):
    """How far an agency is on the exchange."""

    INVITED = "invited"
    JOINING = "joining"
    LIVE = "live"
    SUSPENDED = "suspended"
    LEFT = "left"


class Step(StrEnum):
    """What moves an agency on. A suspended agency resumes where it was."""

    JOIN = "join"
    GO_LIVE = "go_live"
    SUSPEND = "suspend"
    RESUME = "resume"
    LEAVE = "leave"


_ON_IT = frozenset({AgencyState.JOINING, AgencyState.LIVE})
_MAY: Final[dict[Step, frozenset[AgencyState]]] = {
    Step.JOIN: frozenset({AgencyState.INVITED, AgencyState.JOINING, AgencyState.SUSPENDED}),
    Step.GO_LIVE: frozenset({AgencyState.JOINING}),
    Step.SUSPEND: _ON_IT,
    Step.RESUME: frozenset({AgencyState.SUSPENDED}),
    Step.LEAVE: _ON_IT | {AgencyState.INVITED, AgencyState.SUSPENDED},
}


def may(state: AgencyState, step: Step) -> bool:
    """Tell whether an agency in `state` may take `step`.

    It may join again until it is live, and while it is suspended: that is how one whose keys are
    lost gets new ones, in the sight of the operator who suspended it.
    """
    return state in _MAY[step]
