"""How figures are made of facts: parts of a whole, and the missing apart."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from services.outcomes.statistics import measures
from services.outcomes.statistics.measures import Concluded, Tallies
from services.outcomes.statistics.views import MeasureView
from shared.reference.care_act import DecisionOutcome, EnquiryKind
from shared.reference.msp import Achieved, Asked, JudgedBy

UNANSWERED = st.one_of(
    st.builds(
        Concluded,
        asked=st.sampled_from(sorted(set(Asked) - {Asked.ASKED_AND_EXPRESSED})),
        achieved=st.none(),
        judged_by=st.none(),
        derived=st.just(value=False),
    ),
    st.just(Concluded(Asked.ASKED_AND_EXPRESSED, None, None, derived=False)),
)
ANSWERED = st.one_of(
    st.builds(
        Concluded,
        asked=st.just(Asked.ASKED_AND_EXPRESSED),
        achieved=st.sampled_from(Achieved),
        judged_by=st.sampled_from(JudgedBy),
        derived=st.booleans(),
    ),
    st.builds(
        Concluded,
        asked=st.just(Asked.ASKED_AND_EXPRESSED),
        achieved=st.sampled_from(Achieved),
        judged_by=st.none(),
        derived=st.just(value=True),
    ),
)
TALLIES = st.builds(
    Tallies,
    concluded=st.lists(ANSWERED | UNANSWERED).map(Counter),
    limited=st.lists(st.booleans()).map(Counter),
    verdicts=st.builds(Counter),
)


def sections(tallies: Tallies) -> Iterator[list[MeasureView]]:
    concluded = measures.concluded(tallies)
    yield concluded.asked
    yield concluded.results
    yield from concluded.results_by.values()
    yield concluded.desired_outcomes
    yield from concluded.verdicts_by.values()
    yield from concluded.negotiated_verdicts_by.values()


def achievement(tallies: Tallies) -> list[tuple[str, int, int | None]]:
    """Return all that says how much was achieved, each with its denominator."""
    concluded = measures.concluded(tallies)
    results = [*concluded.results]
    for section in (*concluded.results_by.values(), *concluded.verdicts_by.values()):
        results += section
    return [
        (f"{one.denominator}/{one.measure}", one.count, one.of)
        for one in results
        if one.denominator != Asked.ASKED_AND_EXPRESSED
    ]


@given(TALLIES, UNANSWERED)
def test_an_unanswered_case_moves_no_achieved_count_and_no_denominator_of_one(
    tallies: Tallies, unanswered: Concluded
) -> None:
    more = replace(tallies, concluded=tallies.concluded + Counter([unanswered]))
    assert achievement(more) == achievement(tallies)
    assert measures.asked(more)[0].count == measures.asked(tallies)[0].count + 1


@given(TALLIES, st.booleans())
def test_a_wish_that_nobody_judged_moves_no_achievement_rate(
    tallies: Tallies,
    limited: bool,  # noqa: FBT001 - drawn by the test
) -> None:
    tallies.verdicts[JudgedBy.ADULT, Achieved.FULLY] = tallies.limited.total()
    before = measures.verdicts_by(tallies)[JudgedBy.ADULT]
    tallies.limited[limited] += 1
    after = measures.verdicts_by(tallies)[JudgedBy.ADULT]
    assert [shared(one) for one in after[2:]] == [shared(one) for one in before[2:]]
    assert all(holds(wide, narrow) for wide, narrow in zip(after[2:], before[2:], strict=True))
    assert (after[1].measure, after[1].count) == ("not_judged_by_adult", 1)


def shared(one: MeasureView) -> tuple[str, int, int | None, object]:
    return one.measure, one.count, one.of, one.interval


def holds(wide: MeasureView, narrow: MeasureView) -> bool:
    """Tell whether the bounds are wider than they were, and the share still within them."""
    assert wide.bounds is not None
    is_within = wide.of == 0 or wide.bounds.low <= wide.count / (wide.of or 1) <= wide.bounds.high
    if narrow.bounds is None:
        return is_within
    return (
        is_within and wide.bounds.low <= narrow.bounds.low <= narrow.bounds.high <= wide.bounds.high
    )


@given(TALLIES)
def test_no_part_is_larger_than_its_whole(tallies: Tallies) -> None:
    for section in sections(tallies):
        for one in section:
            assert one.of is None or 0 <= one.count <= one.of


@given(TALLIES)
def test_answers_add_up_to_concluded_enquiries_and_levels_to_recorded_results(
    tallies: Tallies,
) -> None:
    whole, asked, *answers = measures.asked(tallies)
    assert [one.measure for one in answers] == list(Asked)
    assert sum(one.count for one in answers) == whole.count
    assert asked.count == answers[0].count + answers[1].count
    recorded, missing, *levels = measures.results(tallies)
    assert sum(one.count for one in levels) == recorded.count
    assert recorded.count + missing.count == recorded.of
    apart = [section[0].count for section in measures.results_by(tallies).values()]
    assert sum(apart) == recorded.count


@given(
    st.lists(st.sampled_from([*DecisionOutcome, None])).map(Counter),
    st.lists(st.sampled_from(EnquiryKind)).map(Counter),
)
def test_decisions_add_up_to_concerns_and_kinds_to_enquiries(
    decisions: Counter[DecisionOutcome | None], kinds: Counter[EnquiryKind]
) -> None:
    for whole, *parts in (measures.concerns(decisions), measures.enquiries(kinds)):
        assert sum(one.count for one in parts) == whole.count
        assert {(one.of, one.denominator) for one in parts} == {(whole.count, whole.measure)}


@given(TALLIES)
def test_every_denominator_is_a_measure_of_the_same_kind_of_enquiry(tallies: Tallies) -> None:
    named = {one.measure for section in sections(tallies) for one in section}
    assert {one.denominator for section in sections(tallies) for one in section} <= named | {None}
