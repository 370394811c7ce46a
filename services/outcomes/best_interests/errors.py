"""The rules of best interests that a request can break."""

from shared.errors import Conflict, Invalid


class CapacityNotLacking(Conflict):
    """Nobody decides for an adult who can decide, or of whom nobody found that they can't."""

    code = "capacity_not_lacking"
    title = "No current assessment says that the adult lacks capacity for this decision"


class RepresentativeNotUsable(Conflict):
    """Whoever speaks for the adult is checked first, and still speaks for them."""

    code = "representative_not_usable"
    title = "The representative is not checked, or no longer speaks for the adult"


class OptionsNeeded(Invalid):
    """A decision is a choice, and one option less restrictive is always thought of."""

    code = "options_needed"
    title = "The chosen option is one of at least two"
