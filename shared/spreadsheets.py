"""Cells for spreadsheets: text that came from outside is never taken for a formula."""

from collections.abc import Sequence

_BEGIN_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001


def inert(cell: str) -> str:
    """Return a cell that a spreadsheet shows and does not carry out (OWASP, CSV injection).

    A leading apostrophe makes it text. White space before the sign is looked through.
    """
    return f"'{cell}" if cell.lstrip(" ").startswith(_BEGIN_FORMULAS) else cell


def inert_row(cells: Sequence[object]) -> list[str]:
    """Return cells as text, each inert; nothing is an empty cell, and a number stays one."""
    return [
        "" if cell is None else inert(cell) if isinstance(cell, str) else str(cell)
        for cell in cells
    ]
