"""The rules of outcomes that a request or an event can break."""

from shared.errors import Conflict, Forbidden, Invalid


class NoEnquiryIsOpen(Conflict):
    """Outcomes are recorded in an enquiry, and none was opened for this case."""

    code = "no_enquiry_is_open"
    title = "No enquiry is open for this case"


class EnquiryAlreadyOpened(Conflict):
    """A case has one enquiry."""

    code = "enquiry_already_opened"
    title = "An enquiry was opened for this case before"


class CaseAlreadyConcluded(Conflict):
    """What an enquiry came to is not added to once it has ended."""

    code = "case_already_concluded"
    title = "The enquiry of this case has been concluded"


class NoOutcomeWasExpressed(Conflict):
    """Only what the adult expressed when asked can be written down, and only that be judged."""

    code = "no_outcome_was_expressed"
    title = "No desired outcome was expressed"


class NobodyWasAsked(Conflict):
    """What the adult no longer wants, or weighed, is said by them or by who speaks for them.

    No worker says it in their stead.
    """

    code = "nobody_was_asked"
    title = "Nobody was asked in that conversation"


class NoLongerWantedAlready(Conflict):
    """What is not wanted any more is not given up again."""

    code = "no_longer_wanted_already"
    title = "The desired outcome is no longer wanted already"


class NotYetHappened(Invalid):
    """A record tells of what has happened."""

    code = "not_yet_happened"
    title = "The time given is in the future"


class AnswerIncomplete(Invalid):
    """Who asked whom is told when someone was asked, and the reason when the adult was not."""

    code = "answer_incomplete"
    title = "The answer lacks what its code asks for, or holds what it excludes"


class NothingToMakeGood(Invalid):
    """An occasion on which nobody was asked is made good by a later one on which somebody was."""

    code = "nothing_to_make_good"
    title = "Only an earlier occasion on which nobody was asked is made good, by asking"


class ConversationIsQuoted(Conflict):
    """What the adult wants, no longer wants or weighed was written down from this conversation."""

    code = "conversation_is_quoted"
    title = "Something else quotes this conversation, so its answer stays as it is"


class NotTheRecorder(Forbidden):
    """What was told is put right by who told it, or by the lead agency."""

    code = "not_the_recorder"
    title = "Only the agency that recorded this, or the lead agency, may correct it"


class ExplanationIncomplete(Invalid):
    """The adult was told, and how; or was not, and what danger forbade it."""

    code = "explanation_incomplete"
    title = "Either the explanation or the danger that forbade it is needed"


class LimitationInconsistent(Invalid):
    """Of what is told about a decision against a wish, some excludes or needs other parts."""

    code = "limitation_inconsistent"
    title = "What is given contradicts itself, or lacks what it needs"


class ReviewIncomplete(Invalid):
    """A limitation that goes on is looked at again; one that has ended is not."""

    code = "review_incomplete"
    title = "The next review is given exactly while the limitation goes on"


class WeighingIncomplete(Invalid):
    """A weighing says with whom it was made, of which options, and which of them is preferred."""

    code = "weighing_incomplete"
    title = "The weighing lacks what it needs, or contradicts itself"


class SafeEnquiryInconsistent(Invalid):
    """A conversation is named where the adult could be asked safely, and nowhere else."""

    code = "safe_enquiry_inconsistent"
    title = "conversation_id is given only where a safe enquiry was possible"


class StepAlreadyReplaced(Conflict):
    """A step that was told wrongly is told anew once; what is told then can be replaced again."""

    code = "step_already_replaced"
    title = "The step has been replaced already"


class LimitationNoLongerApplies(Conflict):
    """What has ended is not reviewed; if it applies once more, that is a limitation of its own."""

    code = "limitation_no_longer_applies"
    title = "An earlier review found that the limitation no longer applies"


class AdultAlreadyTold(Conflict):
    """The honest conversation that could not be held at first is recorded once."""

    code = "adult_already_told"
    title = "It is recorded already that the adult was told"


class DecidingAgencyTakesNoPart(Invalid):
    """Who decides against a wish works on the case; others look all the same."""

    code = "deciding_agency_takes_no_part"
    title = "The deciding agency must be the lead agency or a party to this case"


class UnknownAgencyNamed(Invalid):
    """Whoever is not on the exchange is described in words."""

    code = "unknown_agency_named"
    title = "An agency that something is shared with must be on the exchange"


class ReviewAlreadyPast(Invalid):
    """A limitation is looked at again on a day to come."""

    code = "review_already_past"
    title = "The review date has passed"


class OwnerTakesNoPart(Invalid):
    """A desired outcome is owned by the lead agency or a party; others look all the same."""

    code = "owner_takes_no_part"
    title = "The owning agency must be the lead agency or a party to this case"


class FindingsInconsistent(Invalid):
    """Of what a conclusion tells, some answers exclude others or need them."""

    code = "findings_inconsistent"
    title = "What the conclusion tells contradicts itself"


class OthersAreAtRisk(Conflict):
    """One adult's request does not end what protects others; how that goes on has to be said."""

    code = "others_are_at_risk"
    title = "Others are at risk, so the adult's request alone cannot end the enquiry"


class EnquiryNotConcluded(Conflict):
    """Only what was concluded is described better, or opened again."""

    code = "enquiry_not_concluded"
    title = "The enquiry of this case has not been concluded"


class DeathDateInconsistent(Invalid):
    """A date says as much as is known: none, or the first day of the month or year."""

    code = "death_date_inconsistent"
    title = "died_on must be given exactly as precisely as it is known"


class NoDeathIsRecorded(Conflict):
    """Only a death that was recorded was recorded in error."""

    code = "no_death_is_recorded"
    title = "No death is recorded of this adult"


class NoReportingYear(Invalid):
    """A reporting year runs from April to March, and is named by the two that it touches."""

    code = "no_reporting_year"
    title = "A reporting year is named as in 2025-26"


class CouncilNeeded(Invalid):
    """Whose cases are to be counted is said, unless there is only one council to ask about."""

    code = "council_needed"
    title = "Say which council's cases are to be counted"


class PeriodReversed(Invalid):
    """A period begins before it ends."""

    code = "period_reversed"
    title = "The period ends before it begins"
