"""The rules of sharing agreements that a request can break."""

from shared.errors import Conflict, Forbidden, Invalid


class OnlyACouncilAgrees(Forbidden):
    """What is shared of a case is for its lead to agree, and only a council leads."""

    code = "only_a_council_agrees"
    title = "A safeguarding lead of a council makes and ends sharing agreements"


class AgreementTooLong(Invalid):
    """An agreement runs out, so that someone asks again whether it is still right."""

    code = "agreement_too_long"
    title = "An agreement lasts three years at most, and ends on or after the day it starts"


class AgreementStartsInThePast(Invalid):
    """What was sent without an agreement is not made right afterwards."""

    code = "agreement_starts_in_the_past"
    title = "An agreement starts today or later"


class UnknownEventType(Invalid):
    """An agreement names events that parties are told of."""

    code = "unknown_event_type"
    title = "Every type must be one that parties are told of, named once"


class UnknownField(Invalid):
    """What is left out must be there, and the case itself can't be left out."""

    code = "unknown_field"
    title = "Every field left out must belong to an event of these types, and not name the case"


class BasisAndConditionApart(Invalid):
    """Law enforcement under Part 3 has conditions of its own."""

    code = "basis_and_condition_apart"
    title = "The lawful basis and the condition belong to different regimes"


class AgreementNotRunning(Conflict):
    """What has run out or was ended is not ended again."""

    code = "agreement_not_running"
    title = "The agreement has run out or was ended already"
