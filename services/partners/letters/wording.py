"""What letters say. They travel as mail: no person, no case, nothing that tells of one. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from services.partners.letters.models import LetterKind

Facts = Mapping[str, str | int]
"""Numbers, times, codes, ids of subscriptions, names of agencies: all that a letter may say beside
its fixed words."""

_LONDON = ZoneInfo("Europe/London")

ABOUT = "case_id"
"""The one fact that no letter says: the policy is asked about that case before it leaves."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where readers are sent: the exchange's address, and whom to call for help with it."""

    address: str
    help_line: str | None


@dataclass(frozen=True, slots=True)
class Wording:
    """A message as its reader sees it."""

    subject: str
    body: str


_SUBJECTS = {
    LetterKind.URGENT_WAITS: "An urgent concern waits for you on Alongside",
    LetterKind.URGENT_NOT_RECEIVED: "An urgent concern that you raised has not been received",
    LetterKind.URGENT_STALLED: "An urgent concern has not been received: {agency}",
    LetterKind.UNDELIVERED: "{waiting} events wait for you on Alongside",
    LetterKind.UNDELIVERED_ANYWHERE: "Undelivered on Alongside: {agencies} agencies",
    LetterKind.SUBSCRIPTION_SUSPENDED: "Alongside has stopped calling your system",
    LetterKind.SUSPENDED_ANYWHERE: "Alongside has stopped calling {agency}",
}

_BODIES = {
    LetterKind.URGENT_WAITS: (
        "An urgent concern, one of immediate danger, has waited for your agency on Alongside for\n"
        "{minutes} minutes, and nothing of yours has received it.\n\n"
        "Sign in now at {address}, or see why your system does not receive."
    ),
    LetterKind.URGENT_NOT_RECEIVED: (
        "An urgent concern that your agency raised on Alongside has not been received for\n"
        "{minutes} minutes by an agency that should have it.\n\n"
        "If anyone is in danger now, call 999. Telephone the council that you raised it with;\n"
        "your own record of the concern says which. Alongside goes on trying."
    ),
    LetterKind.URGENT_STALLED: (
        "{agency} has not received an urgent concern for {minutes} minutes.\n\n"
        "Telephone its safeguarding lead: the register has the number. See\n"
        "{address}/partners/v1/undelivered for what waits, and why."
    ),
    LetterKind.UNDELIVERED: (
        "{waiting} events have waited for your agency on Alongside for more than 24 hours, the\n"
        "oldest since {oldest}.\n\n"
        "Sign in at {address}, or see why your system does not receive. Nothing is lost: all of\n"
        "it is kept for you, in order."
    ),
    LetterKind.UNDELIVERED_ANYWHERE: (
        "These agencies have not received, for more than 24 hours, what was meant for them:\n\n"
        "{listed}\n\n"
        "See {address}/partners/v1/undelivered for what waits, and why."
    ),
    LetterKind.SUBSCRIPTION_SUSPENDED: (
        "Your agency's {channel} subscription on Alongside has failed since {since}, and is\n"
        "suspended: nothing reaches your system by it any more, urgent concerns included.\n\n"
        "Subscription: {subscription}\n"
        'Last failure: {failure} ("gone" means that your system answered 410: no more, ever)\n\n'
        "Mend what receives, then resume the subscription: all that was kept comes in order.\n"
        "Until then, read your feed at {address}."
    ),
    LetterKind.SUSPENDED_ANYWHERE: (
        "The {channel} subscription {subscription} of {agency} has failed since {since}\n"
        "({failure}), and is suspended. Its technical contact has been written to.\n\n"
        "Telephone it if it does not resume within the day. See {address}/partners/v1/undelivered."
    ),
}

_FOOT = "This message names no person and no case, on purpose. Nobody reads answers to it."
_MADE_UP = "Made up, for practice: "


def wording(kind: LetterKind, facts: Facts, outlook: Outlook, *, synthetic: bool) -> Wording:
    """Return what a letter of this kind says; one from the made-up world says that it is."""
    known = {**facts, "address": outlook.address}
    parts = [_BODIES[kind].format_map(known)]
    if outlook.help_line:
        parts.append(f"Help: {outlook.help_line}")
    subject = _SUBJECTS[kind].format_map(known)
    if synthetic:
        subject = _MADE_UP + subject[0].lower() + subject[1:]
        parts.insert(0, "This is about made-up data, for practice. Nobody is in danger.")
    return Wording(" ".join(subject.split()), "\n\n".join([*parts, _FOOT]) + "\n")


def in_london(instant: datetime) -> str:
    """Write an instant for people in England, as in "24 November 2026, 09:30"."""
    local = instant.astimezone(_LONDON)
    return f"{local.day} {local:%B %Y, %H:%M}"
