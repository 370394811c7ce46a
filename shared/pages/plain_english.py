"""Dates, times and codes as a person in England would write them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

_LONDON = ZoneInfo("Europe/London")
_ABBREVIATIONS = ("NHS", "ODS", "CQC", "GSS", "ICB", "OPG", "MSP", "SAC", "GP", "DBS")
_CAPITALS = {word.lower(): word for word in _ABBREVIATIONS}
_DPA = "Data Protection Act 2018"
_SAID_OTHERWISE = {
    "adults_wish": "the adult's wish",
    "aspergers": "Asperger's",
    "attorney_health_and_welfare": "attorney for health and welfare",
    "attorney_property_and_affairs": "attorney for property and affairs",
    "british_sign_language": "British Sign Language",
    "capacity_differs": "capacity differs from what was assessed",
    "care_act": "Care Act",
    "care_act_s6": "Care Act 2014, section 6",
    "care_act_s7": "Care Act 2014, section 7",
    "care_act_s42": "Care Act 2014, section 42",
    "care_act_s45": "Care Act 2014, section 45",
    "ceased_at_individuals_request": "ceased at the individual's request",
    "court_of_protection": "Court of Protection",
    "cy": "Welsh",
    "deputy_property": "deputy for property",
    "deputy_welfare": "deputy for welfare",
    "dont_know": "don't know",
    "dpa_2018_part3": f"{_DPA}, Part 3",
    "dpa_2018_sch1_para18": f"{_DPA}, Schedule 1, paragraph 18",
    "dpa_2018_sch2_para2": f"{_DPA}, Schedule 2, paragraph 2",
    "dpa_2018_sch8_para4": f"{_DPA}, Schedule 8, paragraph 4",
    "en": "English",
    "hiv_or_aids": "HIV or AIDS",
    "is_a_source": "a source of risk",
    "mental_capacity_act": "Mental Capacity Act",
    "met_by_appropriate_person": "met by an appropriate person",
    "not_a_source": "not a source of risk",
    "parkinsons": "Parkinson's",
    "relevant_persons_representative": "relevant person's representative",
    "said_to_be_a_source": "said to be a source of risk",
    "uk_gdpr_art6_1_c": "UK GDPR, Article 6(1)(c)",
    "uk_gdpr_art6_1_d": "UK GDPR, Article 6(1)(d)",
    "uk_gdpr_art6_1_e": "UK GDPR, Article 6(1)(e)",
    "uk_gdpr_art6_1_ea": "UK GDPR, Article 6(1)(ea)",
    "uk_gdpr_art9_2_b_sch1_para1": f"UK GDPR, Article 9(2)(b); {_DPA}, Schedule 1, paragraph 1",
    "uk_gdpr_art9_2_c": "UK GDPR, Article 9(2)(c)",
    "uk_gdpr_art9_2_g_sch1_para6": f"UK GDPR, Article 9(2)(g); {_DPA}, Schedule 1, paragraph 6",
    "uk_gdpr_art9_2_g_sch1_para18": f"UK GDPR, Article 9(2)(g); {_DPA}, Schedule 1, paragraph 18",
    "uk_gdpr_art9_2_h_sch1_para2": f"UK GDPR, Article 9(2)(h); {_DPA}, Schedule 1, paragraph 2",
}
"""Codes that would read badly word by word."""


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
    text = mid_sentence(code)
    return text[:1].upper() + text[1:]


def mid_sentence(code: str) -> str:
    """Return a code as words within a sentence."""
    word_by_word = " ".join(_CAPITALS.get(word, word) for word in code.split("_"))
    return _SAID_OTHERWISE.get(code, word_by_word)


def counted(number: int, thing: str) -> str:
    """Return a number of things: "1 step", "2 steps"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def worked(minutes: int) -> str:
    """Return working time in hours and minutes: a day of it has no fixed length."""
    hours, rest = divmod(minutes, 60)
    return _spelt((hours, "hour"), (rest, "minute"))


def passed(minutes: int) -> str:
    """Return time that went by; of whole days and more, no minutes."""
    if minutes == 0:
        return "less than a minute"
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    return _spelt((days, "day"), (hours, "hour"), (0 if days else left, "minute"))


def _spelt(*numbers: tuple[int, str]) -> str:
    said = [counted(number, unit) for number, unit in numbers if number]
    return " ".join(said) or "0 minutes"


def achieved(code: str) -> str:
    """Return a verdict in words: "fully" as "Fully achieved"."""
    return f"{words(code)} achieved"


FILTERS: Mapping[str, Callable[..., str]] = {
    "achieved": achieved,
    "counted": counted,
    "day": day,
    "instant": instant,
    "words": words,
    "mid_sentence": mid_sentence,
    "passed": passed,
    "worked": worked,
}
"""What templates may say."""
