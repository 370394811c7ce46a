"""The rules of emergency access that a request can break."""

from shared.errors import Conflict


class AccessIsOpenAnyway(Conflict):
    """Who leads or takes part reads the case as always; nobody need be alarmed."""

    code = "access_is_open_anyway"
    title = "Your agency takes part in this case and reads it without emergency access"


class EmergencyAlreadyReviewed(Conflict):
    """An emergency access is reviewed once."""

    code = "emergency_already_reviewed"
    title = "This emergency access has been reviewed already"
