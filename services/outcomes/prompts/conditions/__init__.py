"""When each prompt is shown: one condition for each, over the facts of a case. Pure.

None of them decides anything, and leaving a prompt has no consequence: a person decides.
"""

from typing import Final

from services.outcomes.prompts.conditions import explaining, involving, law, recording, risk
from services.outcomes.prompts.conditions.condition import Conditions
from services.outcomes.prompts.facts import CaseFacts

CONDITIONS: Final[Conditions] = {
    **involving.CONDITIONS,
    **recording.CONDITIONS,
    **risk.CONDITIONS,
    **explaining.CONDITIONS,
    **law.CONDITIONS,
}


def codes_for(facts: CaseFacts) -> list[str]:
    """Return the codes of the prompts that a case needs."""
    return [code for code, is_needed in CONDITIONS.items() if is_needed(facts)]
