"""Whether the adult was asked what they want, and what must and must not go with each answer.

The five answers are those of SAC table SG4a. "Not asked", "don't know" and "not recorded" stay
apart from each other and from "asked, none expressed": missing is never zero.
"""

from services.intake.concerns.views import NewAccount
from services.intake.errors import AskedInconsistently
from shared.reference.msp import Asked

_WAS_ASKED = frozenset({Asked.ASKED_AND_EXPRESSED, Asked.ASKED_NONE_EXPRESSED})


def require_consistent(concern: NewAccount) -> None:
    """Raise `AskedInconsistently` unless the answer and what goes with it say the same."""
    _require(
        (concern.words is not None) == (concern.asked is Asked.ASKED_AND_EXPRESSED),
        "The words are given where the adult was asked and said what they want, and only there.",
    )
    _require(
        (concern.asked_of is not None) == (concern.asked in _WAS_ASKED),
        "Who was asked is given where someone was asked, and only there.",
    )
    _require(
        (concern.not_asked_reason is not None) == (concern.asked is Asked.NOT_ASKED),
        "A reason is given where the adult was not asked, and only there.",
    )


def _require(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - the rule itself is the argument
    if not holds:
        raise AskedInconsistently(otherwise)
