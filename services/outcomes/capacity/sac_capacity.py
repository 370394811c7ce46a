"""The answer of SAC table SG3a, from the assessments of a case. Pure."""

from collections.abc import Iterable
from datetime import date

from shared.reference.mental_capacity import CapacityConclusion, DecisionKind, SacCapacity

_ANSWERS = {
    CapacityConclusion.HAS_CAPACITY: SacCapacity.DID_NOT_LACK,
    CapacityConclusion.LACKS_CAPACITY: SacCapacity.LACKED,
}

Assessed = tuple[DecisionKind, date, CapacityConclusion]
"""For which decision, on which day, with which conclusion: of a current assessment."""


def sac_capacity(assessments: Iterable[Assessed]) -> SacCapacity:
    """Return whether the adult lacked capacity for the safeguarding enquiry.

    Only that decision counts, and its newest current assessment. What fluctuates or could not be
    assessed is "don't know"; where nobody assessed it, it is not recorded and never "no".
    """
    own = [one for one in assessments if one[0] is DecisionKind.SAFEGUARDING_ENQUIRY]
    if not own:
        return SacCapacity.NOT_RECORDED
    *_, conclusion = max(own, key=lambda one: one[1])
    return _ANSWERS.get(conclusion, SacCapacity.DONT_KNOW)
