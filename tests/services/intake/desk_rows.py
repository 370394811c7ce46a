"""Counting what intake keeps, to see that a refusal changed nothing."""

from services.intake.adults.models import Adult
from services.intake.concerns.models import Concern
from services.intake.decisions.models import Decision, GatheredInformation
from services.intake.sources.models import AllegedSource
from shared.access.tables import case_exclusions, known_cases
from shared.messaging.outbox import outbox
from tests.support.desk import Desk

KEPT = (
    Adult,
    Concern,
    AllegedSource,
    Decision,
    GatheredInformation,
    known_cases,
    case_exclusions,
    outbox,
)


async def rows(desk: Desk) -> list[int]:
    """Return how many rows each table has that a change would add to."""
    return [await desk.count(table) for table in KEPT]
