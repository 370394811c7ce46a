"""Bodies about the end of an enquiry, with canaries."""

from collections.abc import Mapping
from typing import Any

from tests.services.outcomes.bodies import CANARY, EARLIER


def findings(**changes: Any) -> dict[str, Any]:
    """Return findings without a gap."""
    return {
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
        "lacked_capacity": "yes",
        "support": "yes",
    } | changes


def ended_early(**changes: Any) -> dict[str, Any]:
    """Return that the adult asked to stop, with nobody else at risk."""
    return {
        "asked_by": "adult",
        "asked_at": EARLIER,
        "words": f"Please leave it now. {CANARY}",
        "capacity": "has",
        "others_at_risk": "no",
    } | changes


def completion(**changes: Any) -> dict[str, Any]:
    """Return findings that replace those before."""
    return findings(why=f"The police have told us. {CANARY}") | changes


def reopening(**changes: Any) -> dict[str, Any]:
    """Return why an enquiry is opened again."""
    return {"reason": "new_information", "why": f"Two more cheques were found. {CANARY}"} | changes


BODIES: Mapping[str, Any] = {"PUT conclusion": completion(), "reopening": reopening()}
"""By the last part of the path, with the method where a path takes two bodies."""
