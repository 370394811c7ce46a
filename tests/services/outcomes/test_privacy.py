"""What was told stays between those who may know: nowhere in clear, and in no event."""

from pathlib import Path

import pytest

from tests.services.outcomes import bodies
from tests.services.outcomes.bodies import CANARY
from tests.services.outcomes.cases import Case
from tests.services.outcomes.conclusion_bodies import completion, ended_early, reopening
from tests.services.outcomes.experience.invited import told
from tests.services.outcomes.prompts.test_help import ANSWER, question
from tests.services.outcomes.review_bodies import REPORT
from tests.services.outcomes.reviewing import ACTIONS, listed, referred
from tests.services.outcomes.survey_bodies import LEADS_ANSWERS
from tests.services.outcomes.surveying import answer as answer_survey
from tests.services.outcomes.surveying import open_survey
from tests.services.outcomes.wish_bodies import (
    RETRACTION,
    coercion,
    correction,
    death,
    explanation,
    full_limitation,
    no_longer_wanted,
    review,
    weighing,
)
from tests.support.agencies import BOARD, COUNCIL, POLICE, SAFEGUARDING_LEAD
from tests.support.desk import Desk

WORDS = f"I don't want her to lose her job. {CANARY}"


async def tell_everything(case: Case) -> None:
    """Record one of everything, each with a canary in all its free text."""
    wish_id = await case.wish(words=WORDS)
    body = bodies.wish(await case.converse(), WORDS) | {"why": f"Said again. {CANARY}"}
    assert (await case.put(f"desired-outcomes/{wish_id}", body, '"1"')).status_code == 200
    one = await case.converse()
    assert (await case.put(f"conversations/{one}", correction(), '"1"')).status_code == 200
    agreed = {"desired_outcome_id": wish_id, "how_agreed": f"Over tea. {CANARY}"}
    less = bodies.wish(one, WORDS, negotiated_from=agreed, translation=f"In English. {CANARY}")
    negotiated = (await case.done("desired-outcomes", less))["desired_outcome_id"]
    await case.done(f"desired-outcomes/{negotiated}/no-longer-wanted", no_longer_wanted(one))
    await case.done(f"desired-outcomes/{wish_id}/limitations", bodies.limitation())
    limits = f"desired-outcomes/{wish_id}/limitations"
    limit = (await case.done(limits, full_limitation()))["limitation_id"]
    await case.done(f"{limits}/{limit}/reviews", review())
    await case.done(f"{limits}/{limit}/explanation", explanation())
    one = (await case.done("weighings", weighing(desired_outcome_id=wish_id)))["weighing_id"]
    anew = weighing(why=f"She woke. {CANARY}")
    assert (await case.put(f"weighings/{one}", anew, '"1"')).status_code == 200
    await case.done("coercion", coercion())
    await case.judge(wish_id)
    await case.judge(None, judged_by="worker")
    await case.done("conclusion", bodies.CONCLUSION | {"ended_early": ended_early()}, COUNCIL)
    seen = (await case.get("enquiry", COUNCIL)).headers["ETag"]
    assert (await case.put("conclusion", completion(), seen, COUNCIL)).status_code == 200
    await case.judge(None)
    invited = (await case.get("invitations", COUNCIL)).json()["items"][0]["invitation_id"]
    await case.done(f"invitations/{invited}/answers", told(words=CANARY))
    await case.done("reopening", reopening(), COUNCIL)
    await case.done("death", death())
    await case.done("death/retraction", RETRACTION, COUNCIL)
    asked = await case.done("help-requests", question(question=CANARY))
    answer = ANSWER | {"words": CANARY}
    await case.done(f"help-requests/{asked['help_request_id']}/answer", answer, COUNCIL)
    await tell_of_a_review(case)
    survey = await open_survey(case.desk, kind="msp_leads")
    asked_lead = (case.desk, survey["survey_id"], POLICE, SAFEGUARDING_LEAD)
    assert (await answer_survey(*asked_lead, **LEADS_ANSWERS)).status_code == 201


async def tell_of_a_review(case: Case) -> None:
    one = await referred(case)
    await one.begin()
    await one.complete()
    action = (await one.set_action()).json()["review_action_id"]
    async with case.desk.client(POLICE) as client:
        path, seen = f"{ACTIONS}/{action}/report", {"If-Match": '"1"'}
        assert (await client.put(path, json=REPORT, headers=seen)).status_code == 200


def whole_of(folder: Path) -> bytes:
    """Return the database with its journal, byte by byte."""
    return b"".join(path.read_bytes() for path in folder.glob("outcomes.sqlite3*"))


async def test_no_event_carries_what_was_told(desk: Desk, case: Case) -> None:
    await tell_everything(case)
    envelopes = await desk.published()
    assert len({envelope["type"] for envelope in envelopes}) == 23
    assert CANARY not in str(envelopes)


async def test_no_file_of_the_database_holds_what_was_told(
    desk: Desk, case: Case, tmp_path: Path
) -> None:
    await tell_everything(case)
    content = whole_of(tmp_path)
    assert str(COUNCIL.name).encode() in content
    assert CANARY.encode() not in content
    assert bodies.FIRST_WISH.encode() not in content


async def test_no_log_line_holds_what_was_told(
    case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    await tell_everything(case)
    captured = capsys.readouterr()
    assert CANARY not in captured.out + captured.err


async def test_those_who_may_know_read_all_of_it(case: Case) -> None:
    await tell_everything(case)
    enquiry = await case.enquiry()
    wish, negotiated = enquiry["desired_outcomes"]
    assert CANARY in negotiated["negotiated_from"]["how_agreed"]
    assert CANARY in negotiated["no_longer_wanted"]["reason"]
    assert wish["words"] == WORDS
    told, untold = wish["limitations"]
    assert CANARY in told["explanation"]["adults_response"]
    assert CANARY in untold["evidence"]
    assert CANARY in untold["shared"][0]["why_minimum"]
    assert CANARY in untold["told_later"]["adults_response"]
    assert CANARY in untold["reviews"][0]["why"]
    assert CANARY in wish["verdicts"][0]["note"]
    assert CANARY in enquiry["death"]["why"]
    (earlier,) = enquiry["earlier_conclusions"]
    assert CANARY in earlier["why"]
    assert CANARY in earlier["conclusion"]["summary"]
    assert CANARY in earlier["conclusion"]["findings"]["why"]
    assert CANARY in earlier["conclusion"]["ended_early"]["words"]
    (weighed,) = (await case.get("weighings")).json()["items"]
    assert CANARY in weighed["options"][0]["risks"][0]["what"]
    (signs,) = (await case.get("coercion")).json()["items"]
    assert CANARY in signs["what_was_seen"]
    (reviewed,) = await listed(case.desk, BOARD)
    assert CANARY in reviewed["reason"]
    assert CANARY in reviewed["decision"]["rationale"]
    assert CANARY in reviewed["completion"]["findings"][0]["finding"]
    assert CANARY in reviewed["completion"]["why_not_published"]
    (action,) = await listed(case.desk, POLICE, path=ACTIONS)
    assert CANARY in action["what"]
    assert CANARY in action["report"]
    conversations = (await case.get("conversations")).json()["items"]
    assert CANARY in conversations[0]["asked_by"]["name"]
