"""Whose cases a report is about, those that one council leads, and what agencies are called."""

from uuid import UUID

from services.outcomes.errors import CouncilNeeded
from services.outcomes.statistics.dataset import Dataset
from shared.access.caller import Caller
from shared.reference.agencies import AgencyKind


async def council_for(dataset: Dataset, caller: Caller, asked: UUID | None) -> UUID:
    """Return the council that is asked about, the caller if it is one, or the only one there is.

    Every agency may read the same suppressed figures of any council. Raises `CouncilNeeded`.
    """
    if asked is not None:
        return asked
    if caller.kind is AgencyKind.COUNCIL:
        return caller.agency_id
    councils = await dataset.ask(list_councils, synthetic=caller.synthetic)
    if len(councils) != 1:
        raise CouncilNeeded
    return councils[0]


def list_councils(dataset: Dataset, *, synthetic: bool) -> list[UUID]:
    """Return the agencies that lead any case."""
    rows = dataset.rows(
        "SELECT DISTINCT council_id FROM concerns WHERE synthetic = $synthetic ORDER BY ALL",
        synthetic=synthetic,
    )
    return [row["council_id"] for row in rows]


def agency_names(dataset: Dataset) -> dict[str, str]:
    """Return the names of agencies by their ids as text."""
    rows = dataset.rows("SELECT CAST(agency_id AS VARCHAR) AS agency_id, name FROM agencies")
    return {row["agency_id"]: row["name"] for row in rows}
