"""The rules about experience that a request can break."""

from shared.errors import Conflict, Invalid


class InvitationCannotGoOn(Conflict):
    """Where an invitation is says what may come next."""

    code = "invitation_cannot_go_on"
    title = "The invitation can't go there from where it is"


class AnswersDoNotFit(Invalid):
    """Each question has its own answers, and an answer left out is left out."""

    code = "answers_do_not_fit"
    title = "An answer does not go with its question, or nothing was answered"


class InterviewerNeeded(Invalid):
    """Whoever asked in person is known, since it may colour the answers."""

    code = "interviewer_needed"
    title = "An interview names who asked; a form on paper names nobody"
