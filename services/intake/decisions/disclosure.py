"""What of a case and its decision each agency is shown, by its relation to the case.

The limbs, the evidence and the rationale may rest on what one agency told the lead in confidence,
so they are the lead's. A party learns who decided, to have someone to turn to; an agency that
raised the concern and takes no further part learns what came of it.
"""

from services.intake.decisions.views import CaseState, DecisionView
from shared.access.policy import Relation

_OUTCOME = frozenset({"decision_id", "case_id", "outcome", "decided_at"})
_GROUNDS = frozenset({"care_and_support_needs", "abuse_or_neglect", "unable_to_protect"})

SHOWN: dict[Relation, frozenset[str]] = {
    Relation.LEAD: _OUTCOME | _GROUNDS | {"decider", "rationale"},
    Relation.PARTY: _OUTCOME | {"decider"},
    Relation.REFERRER: _OUTCOME,
}


def disclose(decision: DecisionView, relation: Relation) -> DecisionView:
    """Return what is shown of `decision`, given whole, to who may read it at all."""
    hidden = DecisionView.model_fields.keys() - SHOWN[relation]
    return decision.model_copy(update=dict.fromkeys(hidden))


def state_shown(state: CaseState, relation: Relation) -> CaseState:
    """Return the state as it is told: that the lead looks further is told to the lead alone."""
    if state is CaseState.INFORMATION_GATHERING and relation is not Relation.LEAD:
        return CaseState.RECEIVED
    return state
