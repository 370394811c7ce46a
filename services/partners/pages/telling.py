"""An event in an agency's log, in words: its codes, its dates, its agencies by name. Pure."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from shared.pages.plain_english import day, instant, mid_sentence, words

_AGENCY = "agency_id"
_OF_NO_CONCERN = frozenset({"synthetic"})
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(_DAY.pattern + "T")


def headline(event_type: str) -> str:
    """Return what happened: "outcomes.enquiry_opened.v1" as "Enquiry opened"."""
    return words(event_type.split(".")[1])


def details(data: Mapping[str, Any], names: Mapping[UUID, str]) -> list[tuple[str, str]]:
    """Return what the event tells beside that: a label and words for each field, but for ids."""
    return list(_details(data, names))


def _details(data: Mapping[str, Any], names: Mapping[UUID, str]) -> Iterator[tuple[str, str]]:
    for name, value in data.items():
        is_agency = name.endswith((_AGENCY, "agency_ids"))
        is_id = name.endswith(("_id", "_ids")) and not is_agency
        if value in (None, [], "") or is_id or name in _OF_NO_CONCERN:
            continue
        if is_agency:
            label = name.replace("_agency_ids", "").replace("_agency_id", "")
            each = value if isinstance(value, list) else [value]
            told = ", ".join(_name(one, names) for one in each)
            yield words("agency" if label == _AGENCY else label), told
        elif isinstance(value, list):
            told = ", ".join(mid_sentence(one) for one in value if isinstance(one, str))
            if told:
                yield words(name), told
        elif not isinstance(value, dict):
            yield words(name.removesuffix("_at").removesuffix("_on")), _in_words(value)


def _name(agency_id: str, names: Mapping[UUID, str]) -> str:
    return names.get(UUID(agency_id), "an agency that is not known here")


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    if _INSTANT.match(text):
        return instant(datetime.fromisoformat(text))
    return day(date.fromisoformat(text)) if _DAY.fullmatch(text) else mid_sentence(text)
