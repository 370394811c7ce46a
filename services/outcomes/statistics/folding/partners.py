"""What is counted of how agencies take part, silence included."""

from collections.abc import Mapping

from services.outcomes.statistics.facts import Facts
from services.outcomes.statistics.folding.fold import Fold
from services.outcomes.statistics.models import ApproachFact, EngagementFact
from shared.events.contract import Event
from shared.events.partners import (
    ApproachDeclared,
    EngagementRecorded,
    EngagementStep,
    EngagementSubject,
    RequestMade,
)


def take_part(facts: Facts, event: EngagementRecorded) -> None:
    """Count a step; being asked once more begins anew, as it does for the agency."""
    key = (event.case_id, event.agency_id, event.subject_id)
    known = facts.get(EngagementFact, *key)
    if known is None or (event.step is EngagementStep.ASKED and known["asked_at"] is not None):
        facts.put(
            EngagementFact,
            case_id=event.case_id,
            agency_id=event.agency_id,
            subject_id=event.subject_id,
            synthetic=event.synthetic,
            subject=event.subject,
            request_kind=known and known["request_kind"],
        )
    facts.change(EngagementFact, *key, **{f"{event.step}_at": event.at})


def ask(facts: Facts, event: RequestMade) -> None:
    """Say what kind of thing an agency was asked for; when, its own step says."""
    key = (event.case_id, event.asked_of_agency_id, event.request_id)
    if facts.get(EngagementFact, *key) is None:
        facts.put(
            EngagementFact,
            case_id=event.case_id,
            agency_id=event.asked_of_agency_id,
            subject_id=event.request_id,
            synthetic=event.synthetic,
            subject=EngagementSubject.REQUEST,
        )
    facts.change(EngagementFact, *key, request_kind=event.kind)


def declare(facts: Facts, event: ApproachDeclared) -> None:
    """Keep what an agency said last of how it went about it in a period."""
    told = event.model_dump(mode="json")
    apart = {"type", "approach_id", "agency_id", "synthetic", "first_day", "last_day"}
    facts.put(
        ApproachFact,
        approach_id=event.approach_id,
        agency_id=event.agency_id,
        synthetic=event.synthetic,
        first_day=event.first_day,
        last_day=event.last_day,
        declared={name: value for name, value in told.items() if name not in apart},
    )


FOLDS: Mapping[type[Event], Fold] = {
    EngagementRecorded: Fold(take_part, (EngagementFact,)),
    RequestMade: Fold(ask, (EngagementFact,)),
    ApproachDeclared: Fold(declare),
}
