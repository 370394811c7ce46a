"""The rules about help that a request can break."""

from shared.errors import Conflict, Invalid


class PromptNotKnown(Invalid):
    """Help is asked for by the code of a prompt that there is, or by none."""

    code = "prompt_not_known"
    title = "There is no prompt of that code"


class HelpAlreadyGiven(Conflict):
    """An answer is what somebody acted upon: it is not replaced."""

    code = "help_already_given"
    title = "The request for help has been answered"


class HelpNotYetGiven(Conflict):
    """Nobody can say yet whether it helped."""

    code = "help_not_yet_given"
    title = "The request for help has not been answered yet"
