"""The words of the pages, from content files: one for each language and manner of speaking."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from shared.reference.experience import ExperienceAnswer, Question, Respondent, Variant

_FOLDER = Path(__file__).parent / "content"


class Wording(BaseModel):
    """Everything that the pages say; `lang` is the document's, `name` the variant's own.

    A question is asked in one way of the adult and in another of a representative.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    lang: str
    name: str
    text: Mapping[str, str]
    intro: Mapping[Respondent, tuple[str, ...]]
    questions: Mapping[Question, Mapping[Respondent, str]]
    answers: Mapping[ExperienceAnswer, str]
    words: Mapping[Respondent, str]
    help: tuple[str, ...]


@cache
def wording(variant: Variant) -> Wording:
    """Return the words of a variant; raises `ValueError` where its file lacks some."""
    path = _FOLDER / f"{variant}.toml"
    return Wording.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
