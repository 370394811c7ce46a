"""What happens in a made-up enquiry: what was asked and wanted, and what somebody wrote down."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID

from deploy.synthesis.area import CHANCES, Area, Plan, new_id, one_of
from deploy.synthesis.ending import tell_ending
from deploy.synthesis.telling import Told
from shared.events.outcomes import (
    ConversationRecorded,
    DesiredOutcomeRecorded,
    EnquiryOpened,
    LimitationExplained,
    LimitationRecorded,
    VerdictGiven,
)
from shared.reference.care_act import EnquiryKind
from shared.reference.msp import (
    Achieved,
    Asked,
    AskedOf,
    JudgedBy,
    LimitationReason,
    OutcomeCategory,
)

_LEVELS: Final = (Achieved.NOT, Achieved.PARTIALLY, Achieved.FULLY)


@dataclass(slots=True)
class Wish:
    """A desired outcome: how far it came true for the adult, and what each judge said."""

    wish_id: UUID
    true: Achieved
    adult: Achieved | None = None
    worker: Achieved | None = None


@dataclass(slots=True)
class Enquiry:
    """What was true of an enquiry, and what was written down."""

    kind: EnquiryKind
    team: str
    opened_at: datetime
    was_asked: bool
    asked: Asked
    wishes: list[Wish] = field(default_factory=list)
    concluded_at: datetime | None = None
    achieved: Achieved | None = None
    is_safer: bool | None = None
    said_safer: bool | None = None


def tell_enquiry(told: Told, plan: Plan, area: Area, kind: EnquiryKind, chance: Random) -> Enquiry:
    """Tell of an enquiry to its end, if that is before the area's last day."""
    team = chance.choice(list(area.teams))
    enquiry_id = new_id(chance, told.at)
    told.add(EnquiryOpened, enquiry_id=enquiry_id, kind=kind, opened_at=told.at)
    was_asked = chance.random() < area.asked
    expressed = was_asked and chance.random() < CHANCES["practice"]["expressed"]
    truly = Asked.NOT_ASKED
    if was_asked:
        truly = Asked.ASKED_AND_EXPRESSED if expressed else Asked.ASKED_NONE_EXPRESSED
    left_out = chance.random() < area.teams[team]
    asked = chance.choice((Asked.NOT_RECORDED, Asked.DONT_KNOW)) if left_out else truly
    enquiry = Enquiry(kind, team, told.at, was_asked, asked)
    told.at = told.after(chance, hours=90)
    _tell_conversation(told, area, enquiry, chance)
    if expressed:
        for _ in range(1 + (chance.random() < CHANCES["practice"]["second_wish"])):
            enquiry.wishes.append(_tell_wish(told, area, enquiry, chance))
    tell_ending(told, plan, enquiry, enquiry_id, chance)
    return enquiry


def _tell_conversation(told: Told, area: Area, enquiry: Enquiry, chance: Random) -> None:
    was_held = enquiry.asked in {Asked.ASKED_AND_EXPRESSED, Asked.ASKED_NONE_EXPRESSED}
    asked_of = AskedOf.ADULT if chance.random() < 0.75 else AskedOf.REPRESENTATIVE
    told.add(
        ConversationRecorded,
        conversation_id=new_id(chance, told.at),
        recorded_by_agency_id=chance.choice((area.council, area.council, *area.agencies)).id,
        asked=enquiry.asked,
        asked_of=asked_of if was_held else None,
        held_at=told.at,
    )


def _tell_wish(told: Told, area: Area, enquiry: Enquiry, chance: Random) -> Wish:
    """Tell of a wish if it was written down; who left out that somebody asked left it out too."""
    true = chance.choices(
        (Achieved.FULLY, Achieved.PARTIALLY, Achieved.NOT),
        (area.fully, area.partially, 1 - area.fully - area.partially),
    )[0]
    wish = Wish(new_id(chance, told.at), true)
    if enquiry.asked is not Asked.ASKED_AND_EXPRESSED:
        return wish
    told.add(
        DesiredOutcomeRecorded,
        desired_outcome_id=wish.wish_id,
        conversation_id=new_id(chance, told.at),
        category=chance.choice(list(OutcomeCategory)),
        owner_agency_id=chance.choice(area.agencies).id,
        recorded_by_agency_id=area.council.id,
    )
    if chance.random() < CHANCES["practice"]["limited"]:
        _tell_limitation(told, wish, chance)
    answers = CHANCES["answers"]
    if chance.random() < answers[f"verdict_{true}"]:
        wish.adult = true
        by_proxy = chance.random() < answers["by_representative"]
        judge = JudgedBy.REPRESENTATIVE if by_proxy else JudgedBy.ADULT
        _tell_verdict(told, wish.wish_id, true, judge, chance)
    wish.worker = _worker_says(true, chance)
    _tell_verdict(told, wish.wish_id, wish.worker, JudgedBy.WORKER, chance)
    return wish


def _worker_says(true: Achieved, chance: Random) -> Achieved:
    place = _LEVELS.index(true) + (chance.random() < CHANCES["agreement"]["kinder"])
    return _LEVELS[min(place, len(_LEVELS) - 1)]


def _tell_verdict(
    told: Told, wish_id: UUID, achieved: Achieved, judge: JudgedBy, chance: Random
) -> None:
    told.add(
        VerdictGiven,
        verdict_id=new_id(chance, told.at),
        desired_outcome_id=wish_id,
        achieved=achieved,
        judged_by=judge,
        given_at=told.at,
        recorded_by_agency_id=told.council_id,
    )


def _tell_limitation(told: Told, wish: Wish, chance: Random) -> None:
    limitation_id = new_id(chance, told.at)
    was_told = chance.random() < CHANCES["practice"]["told_why"]
    told.add(
        LimitationRecorded,
        limitation_id=limitation_id,
        desired_outcome_id=wish.wish_id,
        reasons=(LimitationReason(one_of(chance, dict.fromkeys(LimitationReason, 1.0))),),
        adult_was_told=was_told,
        recorded_by_agency_id=told.council_id,
    )
    if not was_told and chance.random() < 0.5:
        told.add(
            LimitationExplained,
            limitation_id=limitation_id,
            desired_outcome_id=wish.wish_id,
            told_at=told.at + timedelta(days=3),
            recorded_by_agency_id=told.council_id,
        )
