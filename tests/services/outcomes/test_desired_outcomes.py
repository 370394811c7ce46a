"""Desired outcomes: the adult's words, owned by an agency, with every version kept."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from services.outcomes.desired_outcomes.models import DesiredOutcome, DesiredOutcomeVersion
from shared.events.outcomes import DesiredOutcomeRecorded, DesiredOutcomeRevised
from shared.events.partners import AgencySuspended, PartyInvited, PartyLeft
from tests.services.outcomes import bodies
from tests.services.outcomes.cases import Case, decide, exclude, hear, raise_concern
from tests.support.agencies import (
    BYSTANDER,
    COUNCIL,
    EMPLOYER,
    POLICE,
    REAL_COUNCIL,
    TRUST,
    Agency,
)
from tests.support.desk import Desk

WORDS = "Je ne veux pas qu'elle perde son travail 🌧️ — أريد مالي"


async def revise(case: Case, wish_id: str, seen: str | None, **changes: Any) -> Any:
    body = bodies.wish(await case.converse()) | {"why": "She said more."} | changes
    return await case.put(f"desired-outcomes/{wish_id}", body, seen)


async def test_words_are_kept_and_shown_exactly_in_any_language(case: Case) -> None:
    wish_id = await case.wish(words=WORDS)
    response = await case.get(f"desired-outcomes/{wish_id}", POLICE)
    assert response.headers["ETag"] == '"1"'
    assert response.json()["words"] == WORDS
    assert response.json()["expressed_by"] == "adult"
    assert response.json()["earlier_versions"] == []


async def test_a_wish_says_who_expressed_it(case: Case) -> None:
    conversation_id = await case.converse(asked_of="advocate")
    answer = await case.done("desired-outcomes", bodies.wish(conversation_id))
    assert answer["expressed_by"] == "advocate"


async def test_a_wish_is_told_by_its_codes_alone(desk: Desk, case: Case) -> None:
    conversation_id = await case.converse()
    response = await case.post("desired-outcomes", bodies.second_wish(conversation_id))
    wish_id = response.json()["desired_outcome_id"]
    assert response.headers["Location"] == case.path(f"desired-outcomes/{wish_id}")
    (event,) = await desk.published(DesiredOutcomeRecorded)
    assert event["data"] == {
        "case_id": str(case.id),
        "synthetic": True,
        "desired_outcome_id": wish_id,
        "conversation_id": conversation_id,
        "category": "money_or_belongings_back",
        "owner_agency_id": str(POLICE.id),
        "recorded_by_agency_id": str(TRUST.id),
        "negotiated_from_id": None,
    }


async def test_a_revision_keeps_every_earlier_version_readable(desk: Desk, case: Case) -> None:
    wish_id = await case.wish()
    response = await revise(case, wish_id, '"1"', words="I want to say goodbye", category="other")
    assert (response.status_code, response.headers["ETag"]) == (200, '"2"')
    await revise(case, wish_id, '"2"', owner_agency_id=str(COUNCIL.id))
    history = (await case.get(f"desired-outcomes/{wish_id}")).json()
    versions = [history, *history["earlier_versions"]]
    assert [version["version"] for version in versions] == [3, 2, 1]
    assert [version["why"] for version in versions] == ["She said more.", "She said more.", None]
    assert versions[1]["words"] == "I want to say goodbye"
    assert versions[2]["words"] == bodies.FIRST_WISH
    assert len({version["conversation_id"] for version in versions}) == 3
    first, second = await desk.published(DesiredOutcomeRevised)
    assert (first["data"]["version"], first["data"]["category"]) == (2, "other")
    assert second["data"]["owner_agency_id"] == str(COUNCIL.id)


@pytest.mark.parametrize(
    ("seen", "status"), [(None, 428), ('"2"', 412), ('"0"', 412), ('W/"1"', 412), ("*", 412)]
)
async def test_a_revision_names_the_version_it_replaces(
    desk: Desk, case: Case, seen: str | None, status: int
) -> None:
    wish_id = await case.wish()
    assert (await revise(case, wish_id, seen)).status_code == status
    assert await desk.count(DesiredOutcomeVersion) == 1


async def test_of_two_revisions_of_one_version_one_is_refused(desk: Desk, case: Case) -> None:
    wish_id = await case.wish()
    responses = await asyncio.gather(*(revise(case, wish_id, '"1"') for _ in range(4)))
    assert sorted(response.status_code for response in responses) == [200, 412, 412, 412]
    assert await desk.count(DesiredOutcomeVersion) == 2


async def test_a_revision_says_why(desk: Desk, case: Case) -> None:
    wish_id = await case.wish()
    assert (await revise(case, wish_id, '"1"', why=None)).status_code == 422
    assert await desk.count(DesiredOutcomeVersion) == 1


@pytest.mark.parametrize(
    "body",
    [
        bodies.conversation(asked="asked_none_expressed"),
        bodies.unanswered("not_asked", not_asked_reason="died"),
        bodies.unanswered("dont_know"),
    ],
    ids=lambda body: body["asked"],
)
async def test_a_wish_comes_only_from_a_conversation_that_expressed_one(
    desk: Desk, case: Case, body: dict[str, Any]
) -> None:
    conversation_id = (await case.done("conversations", body))["conversation_id"]
    response = await case.post("desired-outcomes", bodies.wish(conversation_id))
    assert (response.status_code, response.json()["code"]) == (409, "no_outcome_was_expressed")
    assert await desk.count(DesiredOutcome) == 0


async def test_a_conversation_of_another_case_is_not_there(desk: Desk, case: Case) -> None:
    other = await raise_concern(desk)
    await decide(desk, other)
    for conversation_id in (await other.converse(), str(uuid4())):
        response = await case.post("desired-outcomes", bodies.wish(conversation_id))
        assert (response.status_code, response.json()["code"]) == (404, "not_found")
    assert await desk.count(DesiredOutcome) == 0


@pytest.mark.parametrize("owner", [COUNCIL, TRUST, POLICE], ids=lambda agency: agency.name)
async def test_the_lead_or_a_party_owns_a_wish(case: Case, owner: Agency) -> None:
    answer = await case.done(
        "desired-outcomes", bodies.wish(await case.converse(), owner_agency_id=str(owner.id))
    )
    assert answer["owner_agency_id"] == str(owner.id)


async def refusal_of(case: Case, owner_id: str) -> tuple[int, str, str]:
    body = bodies.wish(await case.converse(), owner_agency_id=owner_id)
    response = await case.post("desired-outcomes", body)
    problem = response.json()
    return response.status_code, problem["code"], problem["detail"]


async def test_whoever_may_not_own_a_wish_looks_like_an_agency_that_does_not_exist(
    desk: Desk, case: Case
) -> None:
    nobody = await refusal_of(case, str(uuid4()))
    assert nobody[:2] == (400, "owner_takes_no_part")
    await hear(
        desk,
        PartyInvited(case_id=case.id, synthetic=True, agency_id=BYSTANDER.id),
        PartyLeft(case_id=case.id, synthetic=True, agency_id=POLICE.id),
    )
    for agency in (EMPLOYER, BYSTANDER, POLICE, REAL_COUNCIL):
        assert await refusal_of(case, str(agency.id)) == nobody
    assert await desk.count(DesiredOutcome) == 0


async def test_a_suspended_or_excluded_party_owns_nothing_new(desk: Desk, case: Case) -> None:
    await exclude(desk, case, POLICE)
    await hear(desk, AgencySuspended(agency_id=COUNCIL.id))
    nobody = await refusal_of(case, str(uuid4()))
    assert await refusal_of(case, str(POLICE.id)) == nobody
    assert await refusal_of(case, str(COUNCIL.id)) == nobody


async def test_a_hold_on_a_unit_leaves_the_rest_of_the_party_free_to_own(
    desk: Desk, case: Case
) -> None:
    await exclude(desk, case, POLICE, unit="custody")
    await case.done("desired-outcomes", bodies.second_wish(await case.converse()))


async def test_wishes_are_listed_in_their_current_version_the_newest_first(case: Case) -> None:
    first = await case.wish()
    second = await case.wish(words=bodies.SECOND_WISH)
    await revise(case, first, '"1"', words="I want to see her once more")
    page = (await case.get("desired-outcomes?limit=1")).json()
    rest = (await case.get(f"desired-outcomes?cursor={page['next']}")).json()
    found = [
        (item["desired_outcome_id"], item["version"]) for item in page["items"] + rest["items"]
    ]
    assert found == [(second, 1), (first, 2)]


async def test_a_wish_of_another_case_is_not_there(desk: Desk, case: Case) -> None:
    other = await raise_concern(desk)
    await decide(desk, other)
    elsewhere = await other.wish()
    assert (await case.get(f"desired-outcomes/{elsewhere}")).status_code == 404
    assert (await revise(case, elsewhere, '"1"')).status_code == 404


async def test_after_the_conclusion_no_wish_is_added_or_revised(desk: Desk, case: Case) -> None:
    wish_id = await case.wish()
    conversation_id = await case.converse()
    await case.conclude()
    for response in (
        await case.post("desired-outcomes", bodies.wish(conversation_id)),
        await case.put(
            f"desired-outcomes/{wish_id}", bodies.wish(conversation_id, why="Late."), '"1"'
        ),
    ):
        assert (response.status_code, response.json()["code"]) == (409, "case_already_concluded")
    assert await desk.count(DesiredOutcomeVersion) == 1
