"""What may follow from what was found of the three limbs of section 42(1) of the Care Act 2014.

A limb is met where there is reasonable cause to suspect it: no proof and no "significant harm" is
asked for, nor that the adult is ordinarily resident or that the council meets their needs.

- All three met: the council must make, or cause to be made, an enquiry (section 42(2)). It is a
  duty, so that no other outcome is open, and without all three no enquiry is a section 42 one.
- Some limb not met: the duty does not arise, whatever is unclear beside. The council may still
  enquire where that is necessary and proportionate (counted as an "other safeguarding enquiry" in
  the Safeguarding Adults Collection), act otherwise, or end it.
- None not met, some unclear: the duty may well arise, so the case can't end on the open question.
  Gather information first, or enquire.
"""

from collections.abc import Collection

from services.intake.errors import DecisionInconsistent
from shared.reference.care_act import DecisionOutcome, LimbFinding

_WITHOUT_ENQUIRY = frozenset(
    {DecisionOutcome.NO_ENQUIRY_OTHER_ACTION, DecisionOutcome.NO_FURTHER_ACTION}
)


def require_it_follows(findings: Collection[LimbFinding], outcome: DecisionOutcome) -> None:
    """Raise `DecisionInconsistent`, saying why, unless `outcome` may follow from `findings`."""
    is_duty = all(finding is LimbFinding.MET for finding in findings)
    if is_duty and outcome is not DecisionOutcome.SECTION_42:
        raise DecisionInconsistent(
            "All three limbs are met: section 42 requires an enquiry, whatever else is done."
        )
    if outcome is DecisionOutcome.SECTION_42 and not is_duty:
        raise DecisionInconsistent("A section 42 enquiry needs all three limbs to be met.")
    if outcome in _WITHOUT_ENQUIRY and LimbFinding.NOT_MET not in findings:
        raise DecisionInconsistent(
            "A limb is unclear and none is unmet: the duty to enquire may arise. Gather "
            "information until it is clear, or enquire."
        )
