"""What text may hold: everything that people write, and nothing that steers a machine."""

import sys
import unicodedata
from collections.abc import Sequence
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.http.inputs import ShortText, Words

CONTROL = [chr(code) for code in range(sys.maxunicode) if unicodedata.category(chr(code)) == "Cc"]
LETTERS = [chr(code) for code in range(0x3000) if unicodedata.category(chr(code)) != "Cc"]


def _refused(kind: Any, characters: Sequence[str]) -> list[str]:
    adapter = TypeAdapter(kind)
    refused = []
    for character in characters:
        text = f"a{character}b"
        try:
            assert adapter.validate_python(text) == text
        except ValidationError:
            refused.append(character)
    return refused


def test_words_may_hold_line_breaks_and_tabs_and_no_other_control_character() -> None:
    assert set(CONTROL) - set(_refused(Words, CONTROL)) == {"\t", "\n", "\r"}


def test_a_line_of_text_may_hold_no_control_character() -> None:
    assert _refused(ShortText, CONTROL) == CONTROL


@pytest.mark.parametrize("kind", [Words, ShortText])
def test_text_may_hold_every_character_that_is_no_control_character(kind: Any) -> None:
    assert _refused(kind, LETTERS) == []
