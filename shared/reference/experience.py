"""The adult's experience after an enquiry has ended: invitations, who asks, and the answers.

The outcomes framework (LGA and ADASS, 2018) has four questions about experience, for the adult and
for a representative. Their official wording was not read: the questions here are the exchange's
own, in plain words, and none of them is a question of the framework.
"""

from enum import StrEnum


class InvitationState(StrEnum):
    """Where an invitation is. Each is kept with who said so, when, and why."""

    DUE = "due"
    NOT_SAFE_TO_CONTACT = "not_safe_to_contact"
    DECLINED = "declined"
    NO_CAPACITY_AND_NO_REPRESENTATIVE = "no_capacity_and_no_representative"
    DIED = "died"
    SENT = "sent"
    OPENED = "opened"
    ANSWERED = "answered"
    LAPSED = "lapsed"
    ENQUIRY_REOPENED = "enquiry_reopened"


class Respondent(StrEnum):
    """Whose experience it is that is told. The two are never pooled."""

    ADULT = "adult"
    REPRESENTATIVE = "representative"


class Asker(StrEnum):
    """Who asks. Answers may be kinder to whoever led the enquiry, so it is kept."""

    INDEPENDENT = "independent"
    ENQUIRY_LEAD = "enquiry_lead"


class AnswerMethod(StrEnum):
    """How the answers came."""

    OWN_ACCOUNT = "own_account"
    INTERVIEW = "interview"
    PAPER = "paper"


class Variant(StrEnum):
    """In which words it is asked."""

    ENGLISH = "en"
    WELSH = "cy"
    EASY_READ = "easy_read"


class Question(StrEnum):
    """What is asked, in this order; our own wording, no question of the framework."""

    ASKED = "asked"
    LISTENED_TO = "listened_to"
    UNDERSTOOD = "understood"
    INVOLVED = "involved"
    GOT_WHAT_I_WANTED = "got_what_i_wanted"
    HAPPY_WITH_RESULT = "happy_with_result"
    FEEL_SAFER = "feel_safer"


class ExperienceAnswer(StrEnum):
    """What can be answered. Which of them go with a question is in `CHOICES`."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    MUCH_SAFER = "much_safer"
    A_BIT_SAFER = "a_bit_safer"
    THE_SAME = "the_same"
    LESS_SAFE = "less_safe"
    TOO_SOON_TO_SAY = "too_soon_to_say"
    NOT_SURE = "not_sure"
    PREFER_NOT_TO_SAY = "prefer_not_to_say"


_A = ExperienceAnswer
_BESIDE = (_A.NOT_SURE, _A.PREFER_NOT_TO_SAY)
_IN_TIME = (_A.TOO_SOON_TO_SAY, *_BESIDE)

CHOICES: dict[Question, tuple[ExperienceAnswer, ...]] = {
    Question.ASKED: (_A.YES, _A.PARTLY, _A.NO, *_BESIDE),
    Question.LISTENED_TO: (_A.YES, _A.PARTLY, _A.NO, *_BESIDE),
    Question.UNDERSTOOD: (_A.YES, _A.PARTLY, _A.NO, *_BESIDE),
    Question.INVOLVED: (_A.YES, _A.PARTLY, _A.NO, *_BESIDE),
    Question.GOT_WHAT_I_WANTED: (_A.YES, _A.PARTLY, _A.NO, *_IN_TIME),
    Question.HAPPY_WITH_RESULT: (_A.YES, _A.PARTLY, _A.NO, *_IN_TIME),
    Question.FEEL_SAFER: (_A.MUCH_SAFER, _A.A_BIT_SAFER, _A.THE_SAME, _A.LESS_SAFE, *_IN_TIME),
}
