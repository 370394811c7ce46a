"""The rules about transfers that a request can break."""

from shared.errors import Conflict, Forbidden, Invalid


class OfferedAlready(Conflict):
    """One offer at a time: the agency it was made to answers first."""

    code = "offered_already"
    title = "The contribution is offered to an agency that has not answered yet"


class OfferedToItsOwner(Invalid):
    """A transfer goes to another agency."""

    code = "offered_to_its_owner"
    title = "Your agency owns the contribution already"


class NotOfferedToYou(Forbidden):
    """The agency that an offer was made to answers it."""

    code = "not_offered_to_you"
    title = "Only the agency that it was offered to may answer"


class OfferIsSettled(Conflict):
    """An offer is accepted or declined once."""

    code = "offer_is_settled"
    title = "The offer has been answered, or no longer stands"
