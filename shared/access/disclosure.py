"""What each relation is shown of what it may read: one table, by which every view is redacted.

The policy says whether someone may read at all; this says which fields they are then shown, by
the class of each field. Operations that are not here show all to whoever may do them. Events need
no table of their own: they carry ids, codes and dates, and a class names what never leaves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from pydantic import BaseModel

from shared.access.policy import Operation
from shared.access.relations import Relation
from shared.errors import NotFound


class FieldClass(StrEnum):
    """What kind of thing a field tells."""

    RECEIPT = "receipt"
    """That a concern arrived, when, and from which agency."""
    THREAD = "thread"
    """The case: ids, codes, states and instants by which one finds one's way."""
    IDENTITY = "identity"
    """Who the adult is."""
    NARRATIVE = "narrative"
    """What happened and whom the risk comes from; what was noted of a conversation."""
    OUTCOME = "outcome"
    """What the adult wants, and what limits it."""
    VERDICT = "verdict"
    """Whether what the adult wanted came about, and how the enquiry ended."""
    REFERRER = "referrer"
    """Which practitioner raised the concern: between that agency and the lead."""
    DECISION = "decision"
    """What was decided, and when."""
    DECIDED_BY = "decided_by"
    """Who decided: someone to turn to."""
    LEGAL = "legal"
    """The limbs, the evidence, the rationale: they may rest on what was told in confidence."""
    PARTIES = "parties"
    """Which agencies take part."""
    REASONS = "reasons"
    """Why an agency was invited, declined or left: between that agency and the lead."""
    EXCLUSION = "exclusion"
    """Whatever hints at who must not know, or what is not sent: the lead's alone."""


_C = FieldClass
_R = Relation
ALL = frozenset(FieldClass)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """How one view is redacted: the class of each field, and what each relation is shown."""

    operation: Operation
    fields: Mapping[str, FieldClass]
    shown: Mapping[Relation, frozenset[FieldClass]]

    def shows(self, relation: Relation) -> frozenset[str]:
        """Return the names of the fields that `relation` is shown."""
        classes = self.shown.get(relation, frozenset())
        return frozenset(name for name, its_class in self.fields.items() if its_class in classes)


CONCERN = Disclosure(
    Operation.READ_CONCERN,
    fields={
        "concern_id": _C.RECEIPT,
        "received_at": _C.RECEIPT,
        "raised_by_agency_id": _C.RECEIPT,
        "case_id": _C.THREAD,
        "lead_agency_id": _C.THREAD,
        "raised_by_practitioner_id": _C.REFERRER,
        "has_unmatched_employer": _C.EXCLUSION,
        "adult": _C.IDENTITY,
        "version": _C.RECEIPT,
        "told_at": _C.RECEIPT,
        "why": _C.NARRATIVE,
        "withdrawal": _C.NARRATIVE,
        "occurred_on": _C.NARRATIVE,
        "occurred_precision": _C.NARRATIVE,
        "occurred_until": _C.NARRATIVE,
        "abuse_types": _C.NARRATIVE,
        "location": _C.NARRATIVE,
        "immediate_danger": _C.NARRATIVE,
        "what_happened": _C.NARRATIVE,
        "sources_of_risk": _C.NARRATIVE,
        "asked": _C.OUTCOME,
        "asked_of": _C.OUTCOME,
        "not_asked_reason": _C.OUTCOME,
        "words": _C.OUTCOME,
    },
    shown={
        _R.LEAD: ALL,
        _R.PARTY: ALL - {_C.REFERRER, _C.EXCLUSION},
        _R.REFERRER: ALL - {_C.EXCLUSION},
        _R.EMERGENCY: ALL - {_C.REFERRER, _C.EXCLUSION},
        _R.REFERRER_EXCLUDED: ALL - {_C.THREAD, _C.EXCLUSION},
    },
)
"""Parties are shown who the adult is, and who the risk comes from: they have accepted to act for
the adult, and one can't protect, visit or call someone unnamed. An agency that raised a concern
about its own staff or service gets back what it sent and that it arrived, and nothing that tells
what became of it."""

CASE = Disclosure(
    Operation.READ_CONCERN,
    fields={
        "case_id": _C.THREAD,
        "lead_agency_id": _C.THREAD,
        "state": _C.THREAD,
        "concern_ids": _C.RECEIPT,
        "decision": _C.DECISION,
    },
    shown=dict.fromkeys((_R.LEAD, _R.PARTY, _R.REFERRER, _R.EMERGENCY), ALL),
)
"""The decision inside is redacted by `DECISION`."""

DECISION = Disclosure(
    Operation.READ_DECISION,
    fields={
        "decision_id": _C.THREAD,
        "case_id": _C.THREAD,
        "outcome": _C.DECISION,
        "decided_at": _C.DECISION,
        "decider": _C.DECIDED_BY,
        "care_and_support_needs": _C.LEGAL,
        "abuse_or_neglect": _C.LEGAL,
        "unable_to_protect": _C.LEGAL,
        "rationale": _C.LEGAL,
    },
    shown={
        _R.LEAD: ALL,
        _R.PARTY: ALL - {_C.LEGAL},
        _R.EMERGENCY: ALL - {_C.LEGAL},
        _R.REFERRER: ALL - {_C.LEGAL, _C.DECIDED_BY},
    },
)
"""An agency that raised the concern and takes no further part learns what came of it."""

_PROTECTS_NOW = frozenset({_C.THREAD, _C.OUTCOME})
_OF_THE_ENQUIRY: Mapping[Relation, frozenset[FieldClass]] = {
    _R.LEAD: ALL,
    _R.PARTY: ALL,
    _R.EMERGENCY: _PROTECTS_NOW,
}
"""In an emergency: what the adult wants and what limits it, not what was judged or noted."""

ENQUIRY = Disclosure(
    Operation.READ_ENQUIRY,
    fields={
        "enquiry_id": _C.THREAD,
        "case_id": _C.THREAD,
        "kind": _C.THREAD,
        "state": _C.THREAD,
        "opened_at": _C.THREAD,
        "version": _C.THREAD,
        "synthetic": _C.THREAD,
        "asked": _C.OUTCOME,
        "desired_outcomes": _C.OUTCOME,
        "overall_verdicts": _C.VERDICT,
        "from_concerns": _C.NARRATIVE,
        "conclusion": _C.VERDICT,
        "earlier_conclusions": _C.VERDICT,
        "adult_died": _C.THREAD,
        "death": _C.VERDICT,
    },
    shown=_OF_THE_ENQUIRY,
)

JUDGED_OUTCOME = Disclosure(
    Operation.READ_ENQUIRY,
    fields={
        "desired_outcome_id": _C.OUTCOME,
        "version": _C.OUTCOME,
        "words": _C.OUTCOME,
        "translation": _C.OUTCOME,
        "negotiated_from": _C.OUTCOME,
        "no_longer_wanted": _C.OUTCOME,
        "category": _C.OUTCOME,
        "owner_agency_id": _C.OUTCOME,
        "conversation_id": _C.OUTCOME,
        "expressed_by": _C.OUTCOME,
        "why": _C.OUTCOME,
        "recorded": _C.OUTCOME,
        "limitations": _C.OUTCOME,
        "verdicts": _C.VERDICT,
    },
    shown=_OF_THE_ENQUIRY,
)

CONVERSATION = Disclosure(
    Operation.READ_ENQUIRY,
    fields={
        "conversation_id": _C.THREAD,
        "held_at": _C.THREAD,
        "recorded": _C.THREAD,
        "asked": _C.OUTCOME,
        "asked_of": _C.OUTCOME,
        "asked_by": _C.OUTCOME,
        "not_asked_reason": _C.OUTCOME,
        "none_expressed_reason": _C.OUTCOME,
        "makes_good_conversation_id": _C.OUTCOME,
        "communication_support": _C.OUTCOME,
        "circumstances": _C.OUTCOME,
        "present": _C.NARRATIVE,
        "words": _C.NARRATIVE,
        "translation": _C.NARRATIVE,
        "note": _C.NARRATIVE,
        "why": _C.NARRATIVE,
        "version": _C.THREAD,
    },
    shown=_OF_THE_ENQUIRY,
)

PARTY = Disclosure(
    Operation.READ_PARTIES,
    fields={
        "agency_id": _C.PARTIES,
        "name": _C.PARTIES,
        "kind": _C.PARTIES,
        "state": _C.PARTIES,
        "invited_at": _C.PARTIES,
        "reason": _C.REASONS,
        "parting_reason": _C.REASONS,
        "is_excluded": _C.EXCLUSION,
        "has_agreement": _C.EXCLUSION,
    },
    shown={
        _R.LEAD: ALL,
        _R.PARTY: frozenset({_C.PARTIES}),
        _R.EMERGENCY: frozenset({_C.PARTIES}),
    },
)
"""An agency is shown the reasons of its own part too."""

DISCLOSURES: Mapping[str, Disclosure] = {
    "ConcernView": CONCERN,
    "CaseView": CASE,
    "DecisionView": DECISION,
    "EnquiryView": ENQUIRY,
    "JudgedOutcomeView": JUDGED_OUTCOME,
    "ConversationView": CONVERSATION,
    "PartyView": PARTY,
}
"""By the name of the view, as the contracts name it."""

ViewT = TypeVar("ViewT", bound=BaseModel)


def redact(
    view: ViewT,
    relation: Relation,
    *,
    by: Disclosure,
    also: frozenset[FieldClass] = frozenset(),
) -> ViewT:
    """Return `view`, given whole, with null for what `relation` is not shown.

    `also` are classes that the reader is shown of this very row. Raises `NotFound` where the
    relation is shown nothing. A field without a class is shown to nobody.
    """
    classes = by.shown.get(relation)
    if classes is None:
        raise NotFound
    shown = {name for name, its_class in by.fields.items() if its_class in classes | also}
    return view.model_copy(update=dict.fromkeys(type(view).model_fields.keys() - shown))
