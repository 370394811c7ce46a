"""Bodies of reviews: referred, decided, carried out and acted upon."""

from collections.abc import Mapping
from typing import Any

from tests.services.outcomes.bodies import CANARY
from tests.support.agencies import POLICE

DECISION: dict[str, Any] = {
    "decision": "section_44_2_died",
    "decided_on": "2026-06-10",
    "rationale": f"Nobody told anybody. {CANARY}",
}
COMMISSION: dict[str, Any] = {
    "commissioned_on": "2026-06-20",
    "period_from": "2025-01-01",
    "period_to": "2026-05-31",
    "people": [{"harm": "seriously_harmed_and_died"}],
    "contributing_agency_ids": [],
}
COMPLETION: dict[str, Any] = {
    "completed_on": "2026-11-01",
    "findings": [{"themes": ["sharing_information"], "finding": f"Nobody asked. {CANARY}"}],
    "why_not_published": f"Her brother asked us not to. {CANARY}",
}
ACTION: dict[str, Any] = {
    "owner_agency_id": str(POLICE.id),
    "what": f"Agree who rings whom. {CANARY}",
    "due_on": "2027-03-31",
}
REPORT: dict[str, Any] = {"report": f"Agreed and tried. {CANARY}", "done_on": "2026-11-02"}
_ONE = "/outcomes/v1/reviews/{review_id}"
REVIEW_BODIES: Mapping[str, Any] = {
    f"PUT {_ONE}/decision": DECISION,
    f"PUT {_ONE}/commission": COMMISSION,
    f"PUT {_ONE}/completion": COMPLETION,
    f"POST {_ONE}/actions": ACTION,
    "PUT /outcomes/v1/review-actions/{review_action_id}/report": REPORT,
}


def referral(*case_ids: object, **changes: Any) -> dict[str, Any]:
    return {
        "case_ids": [str(case_id) for case_id in case_ids],
        "ground": "section_44_2_died",
        "reason": f"Three agencies knew a third each. {CANARY}",
        "referred_on": "2026-06-01",
        **changes,
    }
