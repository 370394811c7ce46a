"""Which particulars an answer must come with, by its code. Pure."""

from services.outcomes.conversations.views import NewConversation
from services.outcomes.errors import AnswerIncomplete
from shared.reference.msp import Asked

SOMEONE_WAS_ASKED = frozenset({Asked.ASKED_AND_EXPRESSED, Asked.ASKED_NONE_EXPRESSED})


def check_answer(new: NewConversation) -> None:
    """Raise `AnswerIncomplete` unless the answer comes with what its code asks for, no more."""
    was_asked = new.asked in SOMEONE_WAS_ASKED
    if (new.asked_of is not None) is not was_asked or (new.asked_by is not None) is not was_asked:
        raise AnswerIncomplete("asked_of and asked_by are given exactly when someone was asked.")
    if (new.not_asked_reason is not None) is not (new.asked is Asked.NOT_ASKED):
        raise AnswerIncomplete("not_asked_reason is given exactly when the answer is not_asked.")
