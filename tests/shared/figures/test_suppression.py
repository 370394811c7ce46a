"""Nobody works out, from what is published, a cell that was left out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.figures.disclosure import (
    SMALLEST_PUBLISHED,
    Absent,
    Figure,
    Place,
    SafeGrid,
    SafeLists,
    suppress_grid,
    suppress_list,
    suppress_lists,
)
from shared.figures.errors import CannotBeHidden, FiguresDoNotFit
from shared.figures.recovery import Cell, Range, feasible_ranges
from tests.shared.figures.attacker import equations_of, possible, solved

SMALL = st.integers(0, 4)
COUNTS = st.one_of(SMALL, st.integers(5, 40), st.integers(5, 900))
FIGURES = st.one_of(
    COUNTS, COUNTS, COUNTS, st.sampled_from([Absent.NOT_SUPPLIED, Absent.NOT_APPLICABLE])
)
LISTS = st.lists(COUNTS, min_size=1, max_size=7)


def grids(figures: st.SearchStrategy[Figure], most: int) -> st.SearchStrategy[list[list[Figure]]]:
    return st.integers(1, most).flatmap(
        lambda width: st.lists(
            st.lists(figures, min_size=width, max_size=width), min_size=1, max_size=most
        )
    )


@st.composite
def linked(draw: st.DrawFn) -> list[list[int]]:
    """Draw breakdowns of the same people: each cuts their number at places of its own."""
    total = draw(st.one_of(st.integers(0, 30), st.integers(0, 400)))
    lists = []
    for _ in range(draw(st.integers(1, 4))):
        cuts = sorted(draw(st.lists(st.integers(0, total), max_size=5)))
        ends = zip([0, *cuts], [*cuts, total], strict=True)
        lists.append([end - start for start, end in ends])
    return lists


def assert_nothing_is_recovered(table: SafeGrid | SafeLists) -> None:
    shown, sums = equations_of(table)
    hidden = {place for place, figure in shown.items() if figure is Absent.SUPPRESSED}
    assert hidden == table.ranges.keys()
    assert solved(table) == {}
    for parts, total in sums:
        # By subtraction alone, the crudest attack: what the hidden parts of a sum come to is
        # never so little that each of them is shown to be small.
        unknown = [part for part in parts if part in hidden]
        whole = shown[total]
        if unknown and isinstance(whole, int):
            seen = [f for part in parts if isinstance(f := shown[part], int)]
            assert len(unknown) > 1
            assert whole - sum(seen) >= SMALLEST_PUBLISHED


@settings(max_examples=1500, deadline=None)
@given(grids(FIGURES, 5))
def test_no_hidden_cell_of_a_grid_is_recovered(rows: list[list[Figure]]) -> None:
    assert_nothing_is_recovered(suppress_grid(rows))


@settings(max_examples=1000, deadline=None)
@given(linked())
def test_no_hidden_part_of_linked_lists_is_recovered(lists: list[list[int]]) -> None:
    assert_nothing_is_recovered(suppress_lists(lists))


@settings(max_examples=500, deadline=None)
@given(LISTS)
def test_no_hidden_part_of_a_list_is_recovered(parts: list[int]) -> None:
    assert_nothing_is_recovered(suppress_list(parts))


@settings(max_examples=500, deadline=None)
@given(grids(COUNTS, 3), st.sets(st.sampled_from([(0, 0), (1, 1), (0, None), (None, 0)])))
def test_what_others_know_gives_no_hidden_cell_away_or_the_table_is_refused(
    rows: list[list[Figure]], known: set[Place]
) -> None:
    try:
        table = suppress_grid(rows, known)
    except CannotBeHidden:
        assert known
    else:
        assert_nothing_is_recovered(table)
        assert not known & table.ranges.keys()


@settings(max_examples=300, deadline=None)
@given(grids(COUNTS, 4))
def test_every_small_count_is_hidden_and_could_be_a_large_one(rows: list[list[Figure]]) -> None:
    table = suppress_grid(rows)
    shown, _ = equations_of(table)
    assert all(f >= SMALLEST_PUBLISHED for f in shown.values() if isinstance(f, int))
    for (row, column), found in table.ranges.items():
        assert not found.is_exact
        if row is None or column is None:
            continue
        count = rows[row][column]
        assert isinstance(count, int)
        assert found.low <= count
        assert found.reaches(count)
        assert count >= SMALLEST_PUBLISHED or found.reaches(SMALLEST_PUBLISHED)


@settings(max_examples=300, deadline=None)
@given(grids(COUNTS, 4))
def test_what_is_not_hidden_is_published_as_it_is(rows: list[list[Figure]]) -> None:
    table = suppress_grid(rows)
    for row, each in enumerate(rows):
        for column, count in enumerate(each):
            assert table.rows[row][column] in {count, Absent.SUPPRESSED}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 3), min_size=4, max_size=4),
    st.sets(st.integers(0, 8), max_size=9).filter(bool),
)
def test_the_audit_finds_what_trying_everything_finds(counts: list[int], hidden: set[int]) -> None:
    most = 12
    a, b, c, d = counts
    rows, columns = ((a, b), (c, d)), (a + c, b + d)
    values = [*rows[0], *rows[1], a + b, c + d, *columns, sum(counts)]
    places: list[Place] = [
        (0, 0),
        (0, 1),
        (1, 0),
        (1, 1),
        (0, None),
        (1, None),
        (None, 0),
        (None, 1),
    ]
    places.append((None, None))
    shown: dict[Place, Figure] = {
        place: Absent.SUPPRESSED if number in hidden else values[number]
        for number, place in enumerate(places)
    }
    table = SafeGrid(
        ((shown[0, 0], shown[0, 1]), (shown[1, 0], shown[1, 1])),
        (shown[0, None], shown[1, None]),
        (shown[None, 0], shown[None, 1]),
        shown[None, None],
        {},
    )
    arcs = ["r0 c0", "r0 c1", "r1 c0", "r1 c1", "t r0", "t r1", "c0 s", "c1 s", "s t"]
    cells = []
    for arc, count in zip(arcs, values, strict=True):
        tail, head = arc.split()
        cells.append(Cell(arc, tail, head, count))
    tried = possible(table, most)
    for number, found in feasible_ranges(cells, hidden).items():
        if places[number] not in tried:
            continue
        values_seen = tried[places[number]]
        assert min(values_seen) == found.low
        assert max(values_seen) == (most if found.high is None else found.high)


def test_two_zeros_that_add_up_to_a_published_zero_are_not_hidden_by_each_other() -> None:
    table = suppress_list([0, 0, 50, 60])
    assert table.lists == ((Absent.SUPPRESSED,) * 3 + (60,),)
    assert table.ranges[0, 0] == Range(0, 50)


def test_the_smallest_sum_that_hides_a_cell_is_hidden_with_it() -> None:
    table = suppress_list([3, 20, 30])
    assert table.lists == ((Absent.SUPPRESSED, Absent.SUPPRESSED, 30),)
    assert table.total == 53


def test_a_grid_hides_one_cell_by_four_corners() -> None:
    table = suppress_grid([[12, 3, 40], [30, 22, 9], [10, 15, 8]])
    assert len(table.ranges) == 4
    assert table.ranges[0, 1] == Range(0, 15)
    assert table.total == 149


def test_a_small_total_is_hidden_too() -> None:
    table = suppress_list([1, 2])
    assert table.total is Absent.SUPPRESSED
    assert table.ranges[0, 0] == Range(0, None)


def test_a_structural_zero_is_no_zero_and_hides_nobody() -> None:
    table = suppress_list([Absent.NOT_APPLICABLE, 3, 20, 30])
    assert table.lists[0][0] is Absent.NOT_APPLICABLE
    assert table.lists[0][1] is table.lists[0][2] is Absent.SUPPRESSED


def test_what_was_not_supplied_is_in_no_total_and_is_no_zero() -> None:
    table = suppress_grid([[Absent.NOT_SUPPLIED, 20], [Absent.NOT_SUPPLIED, Absent.NOT_RECORDED]])
    assert table.row_totals == (20, Absent.NOT_SUPPLIED)
    assert table.column_totals == (Absent.NOT_SUPPLIED, 20)
    assert table.total == 20
    assert table.ranges == {}


def test_a_list_that_was_not_supplied_takes_no_part_in_the_total() -> None:
    table = suppress_lists([[Absent.NOT_SUPPLIED] * 2, [10, 12]])
    assert table.total == 22
    assert table.lists == ((Absent.NOT_SUPPLIED,) * 2, (10, 12))


def test_a_table_without_a_count_is_left_as_it_is() -> None:
    assert suppress_lists([[Absent.NOT_RECORDED]]).total is Absent.NOT_RECORDED
    assert suppress_grid([]).total is Absent.NOT_APPLICABLE


def test_lists_of_different_people_are_not_linked() -> None:
    with pytest.raises(FiguresDoNotFit):
        suppress_lists([[10, 12], [10, 13]])


@pytest.mark.parametrize("rows", [[[1, 2], [3]], [[-1, 2]], [[Absent.SUPPRESSED, 2]]])
def test_what_is_no_table_of_counts_is_refused(rows: list[list[Figure]]) -> None:
    with pytest.raises(FiguresDoNotFit):
        suppress_grid(rows)


def test_a_known_cell_is_never_hidden_and_others_are_in_its_place() -> None:
    table = suppress_list([3, 20, 30], known=[(0, 1)])
    assert table.lists == ((Absent.SUPPRESSED, 20, Absent.SUPPRESSED),)


def test_a_cell_that_is_given_away_by_what_is_known_is_named() -> None:
    with pytest.raises(CannotBeHidden) as refused:
        suppress_list([3, 20, 30], known=[(0, 1), (0, 2), (None, None)])
    assert refused.value.cells == ["1, 1"]
