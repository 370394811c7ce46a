"""What the rules look at: the state of a case, in codes and days. Nothing here was said by anyone.

None means that nobody wrote it down, which is never the same as no.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.reference.conversations import NoneExpressedReason, Recorded
from shared.reference.msp import (
    Achieved,
    Asked,
    AskedOf,
    JudgedBy,
    LimitationReason,
    NotAskedReason,
    OutcomeCategory,
)
from shared.reference.sac import AbuseType


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation, or an occasion on which there was none."""

    held_on: date
    asked: Asked
    asked_of: AskedOf | None = None
    not_asked_reason: NotAskedReason | None = None
    none_expressed_reason: NoneExpressedReason | None = None
    seen_alone: Recorded = Recorded.NOT_RECORDED
    interpreted_by_family: bool = False

    @property
    def somebody_was_asked(self) -> bool:
        """Tell whether the adult, or someone for them, was asked what they want."""
        return self.asked in {Asked.ASKED_AND_EXPRESSED, Asked.ASKED_NONE_EXPRESSED}


@dataclass(frozen=True, slots=True)
class Limit:
    """A limitation of a desired outcome."""

    reasons: frozenset[LimitationReason]
    adult_was_told: bool
    review_on: date
    has_gaps: bool = False
    still_applies: bool = True


@dataclass(frozen=True, slots=True)
class Wish:
    """A desired outcome as it is now, what limits it, and each judge's newest verdict."""

    owner_agency_id: UUID
    category: OutcomeCategory
    is_still_wanted: bool = True
    limits: tuple[Limit, ...] = ()
    verdicts: tuple[tuple[JudgedBy, Achieved], ...] = ()

    def judged(self, judge: JudgedBy) -> Achieved | None:
        """Return a judge's verdict; None where they gave none."""
        return dict(self.verdicts).get(judge)


@dataclass(frozen=True, slots=True)
class Assessed:
    """A current assessment of capacity for one decision."""

    lacks: bool
    fluctuates: bool = False
    review_on: date | None = None
    has_best_interests_decision: bool = False


@dataclass(frozen=True, slots=True)
class Advocacy:
    """What is known of the duty to arrange an independent advocate (Care Act 2014, section 68)."""

    duty_arises: bool | None = None
    is_met_by_appropriate_person: bool = False
    referred_on: date | None = None
    allocated_on: date | None = None


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case on a day, in England."""

    today: date
    raised_on: date
    lead_agency_id: UUID
    is_decided: bool = False
    opened_on: date | None = None
    concluded_on: date | None = None
    abuse_types: frozenset[AbuseType] = frozenset()
    is_immediate_danger: bool = False
    parties: int = 0
    talks: tuple[Talk, ...] = ()
    wishes: tuple[Wish, ...] = ()
    has_weighing: bool = False
    coercion_noted: bool = False
    safe_enquiry_made: bool = False
    assessed: tuple[Assessed, ...] = ()
    has_representative: bool = False
    has_unchecked_representative: bool = False
    advocacy: Advocacy = Advocacy()
    conclusion_gaps: int = 0
    adult_died: bool = False
    came_up_with_others: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether there is an enquiry that is still going on."""
        return self.opened_on is not None and self.concluded_on is None

    @property
    def adult_can_be_asked(self) -> bool:
        """Tell whether the enquiry goes on and the adult is alive."""
        return self.is_open and not self.adult_died

    @property
    def latest_talk(self) -> Talk | None:
        """Return the newest occasion."""
        return max(self.talks, key=lambda talk: talk.held_on, default=None)

    @property
    def last_asked_on(self) -> date | None:
        """Return the day on which somebody was last asked."""
        return max((talk.held_on for talk in self.talks if talk.somebody_was_asked), default=None)

    @property
    def wanted(self) -> tuple[Wish, ...]:
        """Return the desired outcomes that are still wanted."""
        return tuple(wish for wish in self.wishes if wish.is_still_wanted)

    @property
    def limits(self) -> tuple[Limit, ...]:
        """Return every limitation that still applies."""
        return tuple(limit for wish in self.wanted for limit in wish.limits if limit.still_applies)

    @property
    def lacks_capacity(self) -> bool:
        """Tell whether the adult was found to lack capacity for some decision."""
        return any(assessed.lacks for assessed in self.assessed)

    def was_last_not_asked_because(self, *reasons: NotAskedReason) -> bool:
        """Tell whether the newest occasion was none, for one of these reasons."""
        latest = self.latest_talk
        return latest is not None and latest.not_asked_reason in reasons

    def is_limited_by(self, *reasons: LimitationReason) -> bool:
        """Tell whether one of these reasons limits a desired outcome."""
        return any(limit.reasons.intersection(reasons) for limit in self.limits)

    def days_since(self, day: date | None) -> int:
        """Return how many days ago a day was; 0 where there is none."""
        return 0 if day is None else (self.today - day).days


def reasons_in(limits: Iterable[Limit]) -> frozenset[LimitationReason]:
    """Return every reason that is given."""
    return frozenset(reason for limit in limits for reason in limit.reasons)
