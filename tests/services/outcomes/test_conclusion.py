"""What an enquiry came to: the rules, as tables."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.outcomes.enquiries.conclusion import (
    Judgement,
    Result,
    best_answer,
    newest_by_judge,
    result_of,
)
from shared.reference.msp import Achieved, Asked, JudgedBy

EXPRESSED, NONE_EXPRESSED, NOT_ASKED, DONT_KNOW, NOT_RECORDED = Asked
FULLY, PARTIALLY, NOT = Achieved
ADULT, REPRESENTATIVE, ADVOCATE, WORKER = JudgedBy

MORNING = datetime(2026, 11, 22, 9, tzinfo=UTC)
NOTHING = Result(None, None, derived=False)


def said(judge: JudgedBy, achieved: Achieved, hours: int = 0) -> Judgement:
    return Judgement(uuid4(), judge, achieved, MORNING + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("answers", "best"),
    [
        ((), NOT_RECORDED),
        ((NOT_RECORDED,), NOT_RECORDED),
        ((NOT_RECORDED, DONT_KNOW), DONT_KNOW),
        ((DONT_KNOW, NOT_ASKED), NOT_ASKED),
        ((NOT_ASKED, NONE_EXPRESSED), NONE_EXPRESSED),
        ((NONE_EXPRESSED, EXPRESSED, NOT_ASKED), EXPRESSED),
    ],
)
def test_the_answer_is_the_best_over_the_conversations(
    answers: tuple[Asked, ...], best: Asked
) -> None:
    assert best_answer(answers) is best


@given(st.lists(st.sampled_from(Asked)), st.sampled_from(Asked))
def test_the_best_so_far_and_the_next_answer_make_the_best_of_all(
    answers: list[Asked], following: Asked
) -> None:
    assert best_answer((best_answer(answers), following)) is best_answer((*answers, following))


@pytest.mark.parametrize(
    ("overall", "of_each", "result"),
    [
        ([], [], NOTHING),
        ([], [[]], NOTHING),
        ([said(ADULT, NOT)], [], Result(NOT, ADULT, derived=False)),
        (
            [said(WORKER, FULLY), said(ADULT, NOT), said(REPRESENTATIVE, PARTIALLY)],
            [[said(ADULT, FULLY)]],
            Result(NOT, ADULT, derived=False),
        ),
        (
            [said(WORKER, FULLY), said(ADVOCATE, NOT), said(REPRESENTATIVE, PARTIALLY)],
            [],
            Result(PARTIALLY, REPRESENTATIVE, derived=False),
        ),
        ([said(WORKER, FULLY), said(ADVOCATE, NOT)], [], Result(NOT, ADVOCATE, derived=False)),
        (
            [said(WORKER, FULLY)],
            [[said(ADULT, NOT)]],
            Result(FULLY, WORKER, derived=False),
        ),
        ([], [[said(ADULT, FULLY)], [said(ADULT, FULLY)]], Result(FULLY, ADULT, derived=True)),
        ([], [[said(ADULT, NOT)], [said(ADULT, NOT)]], Result(NOT, ADULT, derived=True)),
        ([], [[said(ADULT, NOT)], [said(ADULT, FULLY)]], Result(PARTIALLY, ADULT, derived=True)),
        ([], [[said(ADULT, PARTIALLY)]], Result(PARTIALLY, ADULT, derived=True)),
        (
            [],
            [[said(WORKER, FULLY), said(ADULT, NOT)], [said(ADULT, NOT)]],
            Result(NOT, ADULT, derived=True),
        ),
        ([], [[said(WORKER, FULLY)], [said(ADULT, FULLY)]], Result(FULLY, None, derived=True)),
        ([], [[said(ADULT, FULLY)], []], NOTHING),
        (
            [],
            [[said(ADULT, NOT, hours=0), said(ADULT, FULLY, hours=1)]],
            Result(FULLY, ADULT, derived=True),
        ),
    ],
)
def test_the_result_is_the_nearest_judges_or_derived(
    overall: list[Judgement], of_each: list[list[Judgement]], result: Result
) -> None:
    assert result_of(EXPRESSED, overall, of_each) == result


@pytest.mark.parametrize("asked", sorted(set(Asked) - {EXPRESSED}))
def test_where_nothing_was_expressed_nothing_was_achieved_or_missed(asked: Asked) -> None:
    assert result_of(asked, [said(WORKER, FULLY)], [[said(WORKER, FULLY)]]) == NOTHING


def test_the_newest_verdict_of_a_judge_stands_whenever_it_was_recorded() -> None:
    newer, older = said(ADULT, FULLY, hours=2), said(ADULT, NOT, hours=1)
    assert newest_by_judge([newer, older]) == {ADULT: newer}


def test_of_two_verdicts_given_at_once_the_one_recorded_last_stands() -> None:
    first, second = said(ADULT, FULLY), said(ADULT, NOT)
    assert newest_by_judge([first, second]) == {ADULT: second}


@given(st.permutations([said(judge, FULLY) for judge in JudgedBy]))
def test_no_judge_hides_another(judgements: list[Judgement]) -> None:
    assert set(newest_by_judge(judgements)) == set(JudgedBy)
