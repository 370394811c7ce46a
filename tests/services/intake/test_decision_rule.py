"""Every finding of the three limbs against every outcome."""

from itertools import product

import pytest

from services.intake.decisions.decision import require_it_follows
from services.intake.errors import DecisionInconsistent
from shared.reference.care_act import DecisionOutcome, LimbFinding

MET, NOT_MET, UNCLEAR = LimbFinding.MET, LimbFinding.NOT_MET, LimbFinding.UNCLEAR
SECTION_42, OTHER_ENQUIRY, OTHER_ACTION, NO_ACTION = (
    DecisionOutcome.SECTION_42,
    DecisionOutcome.OTHER_ENQUIRY,
    DecisionOutcome.NO_ENQUIRY_OTHER_ACTION,
    DecisionOutcome.NO_FURTHER_ACTION,
)

MAY_FOLLOW: dict[frozenset[LimbFinding], set[DecisionOutcome]] = {
    frozenset({MET}): {SECTION_42},
    frozenset({NOT_MET}): {OTHER_ENQUIRY, OTHER_ACTION, NO_ACTION},
    frozenset({MET, NOT_MET}): {OTHER_ENQUIRY, OTHER_ACTION, NO_ACTION},
    frozenset({NOT_MET, UNCLEAR}): {OTHER_ENQUIRY, OTHER_ACTION, NO_ACTION},
    frozenset({MET, NOT_MET, UNCLEAR}): {OTHER_ENQUIRY, OTHER_ACTION, NO_ACTION},
    frozenset({UNCLEAR}): {OTHER_ENQUIRY},
    frozenset({MET, UNCLEAR}): {OTHER_ENQUIRY},
}


@pytest.mark.parametrize("findings", list(product(LimbFinding, repeat=3)))
@pytest.mark.parametrize("outcome", list(DecisionOutcome))
def test_an_outcome_follows_from_the_limbs_or_is_refused(
    findings: tuple[LimbFinding, ...], outcome: DecisionOutcome
) -> None:
    if outcome in MAY_FOLLOW[frozenset(findings)]:
        require_it_follows(findings, outcome)
    else:
        with pytest.raises(DecisionInconsistent):
            require_it_follows(findings, outcome)
