"""Bodies as partner systems send them. CANARY marks whatever nobody else may ever read."""

from typing import Any

from tests.support.agencies import POLICE, TRUST

CANARY = "canary-7f3b"
EARLIER = "2026-11-22T08:00:00+00:00"

FIRST_WISH = "I don't want her to lose her job"
SECOND_WISH = "I want my money back"


def conversation(**changes: Any) -> dict[str, Any]:
    """Return a conversation in which the adult said what she wants."""
    return {
        "asked": "asked_and_expressed",
        "asked_of": "adult",
        "asked_by": {"name": f"Ama {CANARY}", "role": f"district nurse {CANARY}"},
        "held_at": EARLIER,
        "communication_support": f"a quiet room {CANARY}",
        "note": f"She was clear. {CANARY}",
    } | changes


def unanswered(asked: str = "not_recorded", **changes: Any) -> dict[str, Any]:
    """Return a conversation in which nobody was asked."""
    return {"asked": asked, "held_at": EARLIER} | changes


def wish(conversation_id: str, words: str = FIRST_WISH, **changes: Any) -> dict[str, Any]:
    """Return a desired outcome that the trust owns."""
    return {
        "conversation_id": conversation_id,
        "words": words,
        "category": "maintain_a_relationship",
        "owner_agency_id": str(TRUST.id),
    } | changes


def second_wish(conversation_id: str) -> dict[str, Any]:
    """Return the desired outcome that the police own."""
    return wish(
        conversation_id,
        SECOND_WISH,
        category="money_or_belongings_back",
        owner_agency_id=str(POLICE.id),
    )


def limitation(**changes: Any) -> dict[str, Any]:
    """Return a limitation that was explained to the adult."""
    return {
        "reasons": ["others_at_risk", "position_of_trust"],
        "why_proportionate": f"She visits eleven other adults. {CANARY}",
        "decided_by": {"name": f"Priya {CANARY}", "role": f"safeguarding lead {CANARY}"},
        "adult_was_told": True,
        "explanation": {
            "told_at": EARLIER,
            "what_was_said": f"That we could not promise it. {CANARY}",
            "adults_response": f"I see that. {CANARY}",
        },
        "what_can_still_be_met": f"She is told before anything happens. {CANARY}",
        "review_on": "2026-12-06",
    } | changes


def verdict(
    achieved: str = "partially", judged_by: str = "adult", **changes: Any
) -> dict[str, Any]:
    """Return a verdict."""
    return {
        "achieved": achieved,
        "judged_by": judged_by,
        "given_at": EARLIER,
        "note": f"In her own words. {CANARY}",
    } | changes


CONCLUSION = {"summary": f"The money came back. {CANARY}"}
