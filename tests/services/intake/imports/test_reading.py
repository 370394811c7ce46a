"""How cells become a concern, and what is said of a row that becomes none."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.imports.columns import COLUMNS, NEEDED, body_of, column_at
from services.intake.imports.errors import ColumnsNotKnown, PartNotReadable
from services.intake.imports.reading import CSV, NDJSON, rows_of
from tests.services.intake.imports.files import CELLS, TEMPLATE, csv_of, line, ndjson_of


def test_the_template_has_every_column() -> None:
    first_line = TEMPLATE.read_text(encoding="utf-8").split("\n")[0]
    assert first_line.split(",") == list(COLUMNS)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("1938-05-02", "1938-05-02"),
        ("02/05/1938", "1938-05-02"),
        (" 2/5/1938 ", "1938-05-02"),
        ("31/02/1938", "1938-02-31"),
        ("02/05/38", "02/05/38"),
    ],
)
def test_a_day_is_read_as_it_is_written_in_britain(cell: str, day: str) -> None:
    assert body_of({"date_of_birth": cell})["adult"]["date_of_birth"] == day


@pytest.mark.parametrize(
    ("cell", "read"), [("Yes", True), ("no", False), (" TRUE", True), ("1", "1"), ("ja", "ja")]
)
def test_yes_and_no_are_words_and_nothing_else_is(cell: str, read: object) -> None:
    found = body_of({"immediate_danger": cell})["immediate_danger"]
    assert (type(found), found) == (type(read), read)


def test_an_empty_cell_is_a_question_that_was_not_answered() -> None:
    assert body_of({"postcode": " ", "source": ""}) == {"adult": {}, "sources_of_risk": []}


def test_what_somebody_said_is_kept_as_it_was_said() -> None:
    words = '=HYPERLINK("x") \n "She" said, مرحبا  '
    row = rows_of(
        csv_of({"asked": "asked_and_expressed", "not_asked_reason": "", "asked_of": "adult",
                "words": words}), CSV)[0]  # fmt: skip
    assert row.concern is not None
    assert row.concern.words == words


@pytest.mark.parametrize("location", [(), ("nothing",), ("adult",), ("sources_of_risk",)], ids=str)
def test_a_place_that_is_no_columns_has_no_name(location: tuple[str, ...]) -> None:
    assert column_at(location) == ""


def test_a_problem_is_named_by_its_column() -> None:
    content = csv_of({"employer_codes": "ods", "nhs_number": "123"})
    [row] = rows_of(content, CSV)
    assert {problem.pointer for problem in row.problems} == {"employer_codes", "nhs_number"}


def test_a_problem_in_a_line_is_named_by_its_pointer() -> None:
    bad = line("R-1", location="canary")
    [row] = rows_of(ndjson_of(bad), NDJSON)
    assert [problem.pointer for problem in row.problems] == ["/concern/location"]
    assert row.reference == "R-1"


@pytest.mark.parametrize("text", ["[]", "null", "7", '"x"', "{", '{"a":1,"a":2}', "NaN"])
def test_a_line_that_is_no_concern_is_refused_by_itself(text: str) -> None:
    good = json.dumps(line("R-1"))
    first, second = rows_of(f"{text}\n{good}\n".encode(), NDJSON)
    assert first.concern is None
    assert first.problems
    assert second.concern is not None


def test_a_row_with_other_cells_than_the_first_line_is_refused_by_itself() -> None:
    short = csv_of({}) + b"R-2,only\n"
    first, second = rows_of(short, CSV)
    assert first.concern is not None
    assert second.problems[0].code == "cells_do_not_match"


def test_a_spreadsheets_byte_order_mark_and_blank_lines_are_left_out() -> None:
    content = b"\xef\xbb\xbf" + csv_of({}) + b"\r\n,,\r\n".replace(b",,", b"," * (len(CELLS) - 1))
    assert len(rows_of(content, CSV)) == 1


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_whatever_is_sent_is_read_or_refused(content: bytes) -> None:
    for media_type in (CSV, NDJSON):
        try:
            rows = rows_of(content, media_type)
        except (ColumnsNotKnown, PartNotReadable):
            continue
        assert all(row.concern is not None or row.problems for row in rows)


@given(st.dictionaries(st.sampled_from(sorted(COLUMNS)), st.text(max_size=30)))
@settings(max_examples=150, deadline=None)
def test_whatever_stands_in_cells_is_read_or_refused_and_never_repeated(
    cells: dict[str, str],
) -> None:
    marked = {name: f"{cell}canary" for name, cell in cells.items()}
    content = csv_of(marked).decode(errors="replace").encode() if marked else csv_of({})
    try:
        [row] = rows_of(content, CSV)
    except PartNotReadable:
        return
    assert row.concern is not None or row.problems
    assert "canary" not in "".join(problem.message + problem.pointer for problem in row.problems)


def test_every_needed_column_is_one() -> None:
    assert COLUMNS.keys() > NEEDED
