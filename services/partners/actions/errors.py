"""The rules about actions that a request can break."""

from shared.errors import Conflict, Forbidden, Invalid


class OwnerTakesNoPart(Conflict):
    """Only the lead agency and the agencies that take part are to do something."""

    code = "owner_takes_no_part"
    title = "The agency that is to do it takes no part in this case"


class NotYoursToDo(Forbidden):
    """An action is accepted, declined and done by the agency that is to do it."""

    code = "not_yours_to_do"
    title = "Only the agency that is to do it may say this"


class NotYoursToCancel(Forbidden):
    """Who proposed an action, or leads the case, cancels it."""

    code = "not_yours_to_cancel"
    title = "Only the agency that proposed it or the lead agency may cancel it"


class ActionHasMovedOn(Conflict):
    """It has been accepted, declined, done or cancelled already."""

    code = "action_has_moved_on"
    title = "The action no longer waits for this"


class DueDayHasPassed(Invalid):
    """Nobody can act by a day that has passed."""

    code = "due_day_has_passed"
    title = "The day by which it is to be done has passed"
