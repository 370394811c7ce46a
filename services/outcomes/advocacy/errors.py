"""The rules about advocacy that a request can break."""

from shared.errors import Conflict, Invalid


class PersonNotAppropriate(Conflict):
    """Section 68(4) and (5): not paid to care for the adult, and wanted by them."""

    code = "person_not_appropriate"
    title = "This person can't be the appropriate person"


class PersonIncomplete(Invalid):
    """A person who was found has a name; where none was found there is nobody to name."""

    code = "person_incomplete"
    title = "Name the appropriate person exactly where one was found"


class AdvocacyOutOfOrder(Conflict):
    """An advocate is allocated once, and ends once."""

    code = "advocacy_out_of_order"
    title = "The referral is not at the point where this can follow"
