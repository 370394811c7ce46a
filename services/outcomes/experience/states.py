"""How an invitation may go on from where it is. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from shared.reference.experience import InvitationState as S

ASKED_WITHIN: Final = timedelta(weeks=8)
"""Within eight weeks of closing: the method of the outcomes framework (LGA and ADASS, 2018)."""

OPEN: Final = frozenset({S.DUE, S.SENT, S.OPENED})
"""From these an answer may still come; what stays there lapses."""

NO_LONGER_ASKED: Final = frozenset(
    {S.NOT_SAFE_TO_CONTACT, S.DECLINED, S.NO_CAPACITY_AND_NO_REPRESENTATIVE, S.DIED}
)
"""Somebody says so, with a reason; all but a death can be put right."""

_STOPS = NO_LONGER_ASKED | {S.LAPSED}

_AGAIN = frozenset({S.ENQUIRY_REOPENED})

MAY_FOLLOW: Final[Mapping[S, frozenset[S]]] = {
    S.DUE: _STOPS | _AGAIN | {S.SENT, S.ANSWERED},
    S.SENT: _STOPS | _AGAIN | {S.SENT, S.OPENED, S.ANSWERED},
    S.OPENED: _STOPS | _AGAIN | {S.SENT, S.ANSWERED},
    S.NOT_SAFE_TO_CONTACT: NO_LONGER_ASKED | _AGAIN | {S.DUE},
    S.DECLINED: NO_LONGER_ASKED | _AGAIN | {S.DUE},
    S.NO_CAPACITY_AND_NO_REPRESENTATIVE: NO_LONGER_ASKED | _AGAIN | {S.DUE},
    S.DIED: _AGAIN | {S.DUE},
    S.ANSWERED: frozenset(),
    S.LAPSED: _AGAIN | {S.DIED, S.SENT, S.ANSWERED},
    S.ENQUIRY_REOPENED: frozenset(),
}
"""Where the enquiry is opened again, its next ending asks anew. A lapsed invitation can be sent all
the same, and answered late; a death recorded in error is taken back. What was answered stays."""


def may_follow(state: S, then: S) -> bool:
    """Tell whether an invitation in one state may be in another next."""
    return then in MAY_FOLLOW[state]


def due_by(concluded_on: date) -> date:
    """Return the last day on which the adult should have been asked."""
    return concluded_on + ASKED_WITHIN
