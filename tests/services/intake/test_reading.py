"""Reading concerns: each agency what its relation to the case allows, and no more."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from services.intake.concerns.views import ConcernView
from shared.access.disclosure import CONCERN
from shared.access.policy import Relation
from shared.audit.append import AuditKind, audit_entries
from shared.events.intake import ConcernRaised
from shared.events.partners import ExclusionDecided, ExclusionLifted, PartyLeft
from tests.services.intake.bodies import ADULT_NAME, HER_WORDS, NEIGHBOUR, WHAT_HAPPENED, concern
from tests.services.intake.cases import accept, happen, hidden, invite, listed, raise_one, seen
from tests.support.agencies import (
    BYSTANDER,
    COUNCIL,
    NURSE,
    POLICE,
    REAL_COUNCIL,
    TRUST,
    Agency,
)
from tests.support.desk import Desk

CONCERNS = "/intake/v1/concerns"


def path_of(event: ConcernRaised) -> str:
    return f"{CONCERNS}/{event.concern_id}"


async def test_the_lead_sees_all_of_it_as_it_was_sent(desk: Desk) -> None:
    event = await raise_one(desk)
    view = await seen(desk, path_of(event), COUNCIL)
    sent = concern()
    assert view["adult"] == sent["adult"] | {"nhs_number": "9990000018"}
    assert view["words"] == HER_WORDS
    assert view["what_happened"] == WHAT_HAPPENED
    assert view["sources_of_risk"] == [sent["sources_of_risk"][0] | {"unit": None}]
    for field in ("occurred_on", "abuse_types", "location", "immediate_danger", "asked"):
        assert view[field] == sent[field]
    assert view["case_id"] == str(event.case_id)
    assert view["lead_agency_id"] == str(COUNCIL.id)
    assert view["raised_by_agency_id"] == str(TRUST.id)
    assert view["raised_by_practitioner_id"] == NURSE.id
    assert view["has_unmatched_employer"] is False
    assert await listed(desk, COUNCIL) == [view]


async def test_the_referrer_sees_what_it_sent_and_its_case(desk: Desk) -> None:
    event = await raise_one(desk)
    view = await seen(desk, path_of(event), TRUST)
    assert view["case_id"] == str(event.case_id)
    assert view["raised_by_practitioner_id"] == NURSE.id
    assert view["has_unmatched_employer"] is None
    assert await listed(desk, TRUST) == [view]


async def test_a_party_sees_the_adult_but_not_which_practitioner_spoke_up(desk: Desk) -> None:
    event = await raise_one(desk)
    await accept(desk, event.case_id)
    view = await seen(desk, path_of(event), POLICE)
    assert view["adult"]["given_name"] == ADULT_NAME
    assert view["case_id"] == str(event.case_id)
    assert view["raised_by_practitioner_id"] is None
    assert view["has_unmatched_employer"] is None
    assert await listed(desk, POLICE) == [view]


@pytest.mark.parametrize("agency", [BYSTANDER, POLICE, REAL_COUNCIL], ids=lambda a: a.name)
async def test_nobody_else_can_tell_that_it_exists(desk: Desk, agency: Agency) -> None:
    event = await raise_one(desk)
    await invite(desk, event.case_id, POLICE)
    await hidden(desk, path_of(event), agency)
    assert await listed(desk, agency) == []


async def test_who_left_sees_nothing_more(desk: Desk) -> None:
    event = await raise_one(desk)
    await accept(desk, event.case_id)
    await happen(desk, PartyLeft(case_id=event.case_id, synthetic=True, agency_id=POLICE.id))
    await hidden(desk, path_of(event), POLICE)
    await hidden(desk, f"/intake/v1/cases/{event.case_id}", POLICE)
    assert await listed(desk, POLICE) == []


async def test_a_referrer_excluded_later_keeps_what_it_sent_and_loses_the_case(desk: Desk) -> None:
    event = await raise_one(desk, sources_of_risk=[NEIGHBOUR])
    exclusion_id = uuid4()
    await happen(
        desk,
        ExclusionDecided(
            case_id=event.case_id,
            synthetic=True,
            exclusion_id=exclusion_id,
            agency_id=TRUST.id,
            unit=None,
            practitioner_id=None,
        ),
    )
    view = await seen(desk, path_of(event), TRUST)
    assert view["case_id"] is None
    assert view["what_happened"] == WHAT_HAPPENED
    await hidden(desk, f"/intake/v1/cases/{event.case_id}", TRUST)
    await happen(
        desk,
        ExclusionLifted(case_id=event.case_id, synthetic=True, exclusion_id=exclusion_id),
    )
    assert (await seen(desk, path_of(event), TRUST))["case_id"] == str(event.case_id)


async def test_the_list_is_paged_from_the_newest_and_holds_only_what_may_be_seen(
    desk: Desk,
) -> None:
    mine = [await raise_one(desk, POLICE, sources_of_risk=[NEIGHBOUR]) for _ in range(3)]
    for _ in range(2):
        await raise_one(desk)
    collected: list[str] = []
    cursor: dict[str, str] = {}
    async with desk.client(POLICE) as client:
        while True:
            answer = (await client.get(CONCERNS, params={"limit": "2", **cursor})).json()
            collected += [item["concern_id"] for item in answer["items"]]
            if answer["next"] is None:
                break
            cursor = {"cursor": answer["next"]}
    assert collected == [str(event.concern_id) for event in reversed(mine)]


async def test_a_cursor_is_good_for_one_agency_only(desk: Desk) -> None:
    for _ in range(2):
        await raise_one(desk)
    cursor = (await seen(desk, f"{CONCERNS}?limit=1", TRUST))["next"]
    async with desk.client(COUNCIL) as client:
        answer = await client.get(CONCERNS, params={"cursor": cursor})
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid_cursor"


async def test_reading_is_audited_and_so_is_not_being_let(desk: Desk) -> None:
    event = await raise_one(desk)
    await seen(desk, path_of(event), COUNCIL)
    await listed(desk, COUNCIL)
    await hidden(desk, path_of(event), BYSTANDER)
    query = select(audit_entries).where(
        audit_entries.c.case_id == event.case_id, audit_entries.c.operation == "read_concern"
    )
    async with desk.database.engine.connect() as connection:
        rows = (await connection.execute(query)).all()
    assert sorted((row.kind, row.agency_id) for row in rows) == sorted(
        [
            (AuditKind.ACCESS, COUNCIL.id),
            (AuditKind.ACCESS, COUNCIL.id),
            (AuditKind.DENIAL, BYSTANDER.id),
        ]
    )


def test_every_field_is_shown_to_the_lead_and_the_excluded_see_a_part_of_what_others_do() -> None:
    assert CONCERN.shows(Relation.LEAD) == ConcernView.model_fields.keys()
    referrer = CONCERN.shows(Relation.REFERRER)
    assert CONCERN.shows(Relation.REFERRER_EXCLUDED) < referrer < CONCERN.shows(Relation.LEAD)
    assert CONCERN.shows(Relation.EMERGENCY) == CONCERN.shows(Relation.PARTY)
    assert "raised_by_practitioner_id" not in CONCERN.shows(Relation.PARTY)
    assert "case_id" not in CONCERN.shows(Relation.REFERRER_EXCLUDED)
