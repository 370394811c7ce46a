"""Which particulars an answer must come with, by its code, and what contradicts what. Pure."""

from datetime import datetime

from services.outcomes.conversations.views import NewConversation
from services.outcomes.errors import AnswerIncomplete, NothingToMakeGood
from shared.reference.conversations import NOT_SEEN_ALONE, CommunicationSupport, Recorded
from shared.reference.msp import Asked

SOMEONE_WAS_ASKED = frozenset({Asked.ASKED_AND_EXPRESSED, Asked.ASKED_NONE_EXPRESSED})
_STANDS_ALONE = frozenset({CommunicationSupport.NONE, CommunicationSupport.NOT_RECORDED})


def check_answer(new: NewConversation) -> None:
    """Raise `AnswerIncomplete` unless the answer comes with what its code asks for, no more."""
    was_asked = new.asked in SOMEONE_WAS_ASKED
    if (new.asked_of is not None) is not was_asked or (new.asked_by is not None) is not was_asked:
        raise AnswerIncomplete("asked_of and asked_by are given exactly when someone was asked.")
    if (new.not_asked_reason is not None) is not (new.asked is Asked.NOT_ASKED):
        raise AnswerIncomplete("not_asked_reason is given exactly when the answer is not_asked.")
    if new.none_expressed_reason and new.asked is not Asked.ASKED_NONE_EXPRESSED:
        raise AnswerIncomplete("none_expressed_reason goes with asked_none_expressed alone.")
    if new.translation is not None and new.words is None:
        raise AnswerIncomplete("translation stands beside words, and never instead of them.")
    _check_circumstances(new)


def _check_circumstances(new: NewConversation) -> None:
    how = new.circumstances
    if len(how.support) > 1 and _STANDS_ALONE.intersection(how.support):
        raise AnswerIncomplete("support of none or not_recorded stands alone.")
    there = {person.who for person in new.present or ()}
    if how.seen_alone is Recorded.YES and there & NOT_SEEN_ALONE:
        raise AnswerIncomplete("seen_alone is not yes when present names someone close by.")


def check_makes_good(new: NewConversation, earlier: Asked, earlier_held_at: datetime) -> None:
    """Raise `NothingToMakeGood` unless someone is asked now, and nobody was on the earlier day."""
    if new.asked not in SOMEONE_WAS_ASKED or earlier in SOMEONE_WAS_ASKED:
        raise NothingToMakeGood
    if new.held_at < earlier_held_at:
        raise NothingToMakeGood("What makes an occasion good comes after it.")
