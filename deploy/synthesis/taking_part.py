"""How other agencies take part in a made-up enquiry, or say nothing."""

from datetime import timedelta
from random import Random
from typing import Final

from deploy.synthesis.area import Area, SyntheticAgency, new_id
from deploy.synthesis.telling import Told
from shared.events.partners import (
    EngagementRecorded,
    EngagementStep,
    EngagementSubject,
    RequestKind,
    RequestMade,
)
from shared.reference.care_act import LegalGateway

_DUE: Final = timedelta(days=5)
_MOST_ASKED: Final = 3
_DECLINES: Final = 0.06


def tell_engagement(told: Told, area: Area, chance: Random) -> None:
    """Tell whom the council invited and asked, and what was heard of each."""
    others = area.agencies[1:]
    asked = chance.sample(others, min(len(others), chance.randrange(_MOST_ASKED + 1)))
    for agency in asked:
        _tell_steps(told, agency, EngagementSubject.INVITATION, chance)
        if chance.random() < 0.7:
            _tell_request(told, agency, chance)


def _tell_request(told: Told, agency: SyntheticAgency, chance: Random) -> None:
    request_id = new_id(chance, told.at)
    told.add(
        RequestMade,
        request_id=request_id,
        asked_by_agency_id=told.council_id,
        asked_of_agency_id=agency.id,
        kind=chance.choice(list(RequestKind)),
        legal_gateway=LegalGateway.SECTION_42,
        target_due_at=told.at + _DUE,
    )
    _tell_steps(told, agency, EngagementSubject.REQUEST, chance, request_id)


def _tell_steps(
    told: Told,
    agency: SyntheticAgency,
    subject: EngagementSubject,
    chance: Random,
    subject_id: object = None,
) -> None:
    """Tell each step once: asked, then overdue and silent, declined, or heard of."""
    subject_id = subject_id or new_id(chance, told.at)
    steps = [(EngagementStep.ASKED, told.at)]
    answered = told.after(chance, hours=40)
    if chance.random() < agency.silent:
        steps.append((EngagementStep.OVERDUE, told.at + _DUE))
    elif chance.random() < _DECLINES:
        steps.append((EngagementStep.DECLINED, answered))
    else:
        if answered > told.at + _DUE:
            steps.append((EngagementStep.OVERDUE, told.at + _DUE))
        steps.append((EngagementStep.ACKNOWLEDGED, answered))
        if subject is EngagementSubject.REQUEST:
            later = answered + timedelta(hours=chance.expovariate(1 / 30))
            steps.append((EngagementStep.CONTRIBUTED, later))
    for step, at in steps:
        told.add(
            EngagementRecorded,
            agency_id=agency.id,
            subject=subject,
            subject_id=subject_id,
            step=step,
            at=at,
        )
