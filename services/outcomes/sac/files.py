"""The return as files: CSV in the columns of the official publication, and a workbook."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

import xlsxwriter

from services.outcomes.sac.layout import TABLES
from services.outcomes.sac.views import CellView, CheckView, PublishedCell, ReturnView
from shared.figures.disclosure import NOT_AVAILABLE
from shared.spreadsheets import inert_row

HEADINGS: Final = (
    "GEOGRAPHY",
    "COUNCIL_TYPE",
    "REGION_CODE",
    "REGION_NAME",
    "ONS_CODE",
    "LA_CODE",
    "LA_NAME",
    "TABLE_REFERENCE",
    "ENQUIRY_TYPE",
    "CATEGORY",
    "SUBCATEGORY",
    "VALUE",
)
"""The columns that NHS England's publication code reads."""


def return_csv(
    cells: Iterable[CellView | PublishedCell], council: str, ons_code: str | None
) -> str:
    """Return the cells as rows; regions and types of council are not known to the exchange."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(HEADINGS)
    for cell in cells:
        of = ("Council", None, None, None, ons_code, None, council)
        value = NOT_AVAILABLE if cell.value is None else cell.value
        rows.writerow(inert_row([*of, cell.table, cell.enquiry_type, cell.row, cell.column, value]))
    return text.getvalue()


def return_workbook(view: ReturnView) -> bytes:
    """Return a workbook for the submitter: checks first, then a sheet for each table.

    Nothing in it is a formula. A cell that was not supplied is empty, with a note that says so.
    """
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        _write_checks(book, view.checks, bold, wrapped)
        for reference in dict.fromkeys(table.reference for table in TABLES):
            cells = [cell for cell in view.cells if cell.table == reference]
            if cells:
                _write_table(book.add_worksheet(reference), view, cells, bold)
    return file.getvalue()


def _write_checks(
    book: xlsxwriter.Workbook,
    checks: Sequence[CheckView],
    bold: "xlsxwriter.format.Format",
    wrapped: "xlsxwriter.format.Format",
) -> None:
    sheet = book.add_worksheet("Checks")
    sheet.set_column(0, 0, 48)
    sheet.set_column(2, 3, 60)
    for column, heading in enumerate(("Check", "Passed", "What must hold", "What to do", "Cases")):
        sheet.write_string(0, column, heading, bold)
    for row, one in enumerate(checks, start=1):
        sheet.write_string(row, 0, one.check, wrapped)
        sheet.write_string(row, 1, "yes" if one.passed else "NO", wrapped)
        sheet.write_string(row, 2, one.says, wrapped)
        sheet.write_string(row, 3, one.to_do, wrapped)
        sheet.write_number(row, 4, one.case_count, wrapped)
    sheet.freeze_panes(1, 0)


def _write_table(
    sheet: "xlsxwriter.worksheet.Worksheet",
    view: ReturnView,
    cells: Sequence[CellView],
    bold: "xlsxwriter.format.Format",
) -> None:
    """Write one table: a block for each kind of enquiry, rows by columns."""
    sheet.set_column(0, 0, 70)
    sheet.set_column(1, 12, 18)
    sheet.write_string(0, 0, f"{cells[0].table}, {view.council}, {view.year}", bold)
    row = 2
    for enquiry_type in dict.fromkeys(cell.enquiry_type for cell in cells):
        block = [cell for cell in cells if cell.enquiry_type == enquiry_type]
        columns = list(dict.fromkeys(cell.column for cell in block))
        sheet.write_string(row, 0, enquiry_type, bold)
        for number, column in enumerate(columns, start=1):
            sheet.write_string(row, number, column, bold)
        for label in dict.fromkeys(cell.row for cell in block):
            row += 1
            sheet.write_string(row, 0, label)
            for number, column in enumerate(columns, start=1):
                one = next(c for c in block if (c.row, c.column) == (label, column))
                if one.value is None:
                    sheet.write_comment(row, number, str(one.absent))
                else:
                    sheet.write_number(row, number, one.value)
        row += 2
