"""What else can be recorded of a busy case: something to show for each part of its pages."""

from tests.exchange.busy_case import CONCERNS, SECRET, BusyCase
from tests.services.intake.bodies import WITHDRAWAL, account, correction
from tests.services.outcomes import conclusion_bodies, speaking_bodies, wish_bodies
from tests.support.agencies import COUNCIL, TRUST

DECISION = f"{SECRET}-decision: where to live"
FEELINGS = f"{SECRET}-feelings: I want my own bed"
EVIDENCE = f"{SECRET}-evidence: what she said an hour ago was gone"
NIECE = f"{SECRET}-niece Ada"
SUMMARY = f"{SECRET}-summary: the money came back"
UNDONE = f"{SECRET}-summary: nothing was found"
STOP = f"{SECRET}-stop: please leave it now"
ANSWER = f"{SECRET}-answer: the nurse listened"
BEFORE_THAT = f"{SECRET}-before: the money had gone before"
ANEW = f"{SECRET}-anew: it went on Friday"


async def fill(busy: BusyCase) -> None:
    """Record capacity, who speaks for the adult, effort, two endings, answers and the death."""
    await _speak(busy)
    await _end(busy)
    await correct(busy)


async def _speak(busy: BusyCase) -> None:
    case = f"/outcomes/v1/cases/{busy.case_id}"
    assessed = await busy.post(
        TRUST, f"{case}/capacity", speaking_bodies.assessment(decision=DECISION)
    )
    decided = speaking_bodies.best_interests(
        assessed["assessment_id"], wishes_and_feelings=FEELINGS
    )
    await busy.post(COUNCIL, f"{case}/best-interests", decided)
    for who in (
        {"evidence": EVIDENCE},
        {
            "appropriate_person": "found",
            "why_none": None,
            "who": speaking_bodies.appropriate_person(),
        },
    ):
        await busy.post(TRUST, f"{case}/advocacy/reviews", speaking_bodies.review(**who))
    niece = speaking_bodies.representative(person={"name": NIECE, "role": "her niece"})
    kept = await busy.post(TRUST, f"{case}/representatives", niece)
    ending = f"{case}/representatives/{kept['representative_id']}/ending"
    await busy.post(TRUST, ending, speaking_bodies.ENDING)
    await busy.post(TRUST, f"{case}/coercion", wish_bodies.BODIES["coercion"])
    for step in ({"minutes": 100, "contacts": 2}, {"kind": "meeting"}):
        await busy.post(TRUST, f"{case}/effort", wish_bodies.BODIES["effort"] | step)
    await busy.post(COUNCIL, f"{case}/effort", {"kind": "record", "done_on": "2026-11-21"})


async def _end(busy: BusyCase) -> None:
    case = f"/outcomes/v1/cases/{busy.case_id}"
    early = {"summary": UNDONE, "ended_early": conclusion_bodies.ended_early(words=STOP)}
    await busy.post(COUNCIL, f"{case}/conclusion", early)
    await busy.post(COUNCIL, f"{case}/reopening", conclusion_bodies.reopening())
    found = conclusion_bodies.findings(lacked_capacity="no", support="not_recorded")
    ended = {"summary": SUMMARY, "findings": found}
    await busy.post(COUNCIL, f"{case}/conclusion", ended)
    invited = (await busy.call(COUNCIL, "GET", f"{case}/invitations")).json()["items"][0]
    busy.ids["invitation_id"] = invited["invitation_id"]
    told = {
        "respondent": "adult",
        "method": "interview",
        "asker": "independent",
        "interviewer": {"name": f"{SECRET} Interviewer", "role": f"{SECRET} advocate"},
        "answers": {"asked": "yes", "feel_safer": "the_same"},
        "words": ANSWER,
    }
    await busy.post(TRUST, f"{case}/invitations/{invited['invitation_id']}/answers", told)
    await busy.post(
        TRUST, f"{case}/death", wish_bodies.death(died_on="2026-11-01", precision="month")
    )


async def correct(busy: BusyCase) -> None:
    """Let a further concern be told anew, and then be withdrawn."""
    further = account(what_happened=BEFORE_THAT)
    path = f"/intake/v1/cases/{busy.case_id}/further-concerns"
    raised = await busy.post(TRUST, path, further)
    one = f"{CONCERNS}/{raised['concern_id']}"
    busy.ids["further_concern_id"] = raised["concern_id"]
    told = correction(what_happened=ANEW)
    answer = await busy.call(TRUST, "PUT", one, told, headers={"If-Match": '"1"'})
    assert answer.is_success, answer.text
    await busy.post(TRUST, f"{one}/withdrawal", WITHDRAWAL)
    await busy.exchange.settle()
