"""The questions, from content files: a new version is a new file, and old ones stay."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, model_validator

from shared.reference.surveys import SurveyKind

_FOLDER = Path(__file__).parent / "content"

NEWEST = {kind: f"{kind.value}-1" for kind in SurveyKind}
"""The version that a survey opened now asks in."""


class Question(BaseModel):
    """A question, and the codes of its answers in the order in which they are offered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    text: str
    scale: str


class Wording(BaseModel):
    """What a survey asks; `scales` are the answers by code, shared by questions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    intro: tuple[str, ...]
    words: str
    scales: dict[str, dict[str, str]]
    questions: tuple[Question, ...]

    @model_validator(mode="after")
    def _check(self) -> "Wording":
        codes = [question.code for question in self.questions]
        if len(set(codes)) < len(codes) or {q.scale for q in self.questions} - set(self.scales):
            raise ValueError("each question has a code and a scale of its own wording")
        return self

    def choices(self, code: str) -> dict[str, str] | None:
        """Return the answers of a question in words, by code; None for no question of these."""
        scales = {question.code: question.scale for question in self.questions}
        return self.scales[scales[code]] if code in scales else None


@cache
def wording(version: str) -> Wording:
    """Return the questions of a version that some survey was opened with."""
    text = (_FOLDER / f"{version}.toml").read_text(encoding="utf-8")
    return Wording.model_validate(tomllib.loads(text))
