"""The rules about who decides exclusions that a request can break."""

from shared.errors import Conflict, Invalid


class DeciderTakesNoPart(Invalid):
    """A decider works for the lead agency or for one that takes part; else it sees no case."""

    code = "decider_takes_no_part"
    title = "A decider works for the lead agency or for an agency that takes part"


class DeciderMustNotKnow(Conflict):
    """Whoever must not know of a case can't decide who else must not."""

    code = "decider_must_not_know"
    title = "A hold or an exclusion keeps this person from knowing of the case"


class DeciderNamedAlready(Conflict):
    """The same person is named once."""

    code = "decider_named_already"
    title = "This person decides already"
