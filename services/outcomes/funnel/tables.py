"""The funnel as rows for a spreadsheet."""

import csv
import io
from collections.abc import Iterator

from services.outcomes.funnel.views import FunnelView, StageView
from shared.spreadsheets import inert_row

HEADINGS = (
    "council_id",
    "year",
    "kind",
    "part",
    "group",
    "name",
    "stage",
    "count",
    "of",
    "denominator",
    "missing",
    "interval_low",
    "interval_high",
    "worst_case",
    "best_case",
)


def funnel_csv(view: FunnelView) -> str:
    """Return a heading and a row for each stage; what is left out is an empty cell."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(HEADINGS)
    for part, group, name, stages in _parts(view):
        for stage in stages:
            of = (view.council_id, view.year, view.kind, part, group, name)
            rows.writerow(inert_row([*map(str, of), *_cells(stage)]))
    return text.getvalue()


def _parts(view: FunnelView) -> Iterator[tuple[str, str, str, list[StageView]]]:
    yield "concerns", "", "", view.concerns
    yield "enquiries", "", "", view.enquiries
    for result in view.results_by:
        yield "results", result.judged_by, "", result.stages
    yield "limits", "", "", view.limits.stages
    for limit in view.limits.by_reason:
        yield "limits by reason", limit.reason, "", limit.stages
    for wanted in view.limits.results_by_adult:
        which = "limited" if wanted.limited else "not limited"
        yield "results by the adult", which, "", wanted.stages
    for group in view.groups:
        yield f"{view.broken_down_by}", group.group, group.name, group.stages


def _cells(stage: StageView) -> list[object]:
    ranges = [
        end
        for found in (stage.interval, stage.bounds)
        for end in ((found.low, found.high) if found else (None, None))
    ]
    counts = (stage.stage, stage.count, stage.of, stage.denominator, stage.missing)
    return [*counts, *ranges]
