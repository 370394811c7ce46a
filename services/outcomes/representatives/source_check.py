"""That whoever speaks for the adult or supports them is no source of risk. Pure.

A person looks: the names of alleged sources stay with intake, and no event carries them.
"""

from services.outcomes.representatives.errors import CheckIncomplete, SourceCannotSpeakForAdult
from services.outcomes.representatives.views import NewSourceCheck
from shared.reference.advocacy import SourceCheck


def require_no_source(check: NewSourceCheck) -> None:
    """Raise `SourceCannotSpeakForAdult` for a source, `CheckIncomplete` for half a check."""
    was_checked = check.finding is not SourceCheck.NOT_CHECKED
    if {check.checked_by is not None, check.checked_on is not None} != {was_checked}:
        raise CheckIncomplete
    if check.finding is SourceCheck.IS_A_SOURCE:
        raise SourceCannotSpeakForAdult
