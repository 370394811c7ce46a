"""How a request moves from made to settled. Pure."""

from enum import StrEnum
from typing import Final


class RequestState(StrEnum):
    """How far a request has come."""

    MADE = "made"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    DECLINED = "declined"


class Reply(StrEnum):
    """What the agency that was asked can do."""

    ACKNOWLEDGE = "acknowledge"
    ANSWER = "answer"
    DECLINE = "decline"


_LEADS_TO: Final[dict[tuple[RequestState, Reply], RequestState]] = {
    (RequestState.MADE, Reply.ACKNOWLEDGE): RequestState.ACKNOWLEDGED,
    (RequestState.MADE, Reply.ANSWER): RequestState.ANSWERED,
    (RequestState.MADE, Reply.DECLINE): RequestState.DECLINED,
    (RequestState.ACKNOWLEDGED, Reply.ANSWER): RequestState.ANSWERED,
    (RequestState.ACKNOWLEDGED, Reply.DECLINE): RequestState.DECLINED,
}


def after(state: RequestState, reply: Reply) -> RequestState | None:
    """Return the state that `reply` leads to, or None where it comes too late."""
    return _LEADS_TO.get((state, reply))
