"""The rules about representatives that a request can break."""

from shared.errors import Conflict, Invalid


class SourceCannotSpeakForAdult(Conflict):
    """Whoever the risk is said to come from never speaks for the adult, nor supports them."""

    code = "source_cannot_speak_for_adult"
    title = "Somebody said to be a source of risk can't speak for the adult or support them"


class CheckIncomplete(Invalid):
    """That somebody is no source of risk was found out by a person, on a day."""

    code = "check_incomplete"
    title = "Say who checked and when exactly where it was checked"


class AuthorityInconsistent(Invalid):
    """Family and friends have no document; attorneys, deputies and appointees have one."""

    code = "authority_inconsistent"
    title = "The document does not go with the kind of representative"


class RepresentativeHasEnded(Conflict):
    """They no longer speak for the adult."""

    code = "representative_has_ended"
    title = "The representative's part has ended already"
