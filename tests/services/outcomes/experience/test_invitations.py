"""Every enquiry that ends has an invitation, and it is always known how far it is."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from services.outcomes.experience.models import Invitation
from services.outcomes.worker import watch_invitations
from shared.events.outcomes import ExperienceAnswered, InvitationChanged
from tests.services.outcomes.cases import Case
from tests.services.outcomes.conclusion_bodies import reopening
from tests.services.outcomes.conftest import Hands
from tests.services.outcomes.experience.invited import (
    SENDING,
    WORDS,
    concluded,
    invitation,
    path_of,
    read_by,
    sent,
    told,
)
from tests.services.outcomes.wish_bodies import RETRACTION, death
from tests.support.agencies import COUNCIL, EMPLOYER, POLICE, TRUST

COUNTS = "/outcomes/v1/statistics/experience"


async def counted(case: Case) -> dict[str, Any]:
    async with case.desk.client(COUNCIL) as client:
        counts: dict[str, Any] = (await client.get(COUNTS)).json()
    return counts


async def test_an_enquiry_that_ends_has_an_invitation_that_is_due(case: Case) -> None:
    await concluded(case)
    found = await invitation(case)
    assert found["state"] == "due"
    assert [step["state"] for step in found["steps"]] == ["due"]
    assert len(await case.desk.published(InvitationChanged)) == 1


async def test_an_enquiry_that_goes_on_has_none(case: Case) -> None:
    await case.converse()
    assert (await case.get("invitations", COUNCIL)).json() == {"items": []}


async def test_a_link_and_a_code_are_shown_once(case: Case) -> None:
    one = await concluded(case)
    async with case.desk.client(COUNCIL) as client:
        headers = {"Idempotency-Key": "send-1"}
        first = await client.post(case.path(f"{one}/sending"), json=SENDING, headers=headers)
        again = await client.post(case.path(f"{one}/sending"), json=SENDING, headers=headers)
    assert first.json()["link"].startswith("http")
    assert "/outcomes/f/" in first.json()["link"]
    assert again.json().get("link") is None
    assert again.json().get("code") is None
    assert (await invitation(case))["state"] == "sent"


async def test_nothing_of_the_secrets_is_kept_or_told(case: Case) -> None:
    one = await concluded(case)
    made = await sent(case, one)
    secret = made["link"].rsplit("/", 1)[1]
    told_of_it = str(await case.desk.published()) + (await case.get("invitations", COUNCIL)).text
    assert secret not in told_of_it
    assert made["code"] not in told_of_it


@pytest.mark.parametrize(
    "state", ["not_safe_to_contact", "declined", "no_capacity_and_no_representative", "died"]
)
async def test_why_nobody_is_asked_is_kept_with_its_reason(case: Case, state: str) -> None:
    one = await concluded(case)
    body = {"state": state, "reason": "canary-reason"}
    said = await case.done(f"{one}/state", body, COUNCIL)
    assert said["state"] == state
    assert said["steps"][-1]["reason"] == "canary-reason"
    assert said["steps"][-1]["agency_id"] == str(COUNCIL.id)
    assert (await case.post(f"{one}/sending", SENDING, COUNCIL)).status_code == 409
    back = await case.done(f"{one}/state", {"state": "due", "reason": "A mistake."}, COUNCIL)
    assert back["state"] == "due"
    assert [step["state"] for step in back["steps"]] == ["due", state, "due"]


async def test_what_an_interviewer_was_told_is_kept_for_good(case: Case) -> None:
    one = await concluded(case)
    receipt = await case.done(f"{one}/answers", told(seen_alone="yes"), POLICE)
    assert set(receipt) == {"invitation_id", "answered_at"}
    found = await invitation(case)
    assert found["state"] == "answered"
    assert found["experience"]["words"] == WORDS
    assert found["experience"]["answers"] == {"asked": "yes", "feel_safer": "a_bit_safer"}
    assert found["experience"]["framework_ref"] is None
    assert found["experience"]["seen_alone"] == "yes"
    for tail, body in (
        ("answers", told(answers={"asked": "no"})),
        ("sending", SENDING),
        ("state", {"state": "declined", "reason": "x"}),
    ):
        refused = await case.post(f"{one}/{tail}", body, COUNCIL)
        assert (refused.status_code, refused.json()["code"]) == (409, "invitation_cannot_go_on")
    assert await invitation(case) == found


async def test_the_lead_is_told_that_there_are_answers_and_nobody_of_what(case: Case) -> None:
    one = await concluded(case)
    await case.done(f"{one}/answers", told(), TRUST)
    [event] = await case.desk.published(ExperienceAnswered)
    assert event["data"]["respondent"] == "adult"
    assert "canary" not in str(await case.desk.published()).lower()


async def test_only_the_lead_reads_what_was_said(case: Case) -> None:
    one = await concluded(case)
    await case.done(f"{one}/answers", told(), TRUST)
    assert await read_by(case, COUNCIL) == 200
    assert await read_by(case, TRUST) == 403
    assert await read_by(case, EMPLOYER) == 404
    for tail, body in (("sending", SENDING), ("state", {"state": "declined", "reason": "x"})):
        assert (await case.post(f"{one}/{tail}", body, TRUST)).status_code == 403
        assert (await case.post(f"{one}/{tail}", body, EMPLOYER)).status_code == 404


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"answers": {"asked": "much_safer"}}, 400, "answers_do_not_fit"),
        ({"answers": {"asked": "too_soon_to_say"}}, 400, "answers_do_not_fit"),
        ({"answers": {}, "words": None}, 400, "answers_do_not_fit"),
        ({"answers": {"canary": "yes"}}, 422, "malformed_input"),
        ({"interviewer": None}, 400, "interviewer_needed"),
        ({"method": "paper"}, 400, "interviewer_needed"),
        ({"method": "own_account", "interviewer": None}, 400, "answers_do_not_fit"),
        ({"respondent": "worker"}, 422, "malformed_input"),
        ({"words": "x" * 20_001}, 422, "malformed_input"),
    ],
    ids=["scale", "soon", "nothing", "question", "nobody", "paper", "own", "worker", "long"],
)
async def test_what_is_no_answer_is_refused_and_changes_nothing(
    case: Case, changes: dict[str, Any], status: int, code: str
) -> None:
    one = await concluded(case)
    answer = await case.post(f"{one}/answers", told(**changes), COUNCIL)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert "canary" not in answer.text
    assert (await invitation(case))["state"] == "due"


async def test_what_nobody_answers_in_time_lapses_and_says_so(case: Case, hands: Hands) -> None:
    await concluded(case)
    hands.at += timedelta(weeks=8)
    assert not await watch_invitations(case.desk.database)
    hands.at += timedelta(days=1)
    assert await watch_invitations(case.desk.database)
    assert not await watch_invitations(case.desk.database)
    hands.at -= timedelta(weeks=8, days=1)
    found = await invitation(case)
    assert (found["state"], found["steps"][-1]["agency_id"]) == ("lapsed", None)


async def test_one_that_was_sent_late_lapses_when_its_link_does(case: Case, hands: Hands) -> None:
    one = await concluded(case)
    almost_over = update(Invitation).values(due_by=hands.at.date() + timedelta(days=1))
    async with case.desk.database.transaction() as session:
        await session.execute(almost_over)
    await sent(case, one)
    hands.at += timedelta(weeks=3)
    assert not await watch_invitations(case.desk.database)
    hands.at += timedelta(weeks=2)
    assert await watch_invitations(case.desk.database)


async def test_every_invitation_is_in_the_frame_whatever_became_of_it(case: Case) -> None:
    one = await concluded(case)
    counts = await counted(case)
    assert (counts["invitations"], counts["states"]["due"]) == (1, 1)
    unsure = counts["respondents"]["adult"]["shares"]["feel_safer"]["a_bit_safer"]
    assert unsure == {"interval": None, "bounds": {"low": 0, "high": 1}}, "anything is possible"
    await case.done(f"{one}/answers", told(respondent="representative"), COUNCIL)
    counts = await counted(case)
    assert counts["states"]["answered"] == 1
    assert counts["respondents"]["adult"]["answered"] == 0
    representative = counts["respondents"]["representative"]
    assert representative["answers"]["feel_safer"]["a_bit_safer"] == 1
    assert representative["left_out"]["listened_to"] == 1
    sure = representative["shares"]["feel_safer"]["a_bit_safer"]
    assert sure["bounds"] == {"low": 1, "high": 1}
    assert sure["interval"]["low"] < 0.25, "one answer tells little of others"
    nobody = counts["respondents"]["adult"]["shares"]["feel_safer"]["a_bit_safer"]
    assert nobody == {"interval": None, "bounds": None}
    assert counts["asked_by"] == {"independent": 1, "enquiry_lead": 0}


async def test_nobody_writes_to_an_adult_who_has_died(case: Case) -> None:
    one = await concluded(case)
    await sent(case, one)
    await case.done("death", death())
    assert (await invitation(case))["state"] == "died"
    assert (await case.post(f"{one}/sending", SENDING, COUNCIL)).status_code == 409
    await case.done("death/retraction", RETRACTION, COUNCIL)
    assert (await invitation(case))["state"] == "due"


async def test_a_death_changes_nothing_that_was_answered(case: Case) -> None:
    one = await concluded(case)
    await case.done(f"{one}/answers", told(), COUNCIL)
    await case.done("death", death())
    await case.done("death/retraction", RETRACTION, COUNCIL)
    assert (await invitation(case))["state"] == "answered"


async def test_an_enquiry_that_ends_after_a_death_asks_nobody(case: Case) -> None:
    await case.done("death", death())
    await concluded(case)
    found = await invitation(case)
    assert [step["state"] for step in found["steps"]] == ["due", "died"]


async def test_nobody_answers_about_an_enquiry_that_goes_on_again(case: Case, hands: Hands) -> None:
    one = await concluded(case)
    made = await sent(case, one)
    await case.done("reopening", reopening(), COUNCIL)
    found = await invitation(case)
    assert found["state"] == "enquiry_reopened"
    async with case.desk.client(None) as client:
        assert (await client.get(path_of(made["link"]))).status_code == 404
    assert (await case.post(f"{one}/answers", told(), COUNCIL)).status_code == 409
    hands.at += timedelta(minutes=1)
    await case.conclude()
    both = (await case.get("invitations", COUNCIL)).json()["items"]
    assert [each["state"] for each in both] == ["due", "enquiry_reopened"]


async def test_what_was_answered_stays_when_the_enquiry_goes_on_again(case: Case) -> None:
    one = await concluded(case)
    await case.done(f"{one}/answers", told(), COUNCIL)
    await case.done("reopening", reopening(), COUNCIL)
    assert (await invitation(case))["state"] == "answered"
