"""How a request moves from made to settled, and an enquiry's report to accepted. Pure."""

from enum import StrEnum
from typing import Final

from shared.reference.information_sharing import AnswerQuality


class RequestState(StrEnum):
    """How far a request has come. `accepted` and `rejected` are said of a caused enquiry alone."""

    MADE = "made"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Step(StrEnum):
    """What the agencies that a request is between, or the lead agency, can do about it."""

    ACKNOWLEDGE = "acknowledge"
    ANSWER = "answer"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    ASK_FOR_MORE = "ask_for_more"
    REJECT = "reject"


JUDGED_BY: Final = {
    AnswerQuality.ACCEPTED: Step.ACCEPT,
    AnswerQuality.MORE_WORK: Step.ASK_FOR_MORE,
    AnswerQuality.REJECTED: Step.REJECT,
}
"""The step that each decision about a report is."""

_WAITS: Final = (RequestState.MADE, RequestState.ACKNOWLEDGED, RequestState.REOPENED)

_LEADS_TO: Final[dict[tuple[RequestState, Step], RequestState]] = {
    (RequestState.MADE, Step.ACKNOWLEDGE): RequestState.ACKNOWLEDGED,
    **{(state, Step.ANSWER): RequestState.ANSWERED for state in _WAITS},
    **{(state, Step.DECLINE): RequestState.DECLINED for state in _WAITS},
    **{(state, Step.WITHDRAW): RequestState.WITHDRAWN for state in _WAITS},
    (RequestState.ANSWERED, Step.ACCEPT): RequestState.ACCEPTED,
    (RequestState.ANSWERED, Step.ASK_FOR_MORE): RequestState.REOPENED,
    (RequestState.ANSWERED, Step.REJECT): RequestState.REJECTED,
}


def after(state: RequestState, step: Step) -> RequestState | None:
    """Return the state that `step` leads to, or None where it can't be taken."""
    return _LEADS_TO.get((state, step))
