"""What is counted of what the adult wanted, what came of it, and what they say of it."""

from collections.abc import Collection, Mapping
from typing import Any

from services.outcomes.statistics.facts import Facts
from services.outcomes.statistics.folding.fold import Fold
from services.outcomes.statistics.models import (
    ConversationFact,
    DesiredOutcomeFact,
    EnquiryFact,
    InvitationFact,
    LimitationFact,
    VerdictFact,
)
from shared.events.contract import Event
from shared.events.outcomes import (
    AdultDied,
    ConclusionDescribed,
    ConversationCorrected,
    ConversationRecorded,
    DeathRetracted,
    DesiredOutcomeRecorded,
    DesiredOutcomeRevised,
    DesiredOutcomeWithdrawn,
    EnquiryConcluded,
    EnquiryOpened,
    EnquiryReopened,
    ExperienceAnswered,
    InvitationChanged,
    LimitationExplained,
    LimitationRecorded,
    LimitationReviewed,
    ResultRevised,
    VerdictGiven,
)
from shared.reference.limitations import LimitationFinding

_RESULT = ("achieved", "achieved_judged_by", "derived")
_ENDING = ("asked", "concluded_at", "team", *_RESULT)
_CODES = ("risk_assessment", "action", "risk_outcome", "lacked_capacity", "support")


def _only(event: Event, names: Collection[str]) -> dict[str, Any]:
    return {name: getattr(event, name) for name in names}


def open_enquiry(facts: Facts, event: EnquiryOpened) -> None:
    """Count an enquiry from its beginning."""
    told = _only(event, ("case_id", "synthetic", "kind", "opened_at"))
    facts.put(EnquiryFact, derived=False, adult_died=False, **told)


def conclude(facts: Facts, event: EnquiryConcluded) -> None:
    """Count how it ended."""
    facts.change(EnquiryFact, event.case_id, **_only(event, _ENDING))


def revise_result(facts: Facts, event: ResultRevised) -> None:
    """Count a result that changed after the end."""
    facts.change(EnquiryFact, event.case_id, **_only(event, _RESULT))


def describe(facts: Facts, event: ConclusionDescribed) -> None:
    """Count what it found, as told last."""
    risks = None if event.risks is None else [one.model_dump(mode="json") for one in event.risks]
    facts.change(EnquiryFact, event.case_id, risks=risks, **_only(event, _CODES))


def reopen(facts: Facts, event: EnquiryReopened) -> None:
    """Let an enquiry that is open again count as open: only its newest conclusion counts."""
    nothing = dict.fromkeys((*_ENDING, "risks", *_CODES))
    facts.change(EnquiryFact, event.case_id, **nothing | {"derived": False})


def die(facts: Facts, event: AdultDied) -> None:
    """Know that the adult died, and the day if it is known."""
    facts.change(EnquiryFact, event.case_id, adult_died=True, died_on=event.died_on)


def live(facts: Facts, event: DeathRetracted) -> None:
    """Know that the adult did not die."""
    facts.change(EnquiryFact, event.case_id, adult_died=False, died_on=None)


def talk(facts: Facts, event: ConversationRecorded) -> None:
    """Count who was asked, and by which agency."""
    names = ("conversation_id", "case_id", "synthetic", "recorded_by_agency_id")
    facts.put(ConversationFact, **_only(event, (*names, "asked", "asked_of", "held_at")))


def correct(facts: Facts, event: ConversationCorrected) -> None:
    """Count what is told of a conversation now."""
    told = _only(event, ("asked", "asked_of", "held_at"))
    facts.change(ConversationFact, event.conversation_id, **told)


def wish(facts: Facts, event: DesiredOutcomeRecorded) -> None:
    """Count a desired outcome, and whether it was negotiated from another."""
    names = ("desired_outcome_id", "case_id", "synthetic", "category", "owner_agency_id")
    facts.put(
        DesiredOutcomeFact,
        recorded_by_agency_id=event.recorded_by_agency_id,
        negotiated=event.negotiated_from_id is not None,
        limited=False,
        no_longer_wanted=False,
        **_only(event, names),
    )


def revise(facts: Facts, event: DesiredOutcomeRevised) -> None:
    """Count it as it is wanted now, and as wanted again if it was not."""
    told = _only(event, ("category", "owner_agency_id"))
    facts.change(DesiredOutcomeFact, event.desired_outcome_id, no_longer_wanted=False, **told)


def want_no_longer(facts: Facts, event: DesiredOutcomeWithdrawn) -> None:
    """Mark it; it stays in every count."""
    facts.change(DesiredOutcomeFact, event.desired_outcome_id, no_longer_wanted=True)


def limit(facts: Facts, event: LimitationRecorded) -> None:
    """Count why it can't be delivered in full; the desired outcome stays."""
    facts.change(DesiredOutcomeFact, event.desired_outcome_id, limited=True)
    names = ("limitation_id", "case_id", "synthetic", "desired_outcome_id", "adult_was_told")
    facts.put(LimitationFact, reasons=list(event.reasons), applies=True, **_only(event, names))


def explain(facts: Facts, event: LimitationExplained) -> None:
    """Count that the adult has been told why."""
    facts.change(LimitationFact, event.limitation_id, adult_was_told=True)


def review(facts: Facts, event: LimitationReviewed) -> None:
    """Count whether it still applies."""
    applies = event.finding is not LimitationFinding.NO_LONGER_APPLIES
    facts.change(LimitationFact, event.limitation_id, applies=applies)


def judge(facts: Facts, event: VerdictGiven) -> None:
    """Keep the verdict unless it is an overall one, or the same judge has given a newer one."""
    if event.desired_outcome_id is None:
        return
    known = facts.get(VerdictFact, event.desired_outcome_id, event.judged_by)
    if known is None or event.given_at >= known["given_at"]:
        names = ("desired_outcome_id", "judged_by", "case_id", "synthetic")
        facts.put(VerdictFact, **_only(event, (*names, "achieved", "given_at")))


def invite(facts: Facts, event: InvitationChanged) -> None:
    """Count how far an invitation came; who answered, and how, is told apart."""
    names = ("case_id", "synthetic", "concluded_at", "state")
    if facts.get(InvitationFact, event.invitation_id) is None:
        facts.put(InvitationFact, invitation_id=event.invitation_id, **_only(event, names))
    facts.change(InvitationFact, event.invitation_id, **_only(event, names))


def answer(facts: Facts, event: ExperienceAnswered) -> None:
    """Count who said what it was like."""
    told = _only(event, ("respondent", "method"))
    facts.change(InvitationFact, event.invitation_id, **told)


FOLDS: Mapping[type[Event], Fold] = {
    EnquiryOpened: Fold(open_enquiry),
    EnquiryConcluded: Fold(conclude, (EnquiryFact,)),
    ResultRevised: Fold(revise_result, (EnquiryFact,)),
    ConclusionDescribed: Fold(describe, (EnquiryFact,)),
    EnquiryReopened: Fold(reopen, (EnquiryFact,)),
    AdultDied: Fold(die, (EnquiryFact,)),
    DeathRetracted: Fold(live, (EnquiryFact,)),
    ConversationRecorded: Fold(talk),
    ConversationCorrected: Fold(correct, (ConversationFact,)),
    DesiredOutcomeRecorded: Fold(wish),
    DesiredOutcomeRevised: Fold(revise, (DesiredOutcomeFact,)),
    DesiredOutcomeWithdrawn: Fold(want_no_longer, (DesiredOutcomeFact,)),
    LimitationRecorded: Fold(limit, (DesiredOutcomeFact,)),
    LimitationExplained: Fold(explain, (LimitationFact,)),
    LimitationReviewed: Fold(review, (LimitationFact,)),
    VerdictGiven: Fold(judge, (VerdictFact,)),
    InvitationChanged: Fold(invite, (InvitationFact,)),
    ExperienceAnswered: Fold(answer, (InvitationFact,)),
}
