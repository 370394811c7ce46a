"""The adult's wish is overridden because others are at risk; it stays, and so does her verdict."""

from typing import Any

from deploy.story.cast import Cast
from deploy.story.checks import check_the_employer_sees_nothing, must
from deploy.story.counts import Counts, read_counts
from deploy.story.hard.stage import (
    PRIYA,
    adult,
    begin_enquiry,
    carer,
    conclude,
    judge,
    let_join,
    show_timelines,
    talk,
    wish,
)
from deploy.story.moments import day, now
from deploy.story.telling import Telling

WORDS = "I feel sorry for her, she has three children. Please don't tell anybody."
_ASKED = {"asked": "not_asked", "not_asked_reason": "unsafe_to_ask"}

_WEIGHING = {
    "options": [
        {
            "label": "tell nobody",
            "benefits": [{"what": "Iris keeps a carer she likes.", "in_view_of": "adult"}],
            "risks": [{"what": "Others can't speak up.", "in_view_of": "worker"}],
        },
        {"label": "tell the police and no more than that"},
    ],
    "preference": "not_asked",
    "without_adult_because": "The others at risk are not hers to weigh.",
}


async def a_wish_is_overridden(cast: Cast, tell: Telling) -> None:
    """A care worker steals from two adults; the first of them begs that nothing be done."""
    tell.act("A wish is overridden because others are at risk")
    before = await read_counts(cast.nurse)
    thief = carer(f"BHC-{day(0)}", "Dawn Made-Up")
    theft = {"abuse_types": ["financial_or_material"], "sources_of_risk": [thief], **_ASKED}
    told = {"what_happened": "Her pension is short each Tuesday, after the carer has shopped."}
    case_id = await begin_enquiry(
        cast, cast.nurse, {"adult": adult("Iris", "Vane"), **theft, **told}
    )
    await check_the_employer_sees_nothing(cast, case_id)
    await let_join(cast, case_id, cast.nurse)
    first = await wish(cast, case_id, await talk(cast, case_id), WORDS, "maintain_a_relationship")
    tell.says(f'Iris, asked alone by the nurse whom she trusts: "{WORDS}"')
    await _another_adult(cast, tell, theft, case_id)
    await _weigh_and_say_no(cast, tell, case_id, first)
    await _what_can_be_had(cast, tell, case_id, first)
    await _check(cast, tell, case_id, first)
    await _check_counts(cast, before)
    await show_timelines(cast, tell, case_id, "outcomes.enquiry_concluded.v1")


async def _another_adult(cast: Cast, tell: Telling, theft: dict[str, Any], case_id: str) -> None:
    """The police hear of another adult; the council's safeguarding lead alone sees both."""
    told = {
        "what_happened": "A son reports that his father's savings tin is empty.",
        "occurred_on": day(-2),
        "location": "own_home",
        "immediate_danger": False,
        "lead_agency_id": cast.safeguarding_lead.id,
    }
    other = {"adult": adult("Harold", "Pym"), **theft, **told}
    receipt = await cast.officer.post("/intake/v1/concerns", other)
    await cast.social_worker.wait_for_event("intake.pattern_noticed.v1", receipt["case_id"])
    patterns = await cast.safeguarding_lead.every("/intake/v1/patterns")
    both = {case_id, receipt["case_id"]}
    must(
        any(one["kind"] == "person" and both <= set(one["case_ids"]) for one in patterns),
        "the carer is recognised in both cases",
    )
    for outsider in (cast.nurse, cast.officer, cast.care_manager):
        must(await outsider.every("/intake/v1/patterns") == [], "a pattern is the lead's alone")
    tell.says(
        "The police raise a concern about a man she has never met, and the same carer. Without "
        "anybody comparing files the council's safeguarding lead is told that somebody came up "
        "twice. Neither the trust nor the police are told of the other case."
    )


async def _weigh_and_say_no(cast: Cast, tell: Telling, case_id: str, first: str) -> None:
    await cast.nurse.post(f"/outcomes/v1/cases/{case_id}/weighings", _WEIGHING)
    path = f"/outcomes/v1/cases/{case_id}/desired-outcomes/{first}/limitations"
    kept = await cast.safeguarding_lead.post(path, _limitation(cast))
    tell.says(
        "The council decides that it can't be as she wants: others are at risk. Evidence, what "
        "else was thought of, who decided with which authority, what is shared with whom and why "
        "no more: all of it is kept, and she is told. Iris: "
        f'"{kept["explanation"]["adults_response"]}"'
    )


def _limitation(cast: Cast) -> dict[str, Any]:
    """Return why it can't be as she wants, with everything that has to be said of it."""
    return {
        "reasons": ["others_at_risk", "position_of_trust", "crime"],
        "why_proportionate": "She visits nine others alone. To change her rota moves the risk.",
        "evidence": "Two adults who do not know each other, one carer, the same day of the week.",
        "alternatives": [
            {"what": "A second carer on each visit", "why_not": "Not for nine people."}
        ],
        "decided_by": PRIYA,
        "decided_by_agency_id": cast.safeguarding_lead.id,
        "authority": "scheme of delegation, adult safeguarding",
        "decided_at": now(),
        "lawful_basis": "uk_gdpr_art6_1_e",
        "condition": "uk_gdpr_art9_2_g_sch1_para18",
        "legal_advice": "not_sought",
        "court_route": "none",
        "shared": [
            {
                "what": "That a carer is suspected of theft, and from whom",
                "with_agency_id": cast.officer.id,
                "why_minimum": "Nothing of her health, nor of what she wants.",
            }
        ],
        "adult_was_told": True,
        "explanation": {
            "told_at": now(),
            "what_was_said": "That others are losing money too, and that it can't be left.",
            "adults_response": "Then you must. But I did not ask for it, write that down.",
        },
        "what_can_still_be_met": "Nobody says that it came from her, and she hears first.",
        "review_on": day(14),
    }


async def _what_can_be_had(cast: Cast, tell: Telling, case_id: str, first: str) -> None:
    words = "Then let me hear it from Ama, and before the neighbours do."
    second = await wish(
        cast,
        case_id,
        await talk(cast, case_id),
        words,
        "be_told_findings",
        negotiated_from={
            "desired_outcome_id": first,
            "how_agreed": "Ama asked what would make it bearable, and this is what she said.",
        },
    )
    await judge(cast, case_id, first, "adult", "not", "She is gone. I never wanted that.")
    await judge(cast, case_id, first, "worker", "partially", "She was kept out of it.")
    await judge(cast, case_id, second, "adult", "fully", "Ama came the same morning.")
    findings = {
        "risks": [
            {
                "type": "financial_or_material",
                "source": "service_provider",
                "location": "own_home",
            }
        ],
        "risk_assessment": "identified",
        "action": "taken",
        "risk_outcome": "removed",
        "lacked_capacity": "no",
        "support": "not_recorded",
    }
    await conclude(cast, case_id, findings, "The carer is charged. Iris was told before anybody.")
    tell.says(f'What can still be had is a wish of its own: "{words}" The enquiry ends.')


async def _check(cast: Cast, tell: Telling, case_id: str, first: str) -> None:
    enquiry = await cast.nurse.get(f"/outcomes/v1/cases/{case_id}/enquiry")
    [kept] = [one for one in enquiry["desired_outcomes"] if one["desired_outcome_id"] == first]
    must(kept["words"] == WORDS, "her wish keeps its words")
    must(kept["version"] == 1, "her wish was never rewritten")
    must(len(kept["limitations"]) == 1, "what limits it stands beside it")
    verdicts = {verdict["judged_by"]: verdict["achieved"] for verdict in kept["verdicts"]}
    must(verdicts == {"adult": "not", "worker": "partially"}, "both verdicts stand")
    await check_the_employer_sees_nothing(cast, case_id)
    tell.says(
        "Her wish stands as she said it, limited and not achieved in her eyes; the worker's view "
        "stands beside it. It stays in every count. Her employer's system found nothing at any "
        "moment."
    )


async def _check_counts(cast: Cast, before: Counts) -> None:
    """Her wish is counted as one that she had and did not get, limited or not."""
    figures = "concluded.section_42"
    gained = {
        f"{figures}.desired_outcomes.desired_outcomes": 1,
        f"{figures}.desired_outcomes.limited_desired_outcomes": 1,
        f"{figures}.verdicts_by.adult.judged_by_adult": 1,
        f"{figures}.verdicts_by.adult.not_achieved": 1,
    }
    after = await read_counts(cast.nurse)
    must(
        all(after[name] - before[name] == gain for name, gain in gained.items()),
        "her wish stays in every count",
    )
