"""docs/events.md, written from the event classes and from what they mean to whom."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, model_validator

from shared.events.catalogue import EVENT_TYPES
from shared.events.contract import Audience, Event

_Sentences = Annotated[str, StringConstraints(min_length=20, max_length=400, pattern=r"[.]$")]

_INTRODUCTION = (
    "Between the services every event travels in a CloudEvents 1.0 envelope. An agency is sent "
    "its own copy: its own id, its own numbering, and only the fields marked with a dot below. "
    "Audiences: `internal` (no agency), `agency` (the one agency that it concerns), `lead` (the "
    "lead agency), `parties` (the lead and the agencies that take part); *and the referrer* adds "
    "the agency that raised the concern, *and the invited* those that have not answered yet; *if "
    "named* leaves, beside the lead, only the agencies that the event names. An excluded agency "
    "is never told anything. A party is sent only what a sharing agreement with the lead covers."
)
_USING_IT = (
    "Under each event that agencies are sent stands what it means to a trust, a police force and "
    "a provider: what to do when it comes, and what it does not say. Where it asks for something "
    "and `replay` is true, you have been told before: look whether it was done."
)


class Meaning(BaseModel):
    """What an event means to each kind of agency that is sent it, in sentences."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    trust: _Sentences | None = None
    force: _Sentences | None = None
    provider: _Sentences | None = None
    council: _Sentences | None = None
    unsaid: _Sentences

    @model_validator(mode="after")
    def _is_for_all_three_or_for_councils(self) -> "Meaning":
        partners = (self.trust, self.force, self.provider)
        if None in partners and (any(partners) or self.council is None):
            raise ValueError("a trust, a force and a provider; or a council alone")
        return self


@cache
def meanings() -> Mapping[str, Meaning]:
    """Return what each event means, by its type."""
    text = Path(__file__).with_name("event_meanings.toml").read_text("utf-8")
    return TypeAdapter(dict[str, Meaning]).validate_python(tomllib.loads(text))


def events_page() -> str:
    """Return the page of all events."""
    lines = [
        "# Events",
        "",
        "Written from the code by `make golden`; do not edit.",
        "",
        _INTRODUCTION,
        "",
        _USING_IT,
    ]
    for name, event_class in sorted(EVENT_TYPES.items()):
        lines += [
            "",
            f"## {name}",
            "",
            first_line(event_class),
            "",
            f"Audience: {_audience(event_class)}.",
            *_meaning_lines(name),
            "",
            "| field | sent to agencies |",
            "|---|---|",
            *_field_rows(event_class),
        ]
    return "\n".join(lines) + "\n"


def first_line(event_class: type[Event]) -> str:
    """Return what an event is, in one line."""
    return (event_class.__doc__ or "").strip().splitlines()[0]


def _meaning_lines(name: str) -> list[str]:
    meaning = meanings().get(name)
    if meaning is None:
        return []
    told = {
        "A trust": meaning.trust,
        "A police force": meaning.force,
        "A provider": meaning.provider,
        "A council": meaning.council,
        "Take care": meaning.unsaid,
    }
    return ["", *(f"- **{whom}:** {words}" for whom, words in told.items() if words)]


def _audience(event_class: type[Event]) -> str:
    words = [f"`{event_class.audience}`"]
    if event_class.referrer_may_know:
        words.append("and the referrer")
    if event_class.invited_may_know:
        words.append("and the invited")
    if event_class.addressees is not Event.addressees:
        words.append("if named")
    return " ".join(words)


def _field_rows(event_class: type[Event]) -> list[str]:
    is_internal = event_class.audience is Audience.INTERNAL
    return [
        f"| `{field}` | {'' if is_internal or field in event_class.internal_fields else '•'} |"
        for field in event_class.model_fields
        if field != "type"
    ]
