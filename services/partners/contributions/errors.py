"""The rules about contributions that a request can break."""

from shared.errors import Conflict, Forbidden, Invalid


class NotTheOwner(Forbidden):
    """What an agency gave is its own: nobody else changes, withdraws or passes it on."""

    code = "not_the_owner"
    title = "Only the agency that owns the contribution may do this"


class ContributionIsWithdrawn(Conflict):
    """What was withdrawn stays so."""

    code = "contribution_is_withdrawn"
    title = "The contribution has been withdrawn"


class ReaderTakesNoPart(Conflict):
    """Something is shared with agencies that take part in the case, and with none else."""

    code = "reader_takes_no_part"
    title = "It can be shared only with agencies that take part in this case"


class BasisDoesNotFit(Invalid):
    """The power that is named does not run between the giver and everyone it is given to."""

    code = "basis_does_not_fit"
    title = "The legal basis does not fit who gives this and who is given it"
