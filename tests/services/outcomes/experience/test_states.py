"""How an invitation may go on, as a table; and keys that open what they should."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.outcomes.experience import keys, states
from shared.reference.experience import InvitationState

S = InvitationState

STOPS = {S.NOT_SAFE_TO_CONTACT, S.DECLINED, S.NO_CAPACITY_AND_NO_REPRESENTATIVE, S.DIED}
AGAIN = S.ENQUIRY_REOPENED
MAY: dict[InvitationState, set[InvitationState]] = {
    S.DUE: STOPS | {AGAIN, S.LAPSED, S.SENT, S.ANSWERED},
    S.SENT: STOPS | {AGAIN, S.LAPSED, S.SENT, S.OPENED, S.ANSWERED},
    S.OPENED: STOPS | {AGAIN, S.LAPSED, S.SENT, S.ANSWERED},
    S.NOT_SAFE_TO_CONTACT: STOPS | {AGAIN, S.DUE},
    S.DECLINED: STOPS | {AGAIN, S.DUE},
    S.NO_CAPACITY_AND_NO_REPRESENTATIVE: STOPS | {AGAIN, S.DUE},
    S.DIED: {AGAIN, S.DUE},
    S.ANSWERED: set(),
    S.ENQUIRY_REOPENED: set(),
    S.LAPSED: {AGAIN, S.DIED, S.SENT, S.ANSWERED},
}


@pytest.mark.parametrize("state", S)
def test_an_invitation_goes_on_as_the_table_says(state: InvitationState) -> None:
    assert {then for then in S if states.may_follow(state, then)} == MAY[state]


def test_the_adult_is_asked_within_eight_weeks() -> None:
    assert states.due_by(date(2026, 11, 1)) == date(2026, 12, 27)


@given(st.integers(0, 15), st.sampled_from([" ", "-", "\u2013", "\t", ""]), st.booleans())
def test_a_code_is_the_same_however_it_is_typed(at: int, mark: str, lower: bool) -> None:  # noqa: FBT001
    code = keys.new_code()
    plain = code.replace("-", "")
    typed = plain[:at] + mark + plain[at:]
    assert keys.digest_of(typed.lower() if lower else typed) == keys.digest_of(code)


def test_keys_are_long_and_each_is_new() -> None:
    assert len({keys.new_code() for _ in range(200)}) == 200
    assert len({keys.new_token() for _ in range(200)}) == 200
    assert len(keys.new_token()) >= 43
    assert len(set(keys.ALPHABET)) == 28
    assert not set(keys.ALPHABET) & set("01ILOAEU")


def test_a_links_secret_is_not_read_as_a_code() -> None:
    token = keys.new_token()
    assert keys.digest_of(token) != keys.digest_of(token.swapcase())
