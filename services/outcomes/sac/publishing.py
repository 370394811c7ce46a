"""What of a return may be published: rounded as officially, and nothing small to be worked out.

The tables of one kind of enquiry are tied to each other: SG1a to SG1c break down the same people,
SG3a and the first part of SG4a the same enquiries, and the columns of SG2e add up to two rows of
SG2c. What one of them shows is known to the reader of the next. The other tables count an enquiry
or a person several times over, so that no sum of theirs is a sum of another.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from services.outcomes.sac.counting import Cells, Place
from services.outcomes.sac.layout import (
    ACHIEVED_LABELS,
    BEGUN,
    CONCLUDED,
    EXPRESSED,
    SG4A_LABELS,
    SUPPORTED,
    TABLES,
    EnquiryType,
)
from shared.figures.disclosure import (
    SMALLEST_PUBLISHED,
    Absent,
    Figure,
    suppress_grid,
    suppress_lists,
)
from shared.figures.disclosure import Place as InTable
from shared.figures.errors import CannotBeHidden
from shared.reference.sac_concluded import SG3A_LABELS, LackedCapacity

_TOTAL: Final[InTable] = (None, None)
_LACKED: Final = SG3A_LABELS[LackedCapacity.YES]
_IDENTIFIED: Final = ("Risk identified and action taken", "Risk identified and no action taken")


def suppress(cells: Cells) -> Cells:
    """Return the cells with those left out that are small or would tell one that is."""
    safe: Cells = {}
    for enquiry_type in BEGUN.values():
        people = [_rows(cells, table, enquiry_type) for table in ("SG1a", "SG1b", "SG1c")]
        safe |= _lists(cells, people)
        for table in ("SG1d", "SG1e"):
            safe |= _lists(cells, [_rows(cells, table, enquiry_type)])
    for enquiry_type in CONCLUDED.values():
        for table in ("SG2a", "SG2a_b1", "SG2b", "SG2c"):
            safe |= _grid(cells, table, enquiry_type)
        safe |= _grid(cells, "SG2e", enquiry_type, _known_of_sg2e(safe, enquiry_type))
        safe |= _of_all_concluded(cells, enquiry_type)
    return {place: safe.get(place, _alone(cells[place])) for place in cells}


def _alone(figure: Figure) -> Figure:
    """Leave out a figure that is tied to no other, if it is small."""
    is_small = isinstance(figure, int) and figure < SMALLEST_PUBLISHED
    return Absent.SUPPRESSED if is_small else figure


def _rows(cells: Cells, table: str, enquiry_type: EnquiryType) -> list[Place]:
    return [place for place in cells if place[:2] == (table, enquiry_type)]


def _lists(cells: Cells, lists: Sequence[Sequence[Place]], known: Sequence[InTable] = ()) -> Cells:
    figures = [[cells[place] for place in each] for each in lists]
    try:
        safe = suppress_lists(figures, known).lists
    except CannotBeHidden:
        safe = tuple(tuple(Absent.SUPPRESSED for _ in each) for each in lists)
    return {
        place: figure
        for each, found in zip(lists, safe, strict=True)
        for place, figure in zip(each, found, strict=True)
    }


def _grid(
    cells: Cells, reference: str, enquiry_type: EnquiryType, known: Sequence[InTable] = ()
) -> Cells:
    table = next(each for each in TABLES if each.reference == reference)
    places = [
        [Place(reference, enquiry_type, row, column) for column in table.columns]
        for row in table.rows
    ]
    try:
        safe = suppress_grid([[cells[place] for place in row] for row in places], known).rows
    except CannotBeHidden:
        safe = tuple(tuple(Absent.SUPPRESSED for _ in row) for row in places)
    return {
        place: figure
        for row, found in zip(places, safe, strict=True)
        for place, figure in zip(row, found, strict=True)
    }


def _known_of_sg2e(safe: Mapping[Place, Figure], enquiry_type: EnquiryType) -> list[InTable]:
    """Return the columns of SG2e whose sums are told by two rows of SG2c."""
    table = next(each for each in TABLES if each.reference == "SG2c")
    return [
        (None, number)
        for number, column in enumerate(table.columns)
        if all(
            isinstance(safe[Place("SG2c", enquiry_type, row, column)], int) for row in _IDENTIFIED
        )
    ]


def _of_all_concluded(cells: Cells, enquiry_type: EnquiryType) -> Cells:
    """Return SG3a and SG4a: two breakdowns of the same enquiries, and one of a part of each."""
    capacity = [Place("SG3a", enquiry_type, row, "") for row in SG3A_LABELS.values()]
    asked = [Place("SG4a", enquiry_type, row, "") for row in SG4A_LABELS.values()]
    safe = _lists(cells, [capacity, asked])
    supported = Place("SG3a", enquiry_type, SUPPORTED, "")
    safe[supported] = _part(cells, [supported], safe, capacity[0])[supported]
    achieved = [Place("SG4a", enquiry_type, row, "") for row in ACHIEVED_LABELS.values()]
    expressed = Place("SG4a", enquiry_type, EXPRESSED, "")
    return safe | _part(cells, achieved, safe, expressed)


def _part(
    cells: Cells, parts: Sequence[Place], safe: Mapping[Place, Figure], whole: Place
) -> Cells:
    """Return figures that are parts of another, of which what is left over can be worked out."""
    total = cells[whole]
    counts = [figure for place in parts if isinstance(figure := cells[place], int)]
    if not isinstance(total, int) or len(counts) < len(parts):
        return {place: cells[place] for place in parts}
    known = [_TOTAL] if isinstance(safe[whole], int) else []
    try:
        found = suppress_lists([[*counts, total - sum(counts)]], known).lists[0]
    except CannotBeHidden:
        return dict.fromkeys(parts, Absent.SUPPRESSED)
    return dict(zip(parts, found, strict=False))
