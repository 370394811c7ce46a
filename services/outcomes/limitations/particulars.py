"""What the particulars of a limitation may not contradict. Pure but for the day it is."""

from datetime import datetime

from services.outcomes.errors import (
    ExplanationIncomplete,
    LimitationInconsistent,
    NotYetHappened,
    ReviewAlreadyPast,
    ReviewIncomplete,
)
from services.outcomes.limitations.views import NewLimitation, NewLimitationReview
from shared.clock import london_date
from shared.reference.lawful_bases import go_together
from shared.reference.limitations import LegalAdvice, LimitationFinding
from shared.reference.msp import LimitationReason


def check_limitation(new: NewLimitation, now: datetime) -> None:
    """Raise unless the adult was told, and how, or was not, and why; in the past; to be reviewed.

    Source: the Caldicott, SCIE and MSP particulars of a decision against a wish.
    """
    if (new.explanation is not None) is not new.adult_was_told:
        raise ExplanationIncomplete("explanation is given exactly when the adult was told.")
    if (new.danger_in_telling is not None) is new.adult_was_told:
        raise ExplanationIncomplete("danger_in_telling is given exactly when the adult was not.")
    _check_consistent(new)
    told_at = new.explanation.told_at if new.explanation else None
    if any(at is not None and at > now for at in (told_at, new.decided_at)):
        raise NotYetHappened
    sought_on = new.legal_advice_sought_on
    if sought_on is not None and sought_on > london_date(now):
        raise NotYetHappened
    if new.review_on < london_date(now):
        raise ReviewAlreadyPast


def _check_consistent(new: NewLimitation) -> None:
    """Raise `LimitationInconsistent` where one particular excludes or needs another."""
    was_sought = new.legal_advice is LegalAdvice.SOUGHT
    if (new.legal_advice_sought_on is not None) is not was_sought:
        raise LimitationInconsistent("legal_advice_sought_on is given exactly when it was sought.")
    lacks_capacity = LimitationReason.LACKS_CAPACITY in new.reasons
    if new.capacity_assessment_id is not None and not lacks_capacity:
        raise LimitationInconsistent("capacity_assessment_id goes with lacks_capacity alone.")
    if new.condition is not None and (
        new.lawful_basis is None or not go_together(new.lawful_basis, new.condition)
    ):
        raise LimitationInconsistent("condition belongs to the regime of the lawful_basis.")
    if any((one.with_agency_id is None) is (one.with_body is None) for one in new.shared or ()):
        raise LimitationInconsistent("with_agency_id or with_body is given, and never both.")


def check_review(new: NewLimitationReview, now: datetime) -> None:
    """Raise unless it has happened, and the limitation is looked at again while it goes on."""
    if new.reviewed_at > now:
        raise NotYetHappened
    goes_on = new.finding is not LimitationFinding.NO_LONGER_APPLIES
    if (new.next_review_on is not None) is not goes_on:
        raise ReviewIncomplete
    if new.next_review_on is not None and new.next_review_on < london_date(now):
        raise ReviewAlreadyPast
