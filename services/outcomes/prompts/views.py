"""Prompts, as they are shown and counted."""

from datetime import date

from pydantic import Field

from shared.http.inputs import View
from shared.reference.support_topics import Doer, SourceKind, SupportTopic, Urgency


class PromptView(View):
    """Something this case may need next. It decides nothing, and may be left."""

    code: str
    topic: SupportTopic
    urgency: Urgency
    says: str
    why: str
    source: str
    kind: SourceKind
    was_read: bool = Field(
        description="False where the source is general knowledge: check before relying on it."
    )
    who: tuple[Doer, ...] = Field(description="Who might do it.")


class PromptsView(View):
    """What a case may need next, the most urgent first; by the prompts of `version`."""

    version: str
    as_of: date
    items: list[PromptView]


class ShownPrompt(View):
    """How often a prompt was shown to an agency: on how many cases, and days of them."""

    code: str
    topic: SupportTopic
    cases: int
    days: int


class ShownPrompts(View):
    """The prompts that an agency was shown most, over all its cases."""

    cases: int = Field(description="Cases on which the agency looked at prompts and was shown one.")
    items: list[ShownPrompt]
