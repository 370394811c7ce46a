"""How each event changes the facts: pure, and the same whenever it is done again.

What an event changes depends on earlier events of its own service alone, so that it does not
matter in which order the services' events arrive between each other.
"""

from collections.abc import Mapping

from services.outcomes.statistics.facts import Facts
from services.outcomes.statistics.folding import intake, outcomes, partners
from services.outcomes.statistics.folding.fold import Fold
from services.outcomes.statistics.models import Kind
from shared.events.contract import Event

FOLDS: Mapping[type[Event], Fold] = {**intake.FOLDS, **outcomes.FOLDS, **partners.FOLDS}
"""Every event that is counted."""

FROM_OTHERS = (*intake.FOLDS, *partners.FOLDS)
"""What outcomes counts and does not say itself."""


def needed(event: Event) -> tuple[Kind, ...]:
    """Return the kinds of facts that must be loaded before `event` is folded in."""
    return FOLDS[type(event)].reads


def fold(facts: Facts, event: Event) -> None:
    """Change the facts by an event that is counted; raises `NotYetKnown` if it came too early."""
    FOLDS[type(event)].change(facts, event)
