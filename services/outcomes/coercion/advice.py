"""How to ask safely where there may be coercion. Pure; advice, from the sources each one names.

None of the wording is official. It is read by whoever works with the adult, and never by the adult
or by anybody near them.
"""

from collections.abc import Collection
from typing import Final, NamedTuple

from shared.reference.coercion import CoercionIndicator, SafeEnquiry, SafeEnquiryAdvice

_A = SafeEnquiryAdvice
_I = CoercionIndicator


class Advice(NamedTuple):
    """What to do, and where that comes from."""

    text: str
    source: str


ADVICE: Final[dict[SafeEnquiryAdvice, Advice]] = {
    _A.ASK_ALONE: Advice(
        "Ask the adult alone, out of sight and hearing of the person they may be afraid of.",
        "Practice; that asking can raise the danger: BMA, Devon safeguarding toolkit",
    ),
    _A.NEVER_THROUGH_SUSPECTED_PERSON: Advice(
        "Never ask, arrange or explain through the person from whom the control may come, and "
        "leave nothing that they may find.",
        "Practice of domestic abuse services",
    ),
    _A.PROFESSIONAL_INTERPRETER: Advice(
        "If the adult needs an interpreter, take a professional one, of their choosing as to "
        "gender and community; no relative, friend or neighbour.",
        "Practice of domestic abuse services",
    ),
    _A.SAFE_CONTACT: Advice(
        "Find out by which number, at what time and under which pretext the adult can be reached "
        "safely. Send no letter, message or e-mail before that is known.",
        "Practice of domestic abuse services",
    ),
    _A.TRY_AGAIN_ELSEWHERE: Advice(
        "Make an occasion elsewhere, such as a health appointment, and write down why it was not "
        "possible yet: that nobody could ask is itself a finding.",
        "Practice",
    ),
    _A.WITHDRAWN_WISHES: Advice(
        "Where a story or a wish has changed, ask who was there when it did. Keep the earlier "
        "words beside the later ones.",
        "Making Safeguarding Personal",
    ),
    _A.CHECK_HEALTH_NOW: Advice(
        "Have somebody from health look now at food, drink and medication.",
        "Practice; section 42 of the Care Act 2014",
    ),
    _A.CHECK_WHO_HOLDS_MONEY: Advice(
        "Ask who holds the adult's money and under what power: an appointeeship, a lasting power "
        "of attorney or none. Controlling it is economic abuse where they are personally "
        "connected.",
        "Domestic Abuse Act 2021, section 1",
    ),
    _A.HOME_AND_STATUS: Advice(
        "Get specialist advice on tenancy or immigration before the adult has to choose between "
        "being safe and having a home.",
        "Practice of domestic abuse services",
    ),
    _A.MARAC_THRESHOLD: Advice(
        "Think whether this meets the local threshold for a multi-agency risk assessment "
        "conference (MARAC), and who will complete the risk checklist with the adult.",
        "Local MARAC practice; the threshold is set locally",
    ),
    _A.LEGAL_ADVICE: Advice(
        "Take legal advice before acting against what the adult says. The behaviour may be an "
        "offence; the High Court's inherent jurisdiction may protect an adult who has capacity and "
        "is not free to decide.",
        "Serious Crime Act 2015, section 76; DL v A Local Authority [2012] EWCA Civ 253; BMA",
    ),
}
"""In the order in which it is given."""

_HIGH_RISK = frozenset({_I.FEAR, _I.THREATS, _I.PREVENTS_CONTACT, _I.CONTROLS_MEDICATION_OR_FOOD})
_MANY = 3
"""One sign of high risk, or this many of any kind, are reason to think of a MARAC (own rule)."""

_WHERE_SEEN: Final[dict[SafeEnquiryAdvice, frozenset[CoercionIndicator]]] = {
    _A.WITHDRAWN_WISHES: frozenset({_I.CHANGED_STORY, _I.GASLIGHTING}),
    _A.CHECK_HEALTH_NOW: frozenset({_I.CONTROLS_MEDICATION_OR_FOOD}),
    _A.CHECK_WHO_HOLDS_MONEY: frozenset({_I.CONTROLS_MONEY}),
    _A.HOME_AND_STATUS: frozenset({_I.IMMIGRATION_THREAT, _I.TENANCY_THREAT}),
}


def safe_enquiry_advice(
    indicators: Collection[CoercionIndicator], enquiry: SafeEnquiry
) -> list[SafeEnquiryAdvice]:
    """Return what is advised where these signs were seen, in the order of the list."""
    seen = set(indicators)
    given = {code for code, signs in _WHERE_SEEN.items() if seen & signs}
    if enquiry is not SafeEnquiry.POSSIBLE:
        given.add(_A.TRY_AGAIN_ELSEWHERE)
    if seen & _HIGH_RISK or len(seen) >= _MANY:
        given.add(_A.MARAC_THRESHOLD)
    sometimes = {*_WHERE_SEEN, _A.TRY_AGAIN_ELSEWHERE, _A.MARAC_THRESHOLD}
    return [code for code in ADVICE if code in given or code not in sometimes]
