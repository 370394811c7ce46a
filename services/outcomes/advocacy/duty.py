"""Whether an independent advocate must be arranged: Care Act 2014, section 68. Pure."""

from collections.abc import Sequence

from shared.reference.advocacy import AdvocacyDuty, AppropriatePerson, Difficulty, SourceCheck
from shared.reference.conversations import Recorded as YesNo


def duty_of(
    difficulties: Sequence[Difficulty],
    person: AppropriatePerson,
    *,
    person_agrees: YesNo,
    adult_agrees: YesNo,
    source_check: SourceCheck,
) -> AdvocacyDuty:
    """Return the duty that follows from the four difficulties and from whoever could support.

    It arises with substantial difficulty in any one area, unless the council is satisfied that
    there is an appropriate person: what was not asked or not checked satisfies nobody.
    """
    if Difficulty.YES not in difficulties:
        is_all_known = Difficulty.NOT_ASSESSED not in difficulties
        return AdvocacyDuty.DOES_NOT_ARISE if is_all_known else AdvocacyDuty.NOT_YET_KNOWN
    is_satisfied = (
        person is AppropriatePerson.FOUND
        and person_agrees is YesNo.YES
        and adult_agrees is YesNo.YES
        and source_check is SourceCheck.NOT_A_SOURCE
    )
    return AdvocacyDuty.MET_BY_APPROPRIATE_PERSON if is_satisfied else AdvocacyDuty.ARISES
