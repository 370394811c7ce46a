"""Bodies of surveys: opened, answered, declined."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from shared.clock import london_date, utc_clock
from tests.services.outcomes.bodies import CANARY

SURVEYS = "/outcomes/v1/surveys"
MINE = "/outcomes/v1/my-surveys"

ANSWERS: dict[str, Any] = {
    "answers": {"asked_early": "agree", "better_outcomes": "too_soon_to_say"},
    "words": f"More time. {CANARY}",
}
LEADS_ANSWERS: dict[str, Any] = {"answers": {"how_far": "some"}, "words": f"Training. {CANARY}"}
REFUSAL: dict[str, Any] = {"reason": "no_time"}
SURVEY_BODIES: Mapping[str, Any] = {
    f"POST {SURVEYS}/leavers": {"practitioner_id": "somebody-1"},
    f"POST {MINE}/{{survey_id}}/answers": LEADS_ANSWERS,
    f"POST {MINE}/{{survey_id}}/refusal": REFUSAL,
}


def survey(kind: str = "practitioners", **changes: Any) -> dict[str, Any]:
    """Return a survey of who acted in the month up to today, open for a month."""
    today = london_date(utc_clock())
    return {
        "kind": kind,
        "period_from": str(today - timedelta(days=30)),
        "period_to": str(today),
        "selection": "census",
        "closes_on": str(today + timedelta(days=30)),
        **changes,
    }
