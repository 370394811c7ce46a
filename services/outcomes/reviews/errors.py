"""The rules about reviews that a request can break."""

from shared.errors import Conflict, Forbidden, Invalid


class NoBoard(Conflict):
    """A review is arranged by a board, and none has joined."""

    code = "no_board"
    title = "There is no Safeguarding Adults Board on the exchange to refer to"


class BoardNeeded(Invalid):
    """Where there are several boards, the one that is to decide is named."""

    code = "board_needed"
    title = "Which Safeguarding Adults Board is to decide must be given"


class BoardUnsuitable(Invalid):
    """A review is arranged by a Safeguarding Adults Board; others look all the same."""

    code = "board_unsuitable"
    title = "The board named is no Safeguarding Adults Board that can decide"


class NotTheBoard(Forbidden):
    """What a review decides and finds is the board's to say (Care Act 2014, section 44)."""

    code = "not_the_board"
    title = "Only a named person of the review's board may do this"


class ReviewNotAgreed(Conflict):
    """A review is carried out once the board has decided that there is one."""

    code = "review_not_agreed"
    title = "The board has not decided that there is a review"


class ReviewAlreadyUnderWay(Conflict):
    """Whether there is a review is not decided anew once it has begun."""

    code = "review_already_under_way"
    title = "The review has begun, so its decision stays as it is"


class ReviewNotUnderWay(Conflict):
    """Only a review that has begun comes to findings and actions."""

    code = "review_not_under_way"
    title = "The review has not begun"


class ReviewAlreadyCompleted(Conflict):
    """Whom a review is about stays as it is once it is completed, and is counted so."""

    code = "review_already_completed"
    title = "The review has been completed"


class ReviewDatesDisordered(Invalid):
    """A review is referred, decided, commissioned, completed and published in that order."""

    code = "review_dates_disordered"
    title = "The dates of a review are in the order of what happened, and in the past"


class PersonOutsideReview(Invalid):
    """Whom a review is about are the adults of the cases referred, each once, or others."""

    code = "person_outside_review"
    title = "The cases of people must be among those referred, each once"


class PublicationInconsistent(Invalid):
    """A review was published, or there is a reason why not."""

    code = "publication_inconsistent"
    title = "Give the day of publication or the reason why there is none, not both"
