"""The integrity checks of the return: each with a sentence, what to do, and the cases behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from services.outcomes.sac.counting import Cells, Place
from services.outcomes.sac.layout import (
    ACHIEVED_LABELS,
    BEGUN,
    CONCLUDED,
    EXPRESSED,
    SG1F_LABELS,
    SG4A_LABELS,
    SUPPORTED,
    EnquiryType,
)
from services.outcomes.sac.questions import NOT_IN_SG2A, NOT_IN_SG2C, NOT_IN_SG2E, UNJUDGED
from services.outcomes.sac.views import CheckView
from services.outcomes.statistics.dataset import Dataset
from services.outcomes.statistics.period import ReportingYear
from shared.figures.disclosure import Absent
from shared.reference.sac_concluded import SG2E_LABELS, SG3A_LABELS, SOURCE_LABELS

MOST_CASES: Final = 50
_IDENTIFIED: Final = ("Risk identified and action taken", "Risk identified and no action taken")


@dataclass(frozen=True, slots=True)
class Check:
    """What must hold; `question` finds the cases because of which it may not."""

    name: str
    says: str
    to_do: str
    question: str | None = None


_SAME_PEOPLE = Check(
    "sg1_totals",
    "SG1a, SG1b and SG1c count the same people.",
    "Report it: the exchange counted wrongly.",
)
_NO_MORE_PEOPLE = Check(
    "sg1f_people",
    "There are at least as many cases in SG1f as people in SG1a.",
    "Report it: the exchange counted wrongly.",
)
_SAME_ENQUIRIES = Check(
    "sg3a_sg4a_totals",
    "SG3a and the first part of SG4a count every concluded enquiry once.",
    "Record for at least one enquiry whether the adult was asked, so that SG4a is supplied.",
)
_SUPPORTED = Check(
    "sg3a_support",
    "No more enquiries with support than adults who lacked capacity.",
    "Report it: the exchange counted wrongly.",
)
_ALL_JUDGED = Check(
    "sg4a_results",
    "The results in SG4a add up to the enquiries in which outcomes were expressed.",
    "Record a verdict of these enquiries, above all the adult's own.",
    UNJUDGED,
)
_ALL_IN_SG2A = Check(
    "sg2a_enquiries",
    "Every concluded enquiry has a type of risk with its source in SG2a.",
    "Complete the findings of these enquiries: type, source and location of each risk.",
    NOT_IN_SG2A,
)
_ALL_IN_SG2C = Check(
    "sg2c_enquiries",
    "Every concluded enquiry has a risk assessment and an action that SG2c has a row for.",
    "Complete the findings of these enquiries: what was found, and whether action was taken.",
    NOT_IN_SG2C,
)
_RISKS_FOLLOWED = Check(
    "sg2e_sg2c",
    "SG2e adds up to the two rows of SG2c where risk was identified, for each source.",
    "Record of these enquiries what became of the risk, and whether action was taken.",
    NOT_IN_SG2E,
)


def check(
    dataset: Dataset, council_id: UUID, year: ReportingYear, cells: Cells, *, synthetic: bool
) -> list[CheckView]:
    """Return every check, section 42 and other enquiries apart, in the order of the tables."""
    found = []
    for enquiry_type in BEGUN.values():
        totals = {_sum(cells, table, enquiry_type) for table in ("SG1a", "SG1b", "SG1c")}
        found.append(_view(_SAME_PEOPLE, enquiry_type, passed=len(totals) == 1))
        total = _count(cells, "SG1f", enquiry_type, [SG1F_LABELS[enquiry_type]])
        enough = total is not None and total >= _sum(cells, "SG1a", enquiry_type)
        found.append(_view(_NO_MORE_PEOPLE, enquiry_type, passed=enough))
    for kind, enquiry_type in CONCLUDED.items():
        within = {
            "council_id": council_id,
            "synthetic": synthetic,
            "first_day": year.first_day,
            "last_day": year.last_day,
            "kind": str(kind),
        }
        for one, passed in _of_concluded(cells, enquiry_type):
            cases = [] if one.question is None else _cases(dataset, one.question, within)
            has_passed = passed and not cases
            found.append(_view(one, enquiry_type, passed=has_passed, cases=cases))
    return found


def _of_concluded(cells: Cells, enquiry_type: EnquiryType) -> Iterable[tuple[Check, bool]]:
    concluded = _count(cells, "SG3a", enquiry_type, SG3A_LABELS.values())
    asked = _count(cells, "SG4a", enquiry_type, SG4A_LABELS.values())
    expressed = _count(cells, "SG4a", enquiry_type, [EXPRESSED])
    results = _count(cells, "SG4a", enquiry_type, ACHIEVED_LABELS.values())
    lacked = _count(cells, "SG3a", enquiry_type, [next(iter(SG3A_LABELS.values()))])
    supported = _count(cells, "SG3a", enquiry_type, [SUPPORTED])
    yield _ALL_IN_SG2A, True
    yield _ALL_IN_SG2C, True
    yield (
        _RISKS_FOLLOWED,
        all(
            _count(cells, "SG2e", enquiry_type, SG2E_LABELS.values(), source)
            == _count(cells, "SG2c", enquiry_type, _IDENTIFIED, source)
            for source in SOURCE_LABELS.values()
        ),
    )
    yield _SUPPORTED, supported is not None and lacked is not None and supported <= lacked
    yield _SAME_ENQUIRIES, asked == concluded
    yield _ALL_JUDGED, results == expressed


def _count(
    cells: Cells, table: str, enquiry_type: EnquiryType, rows: Iterable[str], column: str = ""
) -> int | None:
    """Return the sum of some rows, or None where one was not supplied."""
    figures = [cells[Place(table, enquiry_type, row, column)] for row in rows]
    counts = [figure for figure in figures if isinstance(figure, int)]
    return sum(counts) if len(counts) == len(figures) else None


def _sum(cells: Cells, table: str, enquiry_type: EnquiryType) -> int:
    figures = [figure for place, figure in cells.items() if place[:2] == (table, enquiry_type)]
    return sum(figure for figure in figures if not isinstance(figure, Absent))


def _cases(dataset: Dataset, question: str, within: dict[str, object]) -> list[UUID]:
    return [row["case_id"] for row in dataset.rows(question, **within)]


def _view(
    one: Check, enquiry_type: EnquiryType, *, passed: bool, cases: list[UUID] | None = None
) -> CheckView:
    behind = cases or []
    return CheckView(
        check=f"{one.name}: {enquiry_type}",
        says=one.says,
        passed=passed,
        to_do="" if passed else one.to_do,
        case_count=len(behind),
        cases=behind[:MOST_CASES],
    )
