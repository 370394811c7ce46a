"""The adult lacks capacity for one decision, has an advocate, and is heard all the same."""

from deploy.story.cast import Cast
from deploy.story.checks import must
from deploy.story.hard.stage import (
    PRIYA,
    adult,
    begin_enquiry,
    conclude,
    judge,
    let_join,
    show_timelines,
    talk,
    wish,
)
from deploy.story.moments import day, day_in_england
from deploy.story.telling import Telling

_WORDS = "My own bed. And not him in the house."
_ADVOCATE = {"name": "Ruth Made-Up", "role": "independent advocate"}
_ASSESSOR = {"name": "Tom Made-Up", "role": "social worker"}


async def an_advocate_speaks(cast: Cast, tell: Telling) -> None:
    """A nephew neglects an aunt with dementia; he may not speak for her, and an advocate does."""
    tell.act("The adult lacks capacity for the decision, and has an advocate")
    neglect = {
        "adult": adult("Edith", "Marlow", date_of_birth="1937-03-09"),
        "abuse_types": ["neglect"],
        "what_happened": "No food in the house, and her tablets untouched for a week.",
        "sources_of_risk": [{"source": "other_known", "relationship": "nephew who lives in"}],
        "asked": "not_asked",
        "not_asked_reason": "representative_not_found",
    }
    case_id = await begin_enquiry(cast, cast.nurse, neglect)
    await let_join(cast, case_id, cast.nurse)
    await _prompted(cast, case_id, "ask_what_the_adult_wants")
    await _find_an_advocate(cast, tell, case_id)
    assessment_id = await _assess(cast, tell, case_id)
    conversation_id = await talk(
        cast, case_id, communication_support="Pictures, in the morning, the advocate with her"
    )
    wished = await wish(cast, case_id, conversation_id, _WORDS, "change_to_care_plan")
    tell.says(f'Not having capacity for one decision is no reason not to ask. Edith: "{_WORDS}"')
    await _decide_for_her(cast, tell, case_id, assessment_id)
    await _end(cast, tell, case_id, wished)
    await show_timelines(cast, tell, case_id, "outcomes.enquiry_concluded.v1")


async def _prompted(cast: Cast, case_id: str, code: str) -> None:
    prompts = await cast.nurse.get(f"/outcomes/v1/cases/{case_id}/prompts")
    must(code in {one["code"] for one in prompts["items"]}, f"the case prompts: {code}")


async def _find_an_advocate(cast: Cast, tell: Telling, case_id: str) -> None:
    path = f"/outcomes/v1/cases/{case_id}/advocacy"
    review = {
        "understanding": "yes",
        "retaining": "yes",
        "using_or_weighing": "yes",
        "communicating": "no",
        "evidence": "What was said an hour ago is gone.",
        "appropriate_person": "none_found",
        "why_none": "The only relative is the one who is said to neglect her.",
    }
    await cast.nurse.post(f"{path}/reviews", review)
    provider = {
        "kind": "care_act",
        "provider": "Northshire Voices",
        "referred_on": day_in_england(-1),
    }
    referral = await cast.nurse.post(f"{path}/referrals", provider)
    allocation = {"advocate": _ADVOCATE, "allocated_on": day_in_england()}
    await cast.nurse.post(f"{path}/referrals/{referral['referral_id']}/allocation", allocation)
    tell.says(
        "She has substantial difficulty, and nobody suitable: her nephew is the alleged source of "
        "risk. So the Care Act's duty arises; the referral and the day on which an advocate is "
        "found are kept."
    )


async def _assess(cast: Cast, tell: Telling, case_id: str) -> str:
    unable = {"answer": "unable", "words": "Who did you say you were?"}
    able = {"answer": "able"}
    assessment = {
        "decision": "Whether the enquiry should go on, and her nephew be spoken to",
        "kind": "safeguarding_enquiry",
        "assessed_on": day_in_england(),
        "assessor": _ASSESSOR,
        "trigger": "She did not know her visitor of the day before.",
        "relevant_information": "That food and tablets are missing, and what may follow.",
        "support_given": "Pictures, in the morning, her nephew out, the advocate with her.",
        "seen_alone": "yes",
        "understand": able,
        "retain": unable,
        "use_or_weigh": unable,
        "communicate": able,
        "impairment": "Dementia, diagnosed two years ago.",
        "causal_link": "She can't hold on to what she was told for long enough to weigh it.",
        "conclusion": "lacks_capacity",
    }
    path = f"/outcomes/v1/cases/{case_id}/capacity"
    refused = await cast.nurse.attempt(
        path, {name: value for name, value in assessment.items() if name != "decision"}
    )
    must(refused.is_client_error, "an assessment of no decision in particular is refused")
    kept = await cast.nurse.post(path, assessment)
    tell.says(
        "She is found to lack capacity for this one decision, on this day; an assessment that "
        "names no decision is refused."
    )
    assessment_id: str = kept["assessment_id"]
    return assessment_id


async def _decide_for_her(cast: Cast, tell: Telling, case_id: str, assessment_id: str) -> None:
    decision = {
        "assessment_id": assessment_id,
        "decision_maker": PRIYA,
        "decided_on": day_in_england(),
        "authority_checked": "No attorney, no deputy: the registers were searched.",
        "wishes_and_feelings": _WORDS,
        "participation": "She chose between pictures, twice, and chose the same.",
        "consulted": [
            {"person": _ADVOCATE, "why": "Her advocate", "view": "At home, with other help."}
        ],
        "options": [
            {"label": "home, with carers", "benefits": "Her own bed", "burdens": "Strangers"},
            {"label": "a care home", "benefits": "Fed and safe", "burdens": "Not what she wants"},
        ],
        "chosen_option": 1,
        "less_restrictive": "Home is the less restrictive of the two.",
    }
    await cast.nurse.post(f"/outcomes/v1/cases/{case_id}/best-interests", decision)
    tell.says("The decision is made in her best interests, from what she said, and at home.")


async def _end(cast: Cast, tell: Telling, case_id: str, wished: str) -> None:
    await judge(cast, case_id, wished, "advocate", "fully", "She is in her own bed, and eats.")
    findings = {
        "risks": [{"type": "neglect", "source": "other_known", "location": "own_home"}],
        "risk_assessment": "identified",
        "action": "taken",
        "risk_outcome": "reduced",
        "lacked_capacity": "yes",
        "support": "yes",
    }
    enquiry = await conclude(cast, case_id, findings, f"Reviewed on {day(30)}.")
    result = enquiry["conclusion"]["result"]
    must(result["judged_by"] == "advocate", "the advocate's verdict is the result, under its name")
    shown = await cast.nurse.get(f"/outcomes/v1/cases/{case_id}/enquiry")
    kept = [one for one in shown["desired_outcomes"] if one["desired_outcome_id"] == wished]
    must(kept[0]["words"] == _WORDS, "what she said stays as she said it")
    tell.says(
        "The result is the advocate's verdict and is counted as that: never as the adult's own. "
        "SG3a has her as lacking capacity and supported."
    )
