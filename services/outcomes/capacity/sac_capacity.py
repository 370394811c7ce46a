"""The answer of SAC table SG3a, from the assessments of a case. Pure."""

from collections.abc import Iterable
from datetime import date

from shared.reference.mental_capacity import CapacityConclusion, DecisionKind
from shared.reference.sac_concluded import LackedCapacity

_ANSWERS = {
    CapacityConclusion.HAS_CAPACITY: LackedCapacity.NO,
    CapacityConclusion.LACKS_CAPACITY: LackedCapacity.YES,
}

Assessed = tuple[DecisionKind, date, CapacityConclusion]
"""For which decision, on which day, with which conclusion: of a current assessment."""


def sac_capacity(assessments: Iterable[Assessed]) -> LackedCapacity:
    """Return whether the adult lacked capacity for the safeguarding enquiry.

    Only that decision counts, and its newest current assessment. What fluctuates or could not be
    assessed is "don't know"; where nobody assessed it, it is not recorded and never "no".
    """
    own = [one for one in assessments if one[0] is DecisionKind.SAFEGUARDING_ENQUIRY]
    if not own:
        return LackedCapacity.NOT_RECORDED
    *_, conclusion = max(own, key=lambda one: one[1])
    return _ANSWERS.get(conclusion, LackedCapacity.DONT_KNOW)
