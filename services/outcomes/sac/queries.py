"""The return of a council's year: exact for that council, suppressed for everybody."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.reviews import queries as reviews
from services.outcomes.sac.checks import check
from services.outcomes.sac.counting import Cells, Place, count_cells
from services.outcomes.sac.layout import OWN_WORDING, EnquiryType
from services.outcomes.sac.publishing import suppress
from services.outcomes.sac.views import CellView, PublishedCell, PublishedReturn, ReturnView
from services.outcomes.statistics.dataset import Dataset
from services.outcomes.statistics.period import Period, ReportingYear
from shared.access.caller import Caller
from shared.access.tables import known_identifiers
from shared.errors import Forbidden
from shared.figures.disclosure import Absent, published
from shared.reference.agencies import AgencyKind, IdentifierScheme


def require_council(caller: Caller) -> UUID:
    """Return the council whose own return this is; raises `Forbidden` for whoever is none."""
    if caller.kind is not AgencyKind.COUNCIL:
        raise Forbidden("A council reads its own return; what is published, everybody may read.")
    return caller.agency_id


async def count_reviews(session: AsyncSession, caller: Caller, year: ReportingYear) -> Cells:
    """Return SG5 over the reviews completed in the year that the council may read."""
    counts = await reviews.count(session, caller, Period(year.first_day, year.last_day))
    cells: Cells = {}
    for row in counts.reviews:
        cells[Place("SG5a", EnquiryType.REVIEWS, row.row, "")] = row.count
    for row in counts.people:
        cells[Place("SG5b", EnquiryType.PEOPLE_IN_REVIEWS, row.row, "")] = row.count
    return cells


async def read_ons_code(session: AsyncSession, council_id: UUID) -> str | None:
    """Return the code of the Office for National Statistics under which a council is known here."""
    query = select(known_identifiers.c.value).where(
        known_identifiers.c.agency_id == council_id,
        known_identifiers.c.scheme == IdentifierScheme.GSS,
    )
    code: str | None = await session.scalar(query)
    return code


def read_return(
    dataset: Dataset, council_id: UUID, year: ReportingYear, *, synthetic: bool
) -> ReturnView:
    """Return SG1 to SG4, exact, with their checks."""
    cells = count_cells(dataset, council_id, year, synthetic=synthetic)
    return ReturnView(
        **_heading(dataset, council_id, year, synthetic=synthetic),
        first_day=year.first_day,
        last_day=year.last_day,
        cells=shown(cells),
        checks=check(dataset, council_id, year, cells, synthetic=synthetic),
    )


def read_published(
    dataset: Dataset, council_id: UUID, year: ReportingYear, *, synthetic: bool
) -> PublishedReturn:
    """Return SG1 to SG4 as they may be published."""
    cells = suppress(count_cells(dataset, council_id, year, synthetic=synthetic))
    return PublishedReturn(
        **_heading(dataset, council_id, year, synthetic=synthetic),
        cells=[
            PublishedCell(
                table=place.table,
                enquiry_type=place.enquiry_type,
                row=place.row,
                column=place.column,
                value=published(figure),
            )
            for place, figure in cells.items()
        ],
    )


def shown(cells: Cells) -> list[CellView]:
    """Return cells as they are sent."""
    return [
        CellView(
            table=place.table,
            enquiry_type=place.enquiry_type,
            row=place.row,
            column=place.column,
            value=None if isinstance(figure, Absent) else figure,
            absent=figure if isinstance(figure, Absent) else None,
            own_wording=(place.table, place.row) in OWN_WORDING,
        )
        for place, figure in cells.items()
    ]


def _heading(
    dataset: Dataset, council_id: UUID, year: ReportingYear, *, synthetic: bool
) -> dict[str, Any]:
    names = dataset.rows(
        "SELECT name FROM agencies WHERE agency_id = $council_id", council_id=council_id
    )
    return {
        "council_id": council_id,
        "council": names[0]["name"] if names else "",
        "year": year.name,
        "synthetic": synthetic,
        "as_at": dataset.as_at,
    }
