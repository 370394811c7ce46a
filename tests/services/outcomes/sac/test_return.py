"""The return: what is missing is no zero, what does not fit is named, small figures are hidden."""

import csv
import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from services.outcomes.sac.checks import check
from services.outcomes.sac.counting import Place, count_cells
from services.outcomes.sac.data_quality import read_data_quality
from services.outcomes.sac.files import HEADINGS, return_csv, return_workbook
from services.outcomes.sac.layout import TABLES, EnquiryType
from services.outcomes.sac.queries import read_published, read_return
from services.outcomes.sac.views import CheckView
from services.outcomes.statistics.dataset import Dataset
from services.outcomes.statistics.period import ReportingYear
from shared.figures.disclosure import Absent
from tests.services.outcomes.cases import Case
from tests.services.outcomes.counted_rows import COUNCIL_ID, concerns, dataset_of, enquiries
from tests.support.agencies import BYSTANDER, COUNCIL, NURSE, POLICE

YEAR = ReportingYear(2026)
ENDED = EnquiryType.CONCLUDED_SECTION_42
RISK = {"type": "neglect", "source": "service_provider", "location": "own_home"}
COMPLETE: dict[str, Any] = {
    "asked": "not_asked",
    "risks": [RISK],
    "risk_assessment": "identified",
    "action": "taken",
    "risk_outcome": "reduced",
    "lacked_capacity": "no",
}


def failed(dataset: Dataset) -> dict[str, CheckView]:
    cells = count_cells(dataset, COUNCIL_ID, YEAR, synthetic=True)
    checks = check(dataset, COUNCIL_ID, YEAR, cells, synthetic=True)
    return {one.check.partition(":")[0]: one for one in checks if not one.passed}


def figure(dataset: Dataset, table: str, row: str, column: str = "") -> int | Absent:
    cells = count_cells(dataset, COUNCIL_ID, YEAR, synthetic=True)
    return cells[Place(table, ENDED, row, column)]


def test_a_council_that_never_recorded_whether_it_asked_supplied_nothing() -> None:
    silent = dataset_of(enquiries=[*enquiries(3, **COMPLETE | {"asked": "not_recorded"})])
    assert figure(silent, "SG4a", "No") is Absent.NOT_SUPPLIED
    one_answer = dataset_of(
        enquiries=[*enquiries(3, **COMPLETE | {"asked": "not_recorded"}), *enquiries(1, **COMPLETE)]
    )
    assert figure(one_answer, "SG4a", "No") == 1
    assert figure(one_answer, "SG4a", "Not Recorded") == 3
    assert figure(one_answer, "SG4a", "Don't Know") == 0


def test_a_complete_year_passes_every_check_but_what_was_never_asked() -> None:
    assert failed(dataset_of(enquiries=[*enquiries(6, **COMPLETE)])) == {}


@pytest.mark.parametrize(
    ("missing", "name"),
    [
        ({"risks": None}, "sg2a_enquiries"),
        ({"risks": [RISK | {"source": None}]}, "sg2a_enquiries"),
        ({"risk_assessment": "not_recorded", "risk_outcome": "not_recorded"}, "sg2c_enquiries"),
        ({"action": None}, "sg2c_enquiries"),
        ({"risk_outcome": "not_recorded"}, "sg2e_sg2c"),
        ({"asked": "asked_and_expressed"}, "sg4a_results"),
    ],
)
def test_what_does_not_fit_is_named_with_the_cases_behind_it(
    missing: dict[str, Any], name: str
) -> None:
    whole, broken = enquiries(5, **COMPLETE), [*enquiries(2, **COMPLETE | missing)]
    reported: dict[str, Any] = {"sources_of_risk": ["other_known"]}
    rows = [*whole, *(row | reported for row in broken)]
    found = failed(dataset_of(enquiries=rows))
    assert name in found
    assert set(found[name].cases) == {row["case_id"] for row in broken}
    assert found[name].to_do


def test_sources_that_were_reported_stand_in_where_none_was_found() -> None:
    rows = enquiries(
        1, **COMPLETE | {"risks": []}, sources_of_risk=["other_known", "other_unknown"]
    )
    dataset = dataset_of(enquiries=[*rows])
    row = "Risk identified and action taken"
    assert figure(dataset, "SG2c", row, "Other - Known to individual") == 1
    assert figure(dataset, "SG2c", row, "Other - Unknown to individual") == 1
    assert figure(dataset, "SG2c", row, "Service Provider") == 0


def test_what_is_published_is_rounded_and_leaves_out_what_is_small() -> None:
    rows = [
        *enquiries(13, **COMPLETE),
        *enquiries(8, **COMPLETE | {"lacked_capacity": "yes"}),
        *enquiries(6, **COMPLETE | {"lacked_capacity": "dont_know"}),
        *enquiries(2, **COMPLETE | {"lacked_capacity": "not_recorded"}),
    ]
    view = read_published(dataset_of(enquiries=rows), COUNCIL_ID, YEAR, synthetic=True)
    sg3a = {
        cell.row: cell.value
        for cell in view.cells
        if (cell.table, cell.enquiry_type) == ("SG3a", ENDED)
    }
    assert sg3a["Not recorded"] == "[c]"
    assert sg3a["No, they did not lack capacity"] in {"15", "[c]"}
    assert list(sg3a.values()).count("[c]") >= 2


def test_the_workbook_has_a_sheet_for_each_table_and_no_formula() -> None:
    dataset = dataset_of(
        enquiries=[*enquiries(3, **COMPLETE)],
        agencies=[{"agency_id": COUNCIL_ID, "name": "=HYPERLINK(1)", "synthetic": True}],
    )
    view = read_return(dataset, COUNCIL_ID, YEAR, synthetic=True)
    book = openpyxl.load_workbook(io.BytesIO(return_workbook(view)))
    expected = {table.reference for table in TABLES if not table.reference.startswith("SG5")}
    assert set(book.sheetnames) == {"Checks"} | expected
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    shown = [line[1].value for line in book["SG3a"].iter_rows() if isinstance(line[1].value, int)]
    assert shown[:4] == [0, 3, 0, 0]


def test_the_csv_has_the_columns_of_the_publication_and_nothing_to_carry_out() -> None:
    view = read_return(dataset_of(), COUNCIL_ID, YEAR, synthetic=True)
    rows = list(csv.reader(io.StringIO(return_csv(view.cells, "=cmd()", "E06000001"))))
    assert tuple(rows[0]) == HEADINGS
    assert len(rows) == len(view.cells) + 1
    assert {row[6] for row in rows[1:]} == {"'=cmd()"}
    assert {row[4] for row in rows[1:]} == {"E06000001"}


def test_completeness_is_told_by_quarter_with_its_change_and_whom_to_ask() -> None:
    rows = [
        *enquiries(10, **COMPLETE, team="north", concluded_on=date(2026, 5, 1)),
        *enquiries(10, **COMPLETE | {"risks": None}, team="north", concluded_on=date(2026, 8, 1)),
    ]
    view = read_data_quality(
        dataset_of(enquiries=rows, concerns=[*concerns(4, gender="not_asked")]),
        COUNCIL_ID,
        YEAR,
        synthetic=True,
    )
    of_risks = [each for each in view.fields if each.field == "conclusion: types of risk"]
    assert [(each.period, each.ask, each.recorded, each.of) for each in of_risks] == [
        ("2026-04", "north", 10, 10),
        ("2026-07", "north", 0, 10),
    ]
    assert of_risks[0].change is None
    assert of_risks[1].change is not None
    assert of_risks[1].change.high < 0
    gender = next(each for each in view.fields if each.field == "adult: gender")
    assert (gender.recorded, gender.of, gender.ask) == (0, 4, "not_recorded")


async def test_a_council_reads_its_own_return_and_nobody_elses(case: Case) -> None:
    async with case.desk.client(COUNCIL, NURSE) as client:
        own = (await client.get("/outcomes/v1/sac/2026-27")).json()
        files = [
            await client.get(f"/outcomes/v1/sac/2026-27/{one}") for one in ("cells", "workbook")
        ]
        quality = await client.get("/outcomes/v1/sac/2026-27/data-quality")
    assert own["council_id"] == str(COUNCIL.id)
    begun = {
        cell["enquiry_type"]: cell["value"] for cell in own["cells"] if cell["table"] == "SG1f"
    }
    assert begun == {
        "Safeguarding Concerns": 1,
        "Section 42 Enquiries": 1,
        "Other Enquiries": 0,
    }
    assert {cell["table"] for cell in own["cells"]} >= {"SG5a", "SG5b"}
    assert [answer.status_code for answer in (*files, quality)] == [200, 200, 200]
    for who in (POLICE, BYSTANDER):
        async with case.desk.client(who, NURSE) as client:
            for path in ("", "/cells", "/workbook", "/data-quality"):
                assert (await client.get(f"/outcomes/v1/sac/2026-27{path}")).status_code == 403


async def test_everybody_reads_the_same_published_return(case: Case) -> None:
    found = []
    for who in (COUNCIL, POLICE, BYSTANDER):
        async with case.desk.client(who, NURSE) as client:
            view = (await client.get("/outcomes/v1/sac/2026-27/published")).json()
            table = await client.get("/outcomes/v1/sac/2026-27/published/cells")
            found.append((view, table.text))
    assert found[0] == found[1] == found[2]
    assert {cell["value"] for cell in found[0][0]["cells"]} <= {"[c]", "[x]"}
