"""How reports are asked for: each is of a reporting year."""

from collections.abc import Mapping

from tests.matrix.cast import Actor
from tests.matrix.place import Place
from tests.matrix.sending import Prepare, Sent
from tests.matrix.stage import Case


async def _of_a_year(place: Place, case: Case, actor: Actor) -> Sent:
    return Sent({"year": "2026-27"})


REPORTS: Mapping[str, Prepare] = dict.fromkeys(
    (
        "GET /outcomes/v1/funnel/{year}",
        "GET /outcomes/v1/funnel/{year}/table",
        "GET /outcomes/v1/sac/{year}",
        "GET /outcomes/v1/sac/{year}/cells",
        "GET /outcomes/v1/sac/{year}/workbook",
        "GET /outcomes/v1/sac/{year}/published",
        "GET /outcomes/v1/sac/{year}/published/cells",
        "GET /outcomes/v1/sac/{year}/data-quality",
        "GET /outcomes/v1/engagement/{year}",
        "GET /outcomes/v1/engagement/{year}/own",
        "GET /outcomes/v1/engagement/{year}/table",
    ),
    _of_a_year,
)
"""By the call."""
