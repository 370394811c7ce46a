"""What each prompt says, read from `prompts.toml`, where practice leads can read and change it."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from shared.reference.support_topics import Doer, SourceKind, SupportTopic, Urgency

_FILE = Path(__file__).with_name("prompts.toml")


class PromptText(BaseModel):
    """A prompt's words, and on what they rest.

    `was_read` is false where the source is general knowledge that nobody here has read.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    topic: SupportTopic
    urgency: Urgency
    says: str = Field(min_length=1, max_length=200)
    why: str = Field(min_length=1, max_length=300)
    source: str = Field(min_length=1, max_length=300)
    kind: SourceKind
    was_read: bool
    who: tuple[Doer, ...] = Field(min_length=1)


class PromptTexts(BaseModel):
    """All of them, in the order in which they are shown, and their version."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    prompts: Mapping[str, PromptText]


@cache
def prompt_texts() -> PromptTexts:
    """Return what is shipped; raises `ValueError` where the file is not of this form."""
    return PromptTexts.model_validate(tomllib.loads(_FILE.read_text(encoding="utf-8")))
