"""The rules about letters that a request can break."""

from shared.errors import Conflict


class LetterNotStuck(Conflict):
    """Only a letter that did not get out needs somebody to see to it."""

    code = "letter_not_stuck"
    title = "This letter has been sent, is on its way, or was dismissed already"
