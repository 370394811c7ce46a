"""What a conclusion may not contradict, and what it does not say. Pure.

Source: tables SG2a to SG3a and SG4a of the Safeguarding Adults Collection; that a risk to others is
not ended by one adult's request follows from section 42 of the Care Act 2014.
"""

from services.outcomes.conclusions.views import EndedEarly, FindingsView, NewFindings
from services.outcomes.errors import FindingsInconsistent, OthersAreAtRisk
from shared.reference.conclusions import OthersAtRisk
from shared.reference.msp import Achieved, Asked
from shared.reference.sac_concluded import (
    ActionTaken,
    ConclusionGap,
    LackedCapacity,
    RiskAssessment,
    RiskOutcome,
    SupportProvided,
)

_CEASED = RiskAssessment.CEASED_AT_INDIVIDUALS_REQUEST


def check_findings(new: NewFindings, *, ended_early: bool) -> None:
    """Raise `FindingsInconsistent` where one answer excludes another."""
    if (
        new.risk_outcome is not RiskOutcome.NOT_RECORDED
        and new.risk_assessment is not RiskAssessment.IDENTIFIED
    ):
        raise FindingsInconsistent("risk_outcome is given only where a risk was identified.")
    if (
        new.support is not SupportProvided.NOT_RECORDED
        and new.lacked_capacity is not LackedCapacity.YES
    ):
        raise FindingsInconsistent("support is given only where the adult lacked capacity.")
    if new.risk_assessment is not _CEASED:
        return
    if new.action is not ActionTaken.NOT_TAKEN:
        raise FindingsInconsistent("An enquiry that ceased on request ended with no action taken.")
    if not ended_early:
        raise FindingsInconsistent("An enquiry ceased on request only where ended_early is given.")


def check_ending(ended: EndedEarly) -> None:
    """Raise `OthersAreAtRisk` where the adult's request alone would end what protects others."""
    if ended.others_at_risk is OthersAtRisk.YES and ended.continues is None:
        raise OthersAreAtRisk
    if ended.others_at_risk is not OthersAtRisk.YES and ended.continues is not None:
        raise FindingsInconsistent("continues is given only where others are at risk.")


def gaps_of(
    found: FindingsView | None,
    asked: Asked,
    achieved: Achieved | None,
    *,
    assessed: LackedCapacity = LackedCapacity.NOT_RECORDED,
) -> list[ConclusionGap]:
    """Return what is not recorded, in the order of the list: of each answer that is called for.

    Nothing found (None) means that nobody recorded any of it. An answer about capacity that is
    not the one of the assessments is named, too.
    """
    gaps = _missing_of(found) if found else _OF_EVERY_ENQUIRY
    if found and LackedCapacity.NOT_RECORDED not in {found.lacked_capacity, assessed}:
        differs = found.lacked_capacity is not assessed
        gaps = gaps | ({ConclusionGap.CAPACITY_DIFFERS} if differs else set())
    if asked is Asked.NOT_RECORDED:
        gaps = gaps | {ConclusionGap.WHETHER_ASKED}
    if asked is Asked.ASKED_AND_EXPRESSED and achieved is None:
        gaps = gaps | {ConclusionGap.WHETHER_ACHIEVED}
    return [gap for gap in ConclusionGap if gap in gaps]


_OF_EVERY_ENQUIRY = frozenset(
    {
        ConclusionGap.TYPES_OF_RISK,
        ConclusionGap.SOURCES_OF_RISK,
        ConclusionGap.LOCATIONS,
        ConclusionGap.RISK_ASSESSMENT,
        ConclusionGap.ACTION,
        ConclusionGap.CAPACITY,
    }
)


def _missing_of(found: FindingsView) -> frozenset[ConclusionGap]:
    risks = found.risks
    identified = found.risk_assessment is RiskAssessment.IDENTIFIED
    lacked = found.lacked_capacity is LackedCapacity.YES
    is_missing = {
        ConclusionGap.TYPES_OF_RISK: risks is None,
        ConclusionGap.SOURCES_OF_RISK: risks is None or any(not one.source for one in risks),
        ConclusionGap.LOCATIONS: risks is None or any(not one.location for one in risks),
        ConclusionGap.RISK_ASSESSMENT: found.risk_assessment is RiskAssessment.NOT_RECORDED,
        ConclusionGap.ACTION: found.action is ActionTaken.NOT_RECORDED,
        ConclusionGap.RISK_OUTCOME: identified and found.risk_outcome is RiskOutcome.NOT_RECORDED,
        ConclusionGap.CAPACITY: found.lacked_capacity is LackedCapacity.NOT_RECORDED,
        ConclusionGap.SUPPORT: lacked and found.support is SupportProvided.NOT_RECORDED,
    }
    return frozenset(gap for gap, missing in is_missing.items() if missing)
