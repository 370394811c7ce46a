"""Agencies are invited, answer, take part and leave."""

from uuid import uuid4

import pytest
from sqlalchemy import update

from services.partners.sharing.membership import Step, after
from services.partners.sharing.models import Invitation
from shared.access.tables import PartyState, known_agencies
from shared.events.partners import PartyAccepted, PartyDeclined, PartyInvited, PartyLeft
from tests.services.partners.cases import REASON, Cases, code_of, hold_on
from tests.support.agencies import (
    BYSTANDER,
    COUNCIL,
    EMPLOYER,
    POLICE,
    REAL_COUNCIL,
    REAL_TRUST,
    TRUST,
    Agency,
)

STATES = [None, *PartyState]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", Step)
def test_a_step_is_taken_only_from_where_it_leads_on(state: PartyState | None, step: Step) -> None:
    may_be_invited = state in {None, PartyState.DECLINED, PartyState.LEFT}
    expected = {
        Step.INVITE: PartyState.INVITED if may_be_invited else None,
        Step.ACCEPT: PartyState.ACCEPTED if state is PartyState.INVITED else None,
        Step.DECLINE: PartyState.DECLINED if state is PartyState.INVITED else None,
        Step.LEAVE: PartyState.LEFT if state is PartyState.ACCEPTED else None,
    }
    assert after(state, step) is expected[step]


async def test_an_invited_agency_reads_why_and_takes_part(cases: Cases) -> None:
    case_id = await cases.begin()
    invited = await cases.invite(case_id, POLICE)
    assert invited.status_code == 201
    assert invited.json()["state"] == "invited"

    waiting = (await cases.get(POLICE, "/invitations")).json()["items"]
    assert [(item["case_id"], item["reason"]) for item in waiting] == [(str(case_id), REASON)]

    accepted = await cases.post(POLICE, f"/cases/{case_id}/parties/acceptance")
    assert accepted.json()["state"] == "accepted"
    assert (await cases.get(POLICE, "/invitations")).json()["items"] == []
    parties = (await cases.get(POLICE, f"/cases/{case_id}/parties")).json()
    assert parties["lead_agency_id"] == str(COUNCIL.id)
    assert [item["agency_id"] for item in parties["items"]] == [str(POLICE.id)]
    assert len(await cases.desk.published(PartyInvited)) == 1
    assert len(await cases.desk.published(PartyAccepted)) == 1


async def test_the_reason_is_not_kept_in_plain_text(cases: Cases) -> None:
    case_id = await cases.begin()
    await cases.invite(case_id, POLICE)
    await cases.post(POLICE, f"/cases/{case_id}/parties/decline", {"reason": REASON})
    async with cases.desk.database.transaction() as session:
        (row,) = (await session.execute(Invitation.__table__.select())).all()
    assert REASON.encode() not in row.reason
    assert REASON.encode() not in row.parting_reason


async def test_who_declines_says_why_and_may_be_asked_again(cases: Cases) -> None:
    case_id = await cases.begin()
    await cases.invite(case_id, POLICE)
    declined = await cases.post(
        POLICE, f"/cases/{case_id}/parties/decline", {"reason": "No capacity this week."}
    )
    assert declined.json()["state"] == "declined"
    (seen,) = (await cases.get(COUNCIL, f"/cases/{case_id}/parties")).json()["items"]
    assert (seen["state"], seen["parting_reason"]) == ("declined", "No capacity this week.")
    assert (await cases.get(POLICE, f"/cases/{case_id}/parties")).status_code == 404

    assert (await cases.invite(case_id, POLICE)).status_code == 201
    accepted = await cases.post(POLICE, f"/cases/{case_id}/parties/acceptance")
    assert accepted.status_code == 200
    (seen,) = (await cases.get(COUNCIL, f"/cases/{case_id}/parties")).json()["items"]
    assert (seen["state"], seen["parting_reason"]) == ("accepted", None)
    assert len(await cases.desk.published(PartyDeclined)) == 1


async def test_who_leaves_sees_the_case_no_more_and_may_be_asked_again(cases: Cases) -> None:
    case_id = await cases.begin()
    await cases.join(case_id, POLICE)
    left = await cases.post(POLICE, f"/cases/{case_id}/parties/departure", {"reason": REASON})
    assert left.json()["state"] == "left"
    assert (await cases.get(POLICE, f"/cases/{case_id}/parties")).status_code == 404
    assert len(await cases.desk.published(PartyLeft)) == 1
    await cases.join(case_id, POLICE)
    assert (await cases.get(POLICE, f"/cases/{case_id}/parties")).status_code == 200


async def test_the_agency_that_raised_the_concern_is_invited_like_any_other(cases: Cases) -> None:
    case_id = await cases.begin(referrer=TRUST)
    assert (await cases.get(TRUST, f"/cases/{case_id}/parties")).status_code == 403
    await cases.join(case_id, TRUST)
    assert (await cases.get(TRUST, f"/cases/{case_id}/parties")).status_code == 200


async def test_answering_twice_is_told_as_such_and_changes_nothing(cases: Cases) -> None:
    case_id = await cases.begin()
    await cases.join(case_id, POLICE)
    again = await cases.post(POLICE, f"/cases/{case_id}/parties/acceptance")
    assert code_of(again) == (409, "no_invitation_is_open")
    too_late = await cases.post(POLICE, f"/cases/{case_id}/parties/decline", {"reason": REASON})
    assert code_of(too_late) == (409, "no_invitation_is_open")
    departure = f"/cases/{case_id}/parties/departure"
    assert (await cases.post(POLICE, departure, {"reason": REASON})).status_code == 200
    assert code_of(await cases.post(POLICE, departure, {"reason": REASON})) == (
        409,
        "not_taking_part",
    )
    assert len(await cases.desk.published(PartyAccepted)) == 1
    assert len(await cases.desk.published(PartyLeft)) == 1


@pytest.mark.parametrize("step", ["decline", "departure"])
async def test_who_has_gone_is_given_the_same_answer_to_the_same_key(
    cases: Cases, step: str
) -> None:
    case_id = await cases.begin()
    await cases.invite(case_id, POLICE)
    if step == "departure":
        await cases.post(POLICE, f"/cases/{case_id}/parties/acceptance")
    path = f"/cases/{case_id}/parties/{step}"
    first = await cases.post(POLICE, path, {"reason": REASON}, key="one")
    second = await cases.post(POLICE, path, {"reason": REASON}, key="one")
    assert (second.status_code, second.json()) == (200, first.json())


async def test_an_agency_is_invited_once(cases: Cases) -> None:
    case_id = await cases.begin()
    await cases.invite(case_id, POLICE)
    assert code_of(await cases.invite(case_id, POLICE)) == (409, "agency_takes_part_already")
    await cases.post(POLICE, f"/cases/{case_id}/parties/acceptance")
    assert code_of(await cases.invite(case_id, POLICE)) == (409, "agency_takes_part_already")
    assert await cases.desk.count(Invitation) == 1


async def test_the_lead_is_not_invited_to_its_own_case(cases: Cases) -> None:
    case_id = await cases.begin()
    assert code_of(await cases.invite(case_id, COUNCIL)) == (409, "agency_leads_the_case")


async def test_agencies_that_cannot_take_part_are_told_apart_by_nothing(cases: Cases) -> None:
    case_id = await cases.begin()
    async with cases.desk.database.transaction() as session:
        await session.execute(
            update(known_agencies)
            .where(known_agencies.c.agency_id == BYSTANDER.id)
            .values(suspended=True)
        )
        joining = update(known_agencies).where(known_agencies.c.agency_id == POLICE.id)
        await session.execute(joining.values(live=False))
    unknown = Agency("Nobody", COUNCIL.kind, id=uuid4())
    tried = (unknown, BYSTANDER, POLICE, REAL_TRUST)
    answers = [await cases.invite(case_id, agency) for agency in tried]
    assert {code_of(answer) for answer in answers} == {(400, "agency_cannot_be_named")}
    assert len({answer.json()["title"] for answer in answers}) == 1
    assert await cases.desk.count(Invitation) == 0


async def test_a_held_agency_is_not_invited(cases: Cases) -> None:
    case_id = await cases.begin(hold_on(EMPLOYER))
    refused = await cases.invite(case_id, EMPLOYER, checked_not_the_employer=True)
    assert code_of(refused) == (409, "agency_is_excluded")
    assert await cases.desk.count(Invitation) == 0
    assert await cases.desk.published() == []


async def test_an_invitation_is_gone_once_the_agency_is_excluded(cases: Cases) -> None:
    case_id = await cases.begin()
    await cases.invite(case_id, POLICE)
    await cases.exclude(case_id, POLICE)
    assert (await cases.get(POLICE, "/invitations")).json() == {"items": [], "next": None}
    accepted = await cases.post(POLICE, f"/cases/{case_id}/parties/acceptance")
    assert accepted.status_code == 404
    assert await cases.desk.published(PartyAccepted) == []


async def test_an_agency_of_which_one_unit_is_held_may_be_invited(cases: Cases) -> None:
    case_id = await cases.begin(hold_on(POLICE, unit="custody"))
    assert (await cases.invite(case_id, POLICE)).status_code == 201


async def test_a_provider_is_invited_only_once_checked_where_an_employer_was_not_matched(
    cases: Cases,
) -> None:
    case_id = await cases.begin(has_unmatched_employer=True)
    assert code_of(await cases.invite(case_id, EMPLOYER)) == (409, "employer_not_matched")
    assert await cases.desk.count(Invitation) == 0
    checked = await cases.invite(case_id, EMPLOYER, checked_not_the_employer=True)
    assert checked.status_code == 201
    assert (await cases.invite(case_id, POLICE)).status_code == 201


async def test_a_provider_needs_no_check_where_every_employer_was_matched(cases: Cases) -> None:
    case_id = await cases.begin(hold_on(BYSTANDER))
    assert (await cases.invite(case_id, EMPLOYER)).status_code == 201


async def test_only_the_lead_invites(cases: Cases) -> None:
    case_id = await cases.begin()
    await cases.join(case_id, POLICE)
    body = {"agency_id": str(BYSTANDER.id), "reason": REASON}
    path = f"/cases/{case_id}/parties"
    assert (await cases.post(POLICE, path, body)).status_code == 403
    assert (await cases.post(TRUST, path, body)).status_code == 403
    assert (await cases.post(BYSTANDER, path, body)).status_code == 404
    assert (await cases.post(REAL_COUNCIL, path, body)).status_code == 404


async def test_parties_see_each_other_but_not_who_was_only_invited_nor_any_reason(
    cases: Cases,
) -> None:
    case_id = await cases.begin()
    await cases.join(case_id, POLICE, TRUST)
    await cases.invite(case_id, BYSTANDER)
    seen = (await cases.get(TRUST, f"/cases/{case_id}/parties")).json()["items"]
    assert [(item["agency_id"], item["reason"]) for item in seen] == [
        (str(POLICE.id), None),
        (str(TRUST.id), REASON),
    ]
    assert {item["is_excluded"] for item in seen} == {None}
    led = (await cases.get(COUNCIL, f"/cases/{case_id}/parties")).json()["items"]
    assert [item["state"] for item in led] == ["accepted", "accepted", "invited"]


async def test_a_party_that_must_not_know_any_more_is_shown_to_the_lead_alone(
    cases: Cases,
) -> None:
    case_id = await cases.begin()
    await cases.join(case_id, POLICE, TRUST)
    await cases.exclude(case_id, TRUST)
    seen = (await cases.get(POLICE, f"/cases/{case_id}/parties")).json()["items"]
    assert [item["agency_id"] for item in seen] == [str(POLICE.id)]
    led = (await cases.get(COUNCIL, f"/cases/{case_id}/parties")).json()["items"]
    assert [(item["agency_id"], item["is_excluded"]) for item in led] == [
        (str(POLICE.id), False),
        (str(TRUST.id), True),
    ]


async def test_invitations_come_in_pages(cases: Cases) -> None:
    case_ids = [await cases.begin() for _ in range(3)]
    for case_id in case_ids:
        await cases.invite(case_id, POLICE)
    first = (await cases.get(POLICE, "/invitations", limit=2)).json()
    rest = (await cases.get(POLICE, "/invitations", limit=2, cursor=first["next"])).json()
    read = [item["case_id"] for item in first["items"] + rest["items"]]
    assert read == [str(case_id) for case_id in reversed(case_ids)]
    assert rest["next"] is None


@pytest.mark.parametrize("reason", [None, "", "   ", 7])
async def test_a_reason_is_needed(cases: Cases, reason: object) -> None:
    case_id = await cases.begin()
    body = {"agency_id": str(POLICE.id), "reason": reason}
    assert (await cases.post(COUNCIL, f"/cases/{case_id}/parties", body)).status_code == 422
    assert await cases.desk.count(Invitation) == 0
