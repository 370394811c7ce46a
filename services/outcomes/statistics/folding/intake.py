"""What is counted of concerns, decisions and whom they are about."""

from collections.abc import Mapping
from typing import Any

from services.outcomes.statistics.facts import Facts
from services.outcomes.statistics.folding.fold import Fold
from services.outcomes.statistics.models import AdultFact, CaseFact, ConcernFact
from shared.errors import NotYetKnown
from shared.events.contract import Event
from shared.events.intake import (
    Accusing,
    AdultRedescribed,
    AdultSeparated,
    AdultsMerged,
    ConcernAdded,
    ConcernCorrected,
    ConcernRaised,
    ConcernWithdrawn,
    DecisionMade,
    Described,
)


def begin(facts: Facts, event: ConcernRaised) -> None:
    """Count a case and its first concern."""
    facts.put(
        CaseFact,
        case_id=event.case_id,
        synthetic=event.synthetic,
        council_id=event.lead_agency_id,
    )
    _put_concern(facts, event)
    if event.described is not None:
        _put_adult(facts, event, event.described)


def add_concern(facts: Facts, event: ConcernAdded) -> None:
    """Count it with the decision on its case, if that was made before; it is made of all of it."""
    first = next(facts.of(ConcernFact), None)
    if first is None:
        raise NotYetKnown
    _put_concern(facts, event, decision=first["decision"], decided_at=first["decided_at"])


def correct_concern(facts: Facts, event: ConcernCorrected) -> None:
    """Count what it tells now."""
    facts.change(ConcernFact, event.concern_id, **_told(event))


def withdraw_concern(facts: Facts, event: ConcernWithdrawn) -> None:
    """Say that, and why, nobody stands by it any more."""
    facts.change(ConcernFact, event.concern_id, withdrawn=event.reason)


def decide(facts: Facts, event: DecisionMade) -> None:
    """Count the decision with every concern of its case; it is made of all of it."""
    if next(facts.of(ConcernFact), None) is None:
        raise NotYetKnown
    facts.change_all(ConcernFact, decision=event.outcome, decided_at=event.decided_at)


def redescribe(facts: Facts, event: AdultRedescribed) -> None:
    """Count the adult by how they are described now."""
    _put_adult(facts, event, event.described)


def know_person(facts: Facts, event: AdultsMerged | AdultSeparated) -> None:
    """Count the adult as who somebody found them to be."""
    facts.change(AdultFact, event.case_id, person_id=event.person_id)


def _put_concern(facts: Facts, event: ConcernRaised | ConcernAdded, **decided: Any) -> None:
    facts.put(
        ConcernFact,
        concern_id=event.concern_id,
        case_id=event.case_id,
        synthetic=event.synthetic,
        raised_by_agency_id=event.raised_by_agency_id,
        raised_at=event.raised_at,
        **_told(event),
        **decided,
    )


def _told(event: Accusing) -> dict[str, Any]:
    return {
        "abuse_types": list(event.abuse_types),
        "sources_of_risk": list(event.sources_of_risk),
        "location": event.location,
        "is_immediate_danger": event.immediate_danger,
        "asked": event.asked,
    }


def _put_adult(facts: Facts, event: ConcernRaised | AdultRedescribed, described: Described) -> None:
    values = dict(described)
    values["health_conditions"] = list(described.health_conditions)
    facts.put(AdultFact, case_id=event.case_id, synthetic=event.synthetic, **values)


FOLDS: Mapping[type[Event], Fold] = {
    ConcernRaised: Fold(begin),
    ConcernAdded: Fold(add_concern, (ConcernFact,)),
    ConcernCorrected: Fold(correct_concern, (ConcernFact,)),
    ConcernWithdrawn: Fold(withdraw_concern, (ConcernFact,)),
    DecisionMade: Fold(decide, (ConcernFact,)),
    AdultRedescribed: Fold(redescribe),
    AdultsMerged: Fold(know_person, (AdultFact,)),
    AdultSeparated: Fold(know_person, (AdultFact,)),
}
