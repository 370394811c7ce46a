"""Bodies about what stands around a wish, as partner systems send them; CANARY in all free text."""

from collections.abc import Mapping
from typing import Any

from tests.services.outcomes.bodies import CANARY, EARLIER, conversation, limitation
from tests.support.agencies import COUNCIL, POLICE


def correction(**changes: Any) -> dict[str, Any]:
    """Return a conversation told anew, with all that can be told of how it was held."""
    return (
        conversation(
            circumstances={
                "language": "pa",
                "interpreter": "professional",
                "interpreter_is_independent": "yes",
                "support": ["easy_read", "more_time"],
                "seen_alone": "yes",
                "place": "own_home",
                "method": "face_to_face",
            },
            present=[{"who": "interpreter", "name": f"Jas {CANARY}"}],
            words=f"ਮੈਨੂੰ ਇਕੱਲਾ ਛੱਡ ਦਿਓ {CANARY}",
            translation=f"Leave me be {CANARY}",
            why=f"The day was wrong. {CANARY}",
        )
        | changes
    )


def no_longer_wanted(conversation_id: str, **changes: Any) -> dict[str, Any]:
    """Return what the adult says of the first version of a desired outcome."""
    return {
        "conversation_id": conversation_id,
        "version": 1,
        "reason": f"I have changed my mind. {CANARY}",
    } | changes


def full_limitation(**changes: Any) -> dict[str, Any]:
    """Return a limitation that lacks nothing; the adult could not be told yet."""
    return (
        limitation(
            adult_was_told=False,
            explanation=None,
            danger_in_telling=f"He reads her post. {CANARY}",
            evidence=f"Two others saw it. {CANARY}",
            alternatives=[{"what": f"A warning {CANARY}", "why_not": f"It was tried. {CANARY}"}],
            decided_by_agency_id=str(COUNCIL.id),
            authority=f"scheme of delegation {CANARY}",
            decided_at=EARLIER,
            lawful_basis="uk_gdpr_art6_1_e",
            condition="uk_gdpr_art9_2_g_sch1_para18",
            legal_advice="sought",
            legal_advice_sought_on="2026-11-20",
            court_route="none",
            shared=[
                {
                    "what": f"That she visits others {CANARY}",
                    "with_agency_id": str(POLICE.id),
                    "why_minimum": f"No names. {CANARY}",
                },
                {
                    "what": f"The same {CANARY}",
                    "with_body": f"the regulator {CANARY}",
                    "why_minimum": f"Its duty. {CANARY}",
                },
            ],
        )
        | changes
    )


def review(finding: str = "still_applies", **changes: Any) -> dict[str, Any]:
    """Return what came of looking at a limitation again."""
    ended = finding == "no_longer_applies"
    return {
        "finding": finding,
        "reviewed_at": EARLIER,
        "why": f"She still visits them. {CANARY}",
        "next_review_on": None if ended else "2099-01-05",
    } | changes


def explanation(**changes: Any) -> dict[str, Any]:
    """Return the honest conversation, held later."""
    return {
        "told_at": EARLIER,
        "what_was_said": f"Why we could not promise it. {CANARY}",
        "adults_response": f"You might have said. {CANARY}",
    } | changes


def weighing(**changes: Any) -> dict[str, Any]:
    """Return options that were weighed without the adult."""
    return {
        "options": [
            {
                "label": f"stay with her {CANARY}",
                "benefits": [
                    {
                        "what": f"She knows how I like things. {CANARY}",
                        "in_view_of": "adult",
                        "likelihood": "high",
                        "impact": "medium",
                    }
                ],
                "risks": [
                    {"what": f"More may go missing. {CANARY}", "in_view_of": "worker"},
                ],
                "what_makes_it_safer": f"A second carer at the bank. {CANARY}",
            },
            {"label": f"someone new {CANARY}"},
        ],
        "preference": "an_option",
        "preferred_option": 1,
        "without_adult_because": f"She was asleep. {CANARY}",
    } | changes


def coercion(*indicators: str, **changes: Any) -> dict[str, Any]:
    """Return signs of coercion that a nurse saw."""
    return {
        "indicators": list(indicators) or ["fear", "speaks_for_adult"],
        "observed_by": {"name": f"Ama {CANARY}", "role": f"district nurse {CANARY}"},
        "observed_at": EARLIER,
        "what_was_seen": f"She looked at him before each answer. {CANARY}",
        "from_whom": f"Her nephew. {CANARY}",
        "safe_enquiry": "not_yet_possible",
        "safe_enquiry_note": f"He did not leave the room. {CANARY}",
    } | changes


def death(**changes: Any) -> dict[str, Any]:
    """Return that the adult died the day before."""
    return {"died_on": "2026-11-21", "precision": "day", "linked_to_abuse": "not_known"} | changes


RETRACTION = {"why": f"Another patient of that name. {CANARY}"}

BODIES: Mapping[str, Any] = {
    "death": death(),
    "retraction": RETRACTION,
    "{conversation_id}": correction(),
    "reviews": review(),
    "explanation": explanation(),
    "weighings": weighing(),
    "coercion": coercion(),
    "effort": {"kind": "visit", "done_on": "2026-11-21", "minutes": 40, "contacts": 2},
    "{weighing_id}": weighing(why=f"She woke. {CANARY}"),
}
"""By the last part of the path."""
