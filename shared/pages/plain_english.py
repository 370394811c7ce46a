"""Dates, times and codes as a person in England would write them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

_LONDON = ZoneInfo("Europe/London")
_ABBREVIATIONS = ("NHS", "ODS", "CQC", "GSS", "ICB", "OPG", "MSP", "SAC", "GP", "DBS")
_CAPITALS = {word.lower(): word for word in _ABBREVIATIONS}


def day(value: date) -> str:
    """Return a date as "3 June 2026"; of an instant, the day that it falls on in London."""
    if isinstance(value, datetime):
        value = value.astimezone(_LONDON)
    return f"{value.day} {value:%B %Y}"


def instant(value: datetime) -> str:
    """Return an instant as "3 June 2026 at 2:05pm", in London's time."""
    local = value.astimezone(_LONDON)
    return f"{day(value)} at {_clock(local)}"


def _clock(local: datetime) -> str:
    if local.minute == 0 and local.hour in (0, 12):
        return "midday" if local.hour else "midnight"
    minutes = f":{local:%M}" if local.minute else ""
    return f"{local.hour % 12 or 12}{minutes}{('am', 'pm')[local.hour // 12]}"


def words(code: str) -> str:
    """Return a code as words, the first with a capital: "not_asked" as "Not asked"."""
    text = " ".join(_CAPITALS.get(word, word) for word in code.split("_"))
    return text[:1].upper() + text[1:]


def mid_sentence(code: str) -> str:
    """Return a code as words within a sentence."""
    return " ".join(_CAPITALS.get(word, word) for word in code.split("_"))


def achieved(code: str) -> str:
    """Return a verdict in words: "fully" as "Fully achieved"."""
    return f"{words(code)} achieved"


FILTERS: Mapping[str, Callable[..., str]] = {
    "achieved": achieved,
    "day": day,
    "instant": instant,
    "words": words,
    "mid_sentence": mid_sentence,
}
"""What templates may say."""
