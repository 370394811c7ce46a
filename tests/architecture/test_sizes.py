"""Rooms stay small enough to be read at one sitting."""

import ast

from tests.architecture.sources import ROOT, functions, parsed, python_files

FILE_LINES = 300
TEST_FILE_LINES = 400
FUNCTION_LINES = 40
FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "base", "manager"}


def test_no_file_outgrows_its_room() -> None:
    too_long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for path in python_files()
        if (lines := len(path.read_text().splitlines()))
        > (TEST_FILE_LINES if "tests" in path.relative_to(ROOT).parts else FILE_LINES)
    ]
    assert too_long == []


def test_no_function_outgrows_a_screen() -> None:
    too_long = [
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}: {lines}"
        for path in python_files()
        for function in functions(parsed(path))
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES
    ]
    assert too_long == []


def test_every_module_says_what_it_is_for_in_a_line_or_a_few() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in python_files()
        if "versions" not in path.parts and not ast.get_docstring(parsed(path))
    ]
    assert silent == []


def test_no_module_is_named_after_nothing() -> None:
    named = [
        str(path.relative_to(ROOT))
        for path in python_files()
        if FORBIDDEN_NAMES & {path.stem, *path.relative_to(ROOT).parts}
    ]
    assert named == []
