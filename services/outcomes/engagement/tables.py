"""How agencies took part, as rows for a spreadsheet."""

import csv
import io
from collections.abc import Iterator

from services.outcomes.engagement.views import EngagementView, HoursView, TakingPart
from shared.spreadsheets import inert_row

HEADINGS = (
    "council_id",
    "year",
    "whose",
    "name",
    "kind",
    "asked_for",
    "figure",
    "value",
)


def engagement_csv(view: EngagementView) -> str:
    """Return a heading and a row for each figure; what is left out is an empty cell."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(HEADINGS)
    for row in _rows(view):
        rows.writerow(inert_row([str(view.council_id), view.year, *row]))
    return text.getvalue()


def _rows(view: EngagementView) -> Iterator[tuple[object, ...]]:
    several = view.several_contributed
    yield "all", "", "", "", "several_contributed", several.count
    yield "all", "", "", "", "concluded", several.of
    for kind in view.kinds:
        for figure in _figures(kind):
            yield "kind", "", str(kind.kind), *figure
    for agency in view.agencies:
        for figure in _figures(agency):
            yield str(agency.agency_id), agency.name, str(agency.kind), *figure


def _figures(part: TakingPart) -> Iterator[tuple[object, ...]]:
    """Yield what was asked for, the name of a figure, and the figure."""
    for each in part.asked_for:
        asked_for = str(each.asked_for)
        yield asked_for, "asked", each.asked
        for state, count in each.states.items():
            yield asked_for, str(state), count
        for name in ("hours_to_acknowledge", "hours_to_contribute"):
            hours: HoursView | None = getattr(each, name)
            for point in HoursView.model_fields:
                yield asked_for, f"{name}_{point}", None if hours is None else getattr(hours, point)
    for place, count in part.conversations.items():
        yield "", f"conversations_with_{place}", count
    yield "", "desired_outcomes_recorded", part.desired_outcomes_recorded
    yield "", "desired_outcomes_owned", part.desired_outcomes_owned
