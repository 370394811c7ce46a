"""Who is told of an event: by its audience, its addressees, and each agency's relation."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from services.partners.deliveries.entitlement import entitled
from shared.access.policy import Relation
from shared.events.contract import EVENT_TYPES, Audience, CaseEvent
from shared.events.partners import (
    ExclusionLifted,
    PartyAccepted,
    PartyDeclined,
    PartyInvited,
    PartyLeft,
    RequestAcknowledged,
)
from tests.services.partners.deliveries.happenings import (
    decision_made,
    enquiry_opened,
    information_gathered,
)

CASE = uuid4()
AGENCIES = {relation: uuid4() for relation in Relation}
RELATIONS = {agency_id: relation for relation, agency_id in AGENCIES.items()}
SECOND_PARTY = uuid4()


def _told(event: CaseEvent, *others: UUID) -> set[Relation]:
    relations = RELATIONS | dict.fromkeys(others, Relation.PARTY)
    _, agency_ids = entitled(event, relations)
    return {relations[agency_id] for agency_id in agency_ids}


def _about(agency: Relation) -> dict[str, object]:
    return {"case_id": CASE, "synthetic": True, "agency_id": AGENCIES[agency]}


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (information_gathered(CASE), {Relation.LEAD}),
        (ExclusionLifted(case_id=CASE, synthetic=True, exclusion_id=uuid4()), {Relation.LEAD}),
        (enquiry_opened(CASE), {Relation.LEAD, Relation.PARTY}),
        (decision_made(CASE), {Relation.LEAD, Relation.PARTY, Relation.REFERRER}),
        (PartyAccepted.model_validate(_about(Relation.PARTY)), {Relation.LEAD, Relation.PARTY}),
        (PartyLeft.model_validate(_about(Relation.FORMER_PARTY)), {Relation.LEAD, Relation.PARTY}),
        (
            PartyInvited.model_validate(_about(Relation.INVITED)),
            {Relation.LEAD, Relation.INVITED},
        ),
        (
            PartyInvited.model_validate(_about(Relation.REFERRER)),
            {Relation.LEAD, Relation.REFERRER},
        ),
        (PartyInvited.model_validate(_about(Relation.EXCLUDED)), {Relation.LEAD}),
        (PartyDeclined.model_validate(_about(Relation.FORMER_PARTY)), {Relation.LEAD}),
    ],
)
def test_who_is_told(event: CaseEvent, told: set[Relation]) -> None:
    assert _told(event) == told


@pytest.mark.parametrize("asked", [AGENCIES[Relation.PARTY], AGENCIES[Relation.LEAD]])
def test_a_request_is_told_to_asker_asked_and_lead_alone(asked: UUID) -> None:
    event = RequestAcknowledged(
        case_id=CASE,
        synthetic=True,
        request_id=uuid4(),
        asked_by_agency_id=SECOND_PARTY,
        asked_of_agency_id=asked,
    )
    _, agency_ids = entitled(event, RELATIONS | {SECOND_PARTY: Relation.PARTY})
    assert agency_ids == {SECOND_PARTY, asked, AGENCIES[Relation.LEAD]}


def test_a_request_to_an_agency_that_has_been_excluded_is_told_to_the_others() -> None:
    event = RequestAcknowledged(
        case_id=CASE,
        synthetic=True,
        request_id=uuid4(),
        asked_by_agency_id=AGENCIES[Relation.PARTY],
        asked_of_agency_id=AGENCIES[Relation.EXCLUDED],
    )
    assert _told(event) == {Relation.LEAD, Relation.PARTY}


def test_what_is_internal_is_told_to_nobody() -> None:
    class Counted(CaseEvent):
        audience = Audience.INTERNAL

    counted = Counted(type="", case_id=CASE, synthetic=True)
    assert entitled(counted, RELATIONS) == (None, frozenset())


def test_an_agency_with_nothing_to_do_with_the_case_is_told_nothing() -> None:
    assert entitled(decision_made(CASE), {})[1] == frozenset()


@pytest.mark.parametrize("event_class", EVENT_TYPES.values(), ids=EVENT_TYPES)
def test_no_view_of_an_event_shows_what_is_internal(event_class: type[CaseEvent]) -> None:
    shown = set(event_class.model_fields) - {"type"} - event_class.internal_fields
    nothing: dict[str, Any] = dict.fromkeys(event_class.model_fields)
    event = event_class.model_construct(None, **nothing)
    assert set(event.agency_view()) <= shown
