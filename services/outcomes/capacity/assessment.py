"""What an assessment has to show: Mental Capacity Act 2005, sections 2 and 3. Pure.

The four abilities come before the impairment, and the impairment must be the cause (A Local
Authority v JB [2021] UKSC 52).
"""

from services.outcomes.capacity.errors import (
    CapacityContradicted,
    IncapacityNotShown,
    ReassessmentNeeded,
)
from services.outcomes.capacity.views import NewAssessment
from shared.reference.mental_capacity import Ability, CapacityConclusion

_INCAPABLE = frozenset({CapacityConclusion.LACKS_CAPACITY, CapacityConclusion.FLUCTUATES})


def check_assessment(new: NewAssessment) -> None:
    """Raise unless the conclusion follows from what was found."""
    abilities = (new.understand, new.retain, new.use_or_weigh, new.communicate)
    is_unable = any(ability.answer is Ability.UNABLE for ability in abilities)
    if new.conclusion is CapacityConclusion.HAS_CAPACITY and is_unable:
        raise CapacityContradicted
    if new.conclusion in _INCAPABLE:
        if not is_unable:
            raise IncapacityNotShown("One of the four abilities must be missing (section 3).")
        if new.impairment is None:
            raise IncapacityNotShown("The impairment of mind or brain is missing (section 2(1)).")
        if new.causal_link is None:
            raise IncapacityNotShown("Say how the impairment is the cause (section 2(1)).")
    if new.conclusion is CapacityConclusion.FLUCTUATES and new.reassess_by is None:
        raise ReassessmentNeeded
