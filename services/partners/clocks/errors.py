"""The rules about targets that a request can break."""

from shared.errors import Conflict, Forbidden, Invalid


class NotYoursToExtend(Forbidden):
    """Who waits for something, or who leads, gives more time; who owes it asks for it."""

    code = "not_yours_to_extend"
    title = "Only the lead agency or the agency that waits for it may extend the target"


class NothingIsWaitedFor(Conflict):
    """What has been done, or is not owed any more, has no target to extend."""

    code = "nothing_is_waited_for"
    title = "Nothing is waited for here any more"


class NotAnExtension(Invalid):
    """A target is moved on, never back."""

    code = "not_an_extension"
    title = "The new target must be in the future and later than the present one"
