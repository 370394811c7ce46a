"""Bodies about capacity, advocacy, representatives and best interests."""

from typing import Any

MARK = "canary-capacity"
ASSESSOR = {"name": f"{MARK} Assessor", "role": "social worker"}
CHECKED = {
    "finding": "not_a_source",
    "checked_by": {"name": f"{MARK} Checker", "role": "team manager"},
    "checked_on": "2026-11-21",
}


def ability(answer: str = "able", words: str | None = None) -> dict[str, Any]:
    return {"answer": answer, "words": words}


def assessment(**changes: Any) -> dict[str, Any]:
    """Return an assessment that finds a lack of capacity."""
    return {
        "decision": f"{MARK}: whether the enquiry should go on",
        "kind": "safeguarding_enquiry",
        "assessed_on": "2026-11-21",
        "assessor": ASSESSOR,
        "trigger": f"{MARK}: she did not know her visitor of yesterday",
        "relevant_information": f"{MARK}: that money is gone, and what may follow",
        "support_given": f"{MARK}: pictures, in the morning, her niece away",
        "seen_alone": "yes",
        "understand": ability(),
        "retain": ability("unable", f"{MARK}: who are you?"),
        "use_or_weigh": ability("not_assessed"),
        "communicate": ability(),
        "impairment": f"{MARK}: dementia",
        "causal_link": f"{MARK}: she can't hold on to what she was told",
        "conclusion": "lacks_capacity",
        **changes,
    }


def able(**changes: Any) -> dict[str, Any]:
    """Return an assessment that finds capacity."""
    return (
        assessment(retain=ability(), impairment=None, causal_link=None, conclusion="has_capacity")
        | changes
    )


def representative(**changes: Any) -> dict[str, Any]:
    return {
        "person": {"name": f"{MARK} Niece", "role": "niece"},
        "contact": f"{MARK}-phone",
        "kind": "attorney_health_and_welfare",
        "document_seen": "seen",
        "document_seen_by": ASSESSOR,
        "document_seen_on": "2026-11-20",
        "registered": "yes",
        "scope": f"{MARK}: where she lives",
        "adult_agrees": "yes",
        "source_check": CHECKED,
        **changes,
    }


ENDING = {"reason": "said_to_be_a_source", "why": f"{MARK}: the neighbour saw her"}


def appropriate_person(**changes: Any) -> dict[str, Any]:
    return {
        "person": {"name": f"{MARK} Friend", "role": "friend"},
        "why_suitable": f"{MARK}: she has known her for forty years",
        "agrees": "yes",
        "adult_agrees": "yes",
        "is_paid_to_care": "no",
        "source_check": CHECKED,
        **changes,
    }


def review(**changes: Any) -> dict[str, Any]:
    """Return a review by which the duty arises."""
    return {
        "understanding": "no",
        "retaining": "yes",
        "using_or_weighing": "not_assessed",
        "communicating": "no",
        "evidence": f"{MARK}: what she said an hour ago was gone",
        "appropriate_person": "none_found",
        "why_none": f"{MARK}: nobody is left",
        **changes,
    }


REFERRAL = {"kind": "care_act", "provider": f"{MARK} Voices", "referred_on": "2026-11-20"}
ALLOCATION = {
    "advocate": {"name": f"{MARK} Advocate", "role": "advocate"},
    "allocated_on": "2026-11-21",
}
ADVOCACY_END = {"reason": "enquiry_ended", "ended_on": "2026-11-22"}


def best_interests(assessment_id: str, **changes: Any) -> dict[str, Any]:
    option = {"label": f"{MARK} stay", "benefits": f"{MARK} home", "burdens": f"{MARK} risk"}
    return {
        "assessment_id": assessment_id,
        "decision_maker": ASSESSOR,
        "decided_on": "2026-11-22",
        "authority_checked": f"{MARK}: no attorney, no deputy",
        "wishes_and_feelings": f"{MARK}: I want to stay in my own bed",
        "participation": f"{MARK}: she chose between pictures",
        "consulted": [
            {
                "person": {"name": f"{MARK} Son", "role": "son"},
                "why": f"{MARK}: he visits",
                "view": f"{MARK}: at home",
            }
        ],
        "options": [option, option | {"label": f"{MARK} move"}],
        "chosen_option": 1,
        "less_restrictive": f"{MARK}: staying is",
        **changes,
    }


SPEAKING_BODIES: dict[str, Any] = {
    "capacity": assessment(),
    "best-interests": best_interests("00000000-0000-7000-8000-000000000000"),
    "referrals": REFERRAL,
    "allocation": ALLOCATION,
    "representatives": representative(),
}
"""By the last part of the path."""
