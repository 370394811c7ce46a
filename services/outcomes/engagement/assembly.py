"""From counts of agencies to what is said of each, where it may be said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from services.outcomes.engagement.counting import ASKED_OF, Hours, Tally, Whose
from services.outcomes.engagement.suppression import TOTAL, SafeCounts, safe_counts
from services.outcomes.engagement.views import AskedFor, AskedForView, Engaged

NOBODY_ID: Final = UUID(int=0)
"""In the place of an agency that was not recorded: shown nowhere, and part of the sums."""

Columns = Mapping[str, int | None]
_HEARD: Final = (Engaged.CONTRIBUTED, Engaged.DECLINED, Engaged.OVERDUE, Engaged.ACKNOWLEDGED)
_STATES: Final = tuple(map(str, Engaged))
_ONE: Final = ("count",)


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted, before anything is left out; desired outcomes by agency."""

    states: Mapping[AskedFor, Tally]
    conversations: Tally
    recorded: Mapping[UUID, int]
    owned: Mapping[UUID, int]
    hours: Mapping[tuple[AskedFor, Whose], Hours]

    def agencies(self) -> set[UUID]:
        """Return the agencies of which anything is counted."""
        tallies = (*self.states.values(), self.conversations, self.recorded, self.owned)
        return {agency for tally in tallies for agency in tally} - {NOBODY_ID}


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of one agency, or of a kind."""

    states: Mapping[AskedFor, Columns]
    conversations: Columns
    recorded: int | None
    owned: int | None


@dataclass(frozen=True, slots=True)
class SafeFigures:
    """The same as may be shown."""

    states: Mapping[AskedFor, SafeCounts]
    conversations: SafeCounts
    recorded: SafeCounts
    owned: SafeCounts

    def of_agency(self, agency: UUID) -> Part:
        """Return what may be shown of one agency."""
        return Part(
            {asked_for: each.agencies[agency] for asked_for, each in self.states.items()},
            self.conversations.agencies[agency],
            self.recorded.agencies[agency][TOTAL],
            self.owned.agencies[agency][TOTAL],
        )

    def of_kind(self, kind: str) -> Part:
        """Return what may be shown of a kind of agencies."""
        return Part(
            {asked_for: each.kinds[kind] for asked_for, each in self.states.items()},
            self.conversations.kinds[kind],
            self.recorded.kinds[kind][TOTAL],
            self.owned.kinds[kind][TOTAL],
        )


def safe_figures(figures: Figures, kinds: Mapping[UUID, str]) -> SafeFigures:
    """Return what may be shown, each table proven by itself.

    Desired outcomes as recorded and as owned have one total, so each takes it for known.
    """
    return SafeFigures(
        {
            asked_for: safe_counts(tally, kinds, _STATES)
            for asked_for, tally in figures.states.items()
        },
        safe_counts(figures.conversations, kinds, ASKED_OF),
        _safe_list(figures.recorded, kinds),
        _safe_list(figures.owned, kinds),
    )


def exact_figures(figures: Figures, agency: UUID) -> Part:
    """Return what was counted of one agency, zeros too."""
    states: dict[AskedFor, Columns] = {}
    for asked_for, tally in figures.states.items():
        counts = tally.get(agency, dict.fromkeys(_STATES, 0))
        states[asked_for] = {**counts, TOTAL: sum(counts.values())}
    return Part(
        states,
        figures.conversations.get(agency, dict.fromkeys(ASKED_OF, 0)),
        figures.recorded.get(agency, 0),
        figures.owned.get(agency, 0),
    )


def taking_part(
    part: Part, hours: Mapping[tuple[AskedFor, Whose], Hours], whose: Whose
) -> dict[str, Any]:
    """Return the fields of `TakingPart`.

    Hours rest on counts that are shown, so that whether there are any tells nothing more.
    """
    return {
        "asked_for": [
            _asked_for(each, counts, hours.get((each, whose), Hours(None, None)))
            for each, counts in part.states.items()
        ],
        "conversations": {place: part.conversations[place] for place in ASKED_OF},
        "desired_outcomes_recorded": part.recorded,
        "desired_outcomes_owned": part.owned,
    }


def _asked_for(asked_for: AskedFor, counts: Columns, hours: Hours) -> AskedForView:
    heard = any(counts[state] for state in _HEARD)
    return AskedForView(
        asked_for=asked_for,
        asked=counts[TOTAL],
        states={state: counts[state] for state in Engaged},
        hours_to_acknowledge=hours.heard if heard else None,
        hours_to_contribute=hours.contributed if counts[Engaged.CONTRIBUTED] else None,
    )


def _safe_list(counts: Mapping[UUID, int], kinds: Mapping[UUID, str]) -> SafeCounts:
    nobody = {NOBODY_ID: "nobody"} if counts.get(NOBODY_ID) else {}
    everybody = {**kinds, **nobody}
    columns = {agency: {_ONE[0]: count} for agency, count in counts.items()}
    return safe_counts(columns, everybody, _ONE, total_is_known=True)
