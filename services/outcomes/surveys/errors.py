"""The rules about surveys that a request can break."""

from shared.errors import Conflict, Forbidden, Invalid


class NotForThisAgency(Forbidden):
    """A council surveys who worked on its cases, a board who worked on any."""

    code = "survey_not_for_this_agency"
    title = "Only a named person of a council or a Safeguarding Adults Board may do this"


class NotTheLeadToAsk(Forbidden):
    """Who has left an agency is said by somebody who answers for it."""

    code = "not_the_lead_to_ask"
    title = "Only the agency's safeguarding lead may say who has left"


class SurveyDatesInconsistent(Invalid):
    """A survey looks back, and stays open for a day at least and a year at most."""

    code = "survey_dates_inconsistent"
    title = "The period must be over or end today, and the last day lie within a year from today"


class SampleSizeInconsistent(Invalid):
    """A random sample has a size, and a census has none."""

    code = "sample_size_inconsistent"
    title = "Give a sample size exactly for a random sample"


class NobodyToAsk(Conflict):
    """A survey of nobody would answer nothing."""

    code = "nobody_to_ask"
    title = "Nobody who could be asked is on the record of that period"


class SurveyAnsweredAlready(Conflict):
    """What was answered is kept without a name, so it can't be found again to change it."""

    code = "survey_answered_already"
    title = "You have answered this survey"


class SurveyAnswersDoNotFit(Invalid):
    """Each question has its own answers; at least one is given, or something in own words."""

    code = "survey_answers_do_not_fit"
    title = "An answer does not go with its question, or nothing was answered"


class WordsNotYet(Conflict):
    """Words are read once nobody can be told by them: after the last day, of five at least."""

    code = "words_not_yet"
    title = "Words are shown after the last day, where five people or more answered"
