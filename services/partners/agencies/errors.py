"""The rules about who is on the exchange that a request can break."""

from shared.errors import Conflict, Invalid


class UnsuitableIdentifier(Invalid):
    """A code is not written as its register writes it, or is given twice."""

    code = "unsuitable_identifier"
    title = "An identifier does not have its register's form, or is given twice"


class IdentifierTaken(Conflict):
    """One code names one agency."""

    code = "identifier_taken"
    title = "An agency on the exchange has one of these identifiers"


class AgencyAlreadySuspended(Conflict):
    """An agency is suspended once."""

    code = "agency_already_suspended"
    title = "The agency is suspended already"


class AgencyNotSuspended(Conflict):
    """Only what is suspended can be resumed."""

    code = "agency_not_suspended"
    title = "The agency is not suspended"


class AgencyNotJoined(Conflict):
    """What is only invited, or has left, can do nothing and have nothing done to it."""

    code = "agency_not_joined"
    title = "The agency has not joined, or has left"


class AgencyNotJoining(Conflict):
    """Only an agency that has joined and is not live yet goes live."""

    code = "agency_not_joining"
    title = "The agency has not joined, is live already, is suspended, or has left"


class TestEventNotReceived(Conflict):
    """An agency shows that what it is sent reaches it, before a case depends on that."""

    __test__ = False  # it is no test
    code = "test_event_not_received"
    title = "The agency has not acknowledged a test event yet"


class AgencyHasLeft(Conflict):
    """Leaving is final."""

    code = "agency_has_left"
    title = "The agency has left the exchange"


class TooManyProposals(Conflict):
    """A list that nobody can check helps nobody."""

    code = "too_many_proposals"
    title = "As many identifiers wait to be checked as may wait"
