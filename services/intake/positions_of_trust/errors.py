"""The rules of these records that a request can break."""

from shared.errors import Conflict, Forbidden, Invalid


class AccusedUnnamed(Invalid):
    """Without a name or a staff id nobody can be looked into, nor kept from knowing."""

    code = "accused_unnamed"
    title = "Name the person, or give the staff id that their employer uses"


class InformedInconsistently(Invalid):
    """Either the person was told of the disclosure, or there is a reason why not."""

    code = "informed_inconsistently"
    title = "A reason is needed where the person was not told, and only there"


class RecordClosed(Conflict):
    """What has ended takes no further step; what comes up later is a new record."""

    code = "record_closed"
    title = "The record is closed"


class LeadPersonNeeded(Forbidden):
    """Who raised an allegation reads what they sent; a safeguarding lead of the council acts."""

    code = "lead_person_needed"
    title = "Only a safeguarding lead of the council that leads may do this"
