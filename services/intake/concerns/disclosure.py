"""What of a concern each agency is shown, by its relation to the case.

Parties are shown who the adult is, and who the risk comes from: they have accepted to act for the
adult, and one can't protect, visit or call someone unnamed. Which practitioner raised the concern
is between that agency and the lead. An agency that raised a concern about its own staff or service
gets back what it sent and that it arrived, and nothing that tells what became of it.
"""

from services.intake.concerns.views import ConcernView
from shared.access.policy import Relation
from shared.errors import NotFound

_SENT = frozenset(
    {
        "concern_id",
        "received_at",
        "raised_by_agency_id",
        "adult",
        "occurred_on",
        "abuse_types",
        "location",
        "immediate_danger",
        "what_happened",
        "sources_of_risk",
        "asked",
        "asked_of",
        "not_asked_reason",
        "words",
    }
)
_BY_WHOM = frozenset({"raised_by_practitioner_id"})
_THE_CASE = frozenset({"case_id", "lead_agency_id"})
_WARNINGS = frozenset({"has_unmatched_employer"})

SHOWN: dict[Relation, frozenset[str]] = {
    Relation.LEAD: _SENT | _BY_WHOM | _THE_CASE | _WARNINGS,
    Relation.PARTY: _SENT | _THE_CASE,
    Relation.REFERRER: _SENT | _BY_WHOM | _THE_CASE,
    Relation.REFERRER_EXCLUDED: _SENT | _BY_WHOM,
}


def disclose(concern: ConcernView, relation: Relation) -> ConcernView:
    """Return what is shown of `concern`, given whole; raise `NotFound` where nothing is."""
    if relation not in SHOWN:
        raise NotFound
    hidden = ConcernView.model_fields.keys() - SHOWN[relation]
    return concern.model_copy(update=dict.fromkeys(hidden))
