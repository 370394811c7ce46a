"""Make an area, write it into the logs, and count it; or draw one in memory."""

import time
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from rich.console import Console

from deploy.synthesis.area import Area, Plan
from deploy.synthesis.cases import Case, make_area, make_cases
from deploy.synthesis.logs import require_room, write_agencies, write_cases
from deploy.synthesis.truth import Truth
from services.outcomes.statistics.rebuilding import rebuild
from shared.transactions import Database

_SECONDS_BETWEEN_LINES = 5


async def make(
    databases: Mapping[str, Database], plan: Plan, *, beside_real_cases: bool
) -> tuple[dict[str, Any], Truth]:
    """Make an area in these databases; return what was made, and what is true of it.

    Raises `AreaAlreadyThere` and `RealCasesThere`.
    """
    area, chance = make_area(plan)
    await require_room(databases, area, beside_real_cases=beside_real_cases)
    truth = Truth.of(area)
    started = said = time.monotonic()
    console = Console(stderr=True)
    events = await write_agencies(databases, plan, area)
    cases = 0
    async for more_cases, more_events in write_cases(
        databases, plan, _noted(make_cases(plan, area, chance), truth)
    ):
        cases, events = cases + more_cases, events + more_events
        if time.monotonic() - said > _SECONDS_BETWEEN_LINES:
            said = time.monotonic()
            console.print(f"{truth.enquiries:,} enquiries, {events:,} events", highlight=False)
    written = time.monotonic()
    counted = [so_far async for so_far in rebuild(databases)][-1]
    return {
        "agencies": len(area.agencies),
        "cases": cases,
        "section_42_enquiries": truth.enquiries,
        "events": events,
        "facts": counted.rows,
        "seconds_written": round(written - started, 1),
        "seconds_counted": round(time.monotonic() - written, 1),
    }, truth


def _noted(cases: Iterator[Case], truth: Truth) -> Iterator[Case]:
    for case in cases:
        truth.add(case)
        yield case


def small_area(until: date) -> Plan:
    """Return the plan of the area that the demo shows."""
    return Plan(enquiries=240, agencies=8, years=2, seed=1, until=until)


def draw(plan: Plan) -> tuple[Area, Truth, list[Case]]:
    """Return an area with everything in it, in memory: for tests and studies."""
    area, chance = make_area(plan)
    truth = Truth.of(area)
    return area, truth, list(_noted(make_cases(plan, area, chance), truth))
