"""What a limitation should say and does not. Pure.

Source: the particulars of a decision against a wish that the Caldicott principles, SCIE and Making
Safeguarding Personal ask for.
"""

from collections.abc import Collection

from services.outcomes.limitations.models import LimitationNarrative
from shared.reference.limitations import CourtRoute, LegalAdvice, LimitationGap
from shared.reference.msp import LimitationReason


def gaps_of(
    told: LimitationNarrative, reasons: Collection[LimitationReason]
) -> list[LimitationGap]:
    """Return what is not recorded of a limitation, in the order of the list.

    An empty list of alternatives, or of what is shared, is an answer: there were none. Where
    nothing is shared no lawful basis is needed for it.
    """
    shares_nothing = told.shared is not None and not told.shared
    lacks_capacity = LimitationReason.LACKS_CAPACITY in reasons
    is_missing = {
        LimitationGap.EVIDENCE: told.evidence is None,
        LimitationGap.ALTERNATIVES: told.alternatives is None,
        LimitationGap.AUTHORITY: told.authority is None,
        LimitationGap.DECIDED_AT: told.decided_at is None,
        LimitationGap.LEGAL_ADVICE: told.legal_advice is LegalAdvice.NOT_RECORDED,
        LimitationGap.COURT_ROUTE: told.court_route is CourtRoute.NOT_RECORDED,
        LimitationGap.SHARED: told.shared is None,
        LimitationGap.LAWFUL_BASIS: told.lawful_basis is None and not shares_nothing,
        LimitationGap.CAPACITY_ASSESSMENT: lacks_capacity and told.capacity_assessment_id is None,
    }
    return [gap for gap in LimitationGap if is_missing[gap]]
