"""Steps are proposed, agreed and taken by the agency that owns them."""

from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest

from services.partners.actions.lifecycle import ActionState, Step, after
from services.partners.actions.models import Action
from services.partners.worker import watch_clocks
from shared.events.partners import ActionCompleted, ActionProposed, TargetMissed
from tests.services.partners.cases import Cases, Hands, code_of
from tests.services.partners.requests.asking import case_with_parties
from tests.support.agencies import BYSTANDER, COUNCIL, EMPLOYER, POLICE, TRUST, Agency

WHAT = "Visit her with the advocate \u2013 \u05e9\u05dc\u05d5\u05dd."
EXPECTED = {
    (ActionState.PROPOSED, Step.ACCEPT): ActionState.ACCEPTED,
    (ActionState.PROPOSED, Step.DECLINE): ActionState.DECLINED,
    (ActionState.PROPOSED, Step.CANCEL): ActionState.CANCELLED,
    (ActionState.ACCEPTED, Step.COMPLETE): ActionState.DONE,
    (ActionState.ACCEPTED, Step.CANCEL): ActionState.CANCELLED,
}


async def propose(
    cases: Cases, case_id: UUID, by: Agency, owner: Agency, due_on: str = "2026-12-01"
) -> httpx.Response:
    body = {"owner_agency_id": str(owner.id), "what": WHAT, "due_on": due_on}
    return await cases.post(by, f"/cases/{case_id}/actions", body)


async def proposed(cases: Cases, case_id: UUID, by: Agency, owner: Agency) -> str:
    answer = await propose(cases, case_id, by, owner)
    assert answer.status_code == 201, answer.text
    return f"/cases/{case_id}/actions/{answer.json()['action_id']}"


@pytest.mark.parametrize("state", ActionState)
@pytest.mark.parametrize("step", Step)
def test_an_action_moves_as_written_down(state: ActionState, step: Step) -> None:
    assert after(state, step) is EXPECTED.get((state, step))


async def test_it_is_proposed_accepted_and_done(cases: Cases) -> None:
    case_id = await case_with_parties(cases)
    path = await proposed(cases, case_id, COUNCIL, TRUST)
    (mine,) = (await cases.get(TRUST, "/actions", state="proposed")).json()["items"]
    assert (mine["what"], mine["due_at"]) == (WHAT, "2026-12-01T23:59:59Z")
    assert (await cases.post(TRUST, f"{path}/acceptance")).json()["state"] == "accepted"
    done = await cases.post(TRUST, f"{path}/completion", {"note": "She felt heard."})
    assert (done.json()["state"], done.json()["note"]) == ("done", "She felt heard.")
    for event in (ActionProposed, ActionCompleted):
        (told,) = await cases.desk.published(event)
        assert WHAT not in str(told)
    for step, body in (("acceptance", None), ("completion", {"note": "Again."})):
        assert code_of(await cases.post(TRUST, f"{path}/{step}", body)) == (
            409,
            "action_has_moved_on",
        )
    async with cases.desk.database.transaction() as session:
        (kept,) = (await session.execute(Action.__table__.select())).all()
    assert WHAT.encode() not in kept.what


async def test_a_step_of_ones_own_is_agreed_at_once_and_is_a_plan(cases: Cases) -> None:
    case_id = await case_with_parties(cases)
    own = await propose(cases, case_id, POLICE, POLICE)
    assert own.json()["state"] == "accepted"


async def test_others_see_no_action_and_do_nothing_with_it(cases: Cases) -> None:
    case_id = await case_with_parties(cases)
    path = await proposed(cases, case_id, COUNCIL, TRUST)
    for step, body in (
        ("acceptance", None),
        ("decline", {"reason": "No."}),
        ("completion", {"note": "Done."}),
        ("cancellation", {"reason": "No."}),
    ):
        assert (await cases.post(POLICE, f"{path}/{step}", body)).status_code == 404
        assert (await cases.post(EMPLOYER, f"{path}/{step}", body)).status_code == 404
        if step != "cancellation":
            refused = await cases.post(COUNCIL, f"{path}/{step}", body)
            assert code_of(refused) == (403, "not_yours_to_do")
    not_yours = await cases.post(TRUST, f"{path}/cancellation", {"reason": "No."})
    assert code_of(not_yours) == (403, "not_yours_to_cancel")
    assert (await cases.get(POLICE, f"/cases/{case_id}/actions")).json()["items"] == []
    await cases.tell()
    assert "action_" not in str(await cases.feed(POLICE))


async def test_it_is_for_those_who_take_part_and_not_for_yesterday(cases: Cases) -> None:
    case_id = await case_with_parties(cases)
    outsider = await propose(cases, case_id, COUNCIL, EMPLOYER)
    assert code_of(outsider) == (409, "owner_takes_no_part")
    past = await propose(cases, case_id, COUNCIL, TRUST, "2026-11-21")
    assert code_of(past) == (400, "due_day_has_passed")
    assert (await propose(cases, case_id, COUNCIL, TRUST, "2026-11-22")).status_code == 201
    assert (await propose(cases, case_id, BYSTANDER, TRUST)).status_code == 404


async def test_a_missed_day_is_told_and_closes_nothing(cases: Cases, hands: Hands) -> None:
    case_id = await case_with_parties(cases)
    path = await proposed(cases, case_id, POLICE, TRUST)
    await cases.post(TRUST, f"{path}/acceptance")
    gone = await proposed(cases, case_id, POLICE, TRUST)
    await cases.post(POLICE, f"{gone}/cancellation", {"reason": "Not needed."})
    hands.at = datetime(2026, 12, 2, tzinfo=UTC)
    await watch_clocks(cases.desk.database)
    missed = [event["data"]["target"] for event in await cases.desk.published(TargetMissed)]
    assert sorted(missed) == ["action_done", "decision_made"]
    late = await cases.post(TRUST, f"{path}/completion", {"note": "A day late."})
    assert late.json()["state"] == "done"
    assert late.json()["missed_at"] is not None
