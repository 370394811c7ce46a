"""What a weighing must say of itself. Pure."""

from services.outcomes.errors import WeighingIncomplete
from services.outcomes.weighings.views import NewWeighing, RevisedWeighing
from shared.reference.weighings import Preference


def check_weighing(new: NewWeighing | RevisedWeighing) -> None:
    """Raise `WeighingIncomplete` unless it is said with whom, which, and of what."""
    if (new.conversation_id is None) is (new.without_adult_because is None):
        raise WeighingIncomplete("conversation_id or without_adult_because, and never both.")
    if (new.preferred_option is not None) is not (new.preference is Preference.AN_OPTION):
        raise WeighingIncomplete("preferred_option is given exactly when an option is preferred.")
    if new.preferred_option is not None and new.preferred_option > len(new.options):
        raise WeighingIncomplete("preferred_option is one of the options.")
    labels = {option.label for option in new.options}
    if len(labels) < len(new.options):
        raise WeighingIncomplete("Each option has a label of its own.")
