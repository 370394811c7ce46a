"""Hold what each agency is told of a case, over each channel, against what the sheet says."""

import json
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from shared.messaging.outbox import outbox
from tests.matrix.cast import AGENCIES, actor
from tests.matrix.cells import Tally
from tests.matrix.happening import let_all_happen
from tests.matrix.place import Place
from tests.matrix.sheet import MUST_NOT_KNOW, Relation, Role, Row, Word, read_sheet
from tests.matrix.stage import Pair, Stage, stage

_FROM_THE_START = frozenset({"intake.concern_raised.v1"})

_READ_NOW = "feed"
_WAITS_FOR_TIME = frozenset({"partners.target_missed.v1", "partners.delivery_stalled.v1"})
"""Happens once the time of something has passed."""

Told = list[dict[str, Any]]
Channel = Callable[[Relation], Awaitable[Told]]
"""Returns every event that someone in this relation was told, over one channel."""


@dataclass(frozen=True)
class Happened:
    """An event of a case as its service published it; `in_full_cast` once all had their part."""

    type: str
    case_id: str
    data: dict[str, Any]
    in_full_cast: bool


async def call_channels(place: Place, channels: dict[str, Channel], tally: Tally) -> Pair:
    """Let everything happen, then ask each channel for each relation what it was told."""
    [pair] = await stage(place, [Stage.SHARED])
    before = {event.data["event_id"] for event in await _happened(place, pair, frozenset())}
    await let_all_happen(place, pair.main)
    await let_all_happen(place, pair.own, decider=actor(Relation.DECIDER, Role.PRACTITIONER))
    events = await _happened(place, pair, before)
    for name, channel in channels.items():
        for relation in AGENCIES:
            if relation is not Relation.NO_SUCH_CASE:
                await _check(name, channel, relation, pair, events, tally)
    return pair


async def _happened(place: Place, pair: Pair, before: Iterable[str]) -> list[Happened]:
    streams = [f"case/{case.id}" for case in (pair.main, pair.own)]
    found, seen_before = [], set(before)
    for database in place.databases.values():
        async with database.engine.connect() as connection:
            query = select(outbox.c.envelope).where(outbox.c.stream.in_(streams))
            for text in (await connection.execute(query)).scalars():
                envelope = json.loads(text)
                data = envelope["data"]
                found.append(
                    Happened(
                        envelope["type"],
                        data["case_id"],
                        data | {"event_id": envelope["id"]},
                        envelope["id"] not in seen_before,
                    )
                )
    return found


async def _check(
    name: str,
    channel: Channel,
    relation: Relation,
    pair: Pair,
    events: Sequence[Happened],
    tally: Tally,
) -> None:
    case_id = pair.of(relation).id
    told = [event for event in await channel(relation) if case_id in json.dumps(event)]
    of_case = [event for event in events if event.case_id == case_id]
    rows = [row for row in read_sheet() if row.is_event]
    for row in rows:
        about = f"{name} | {row.call} | {relation}"
        of_type = [event for event in of_case if event.type == row.call]
        tally.note(about, _mistold(name, row, relation, of_type, told))
    if relation is Relation.LEAD:
        due = {row.call for row in rows if row.words[relation] is Word.TOLD} - _WAITS_FOR_TIME
        never = sorted(due - {event.type for event in events})
        problem = f"let them happen in tests/matrix/happening.py: {never}" if never else None
        tally.note(f"{name} | what never happened", problem)
    unknown = {event["type"] for event in told} - {row.call for row in rows}
    tally.note(f"{name} | anything else | {relation}", f"told {unknown}" if unknown else None)
    if relation in MUST_NOT_KNOW and name == _READ_NOW:
        tally.note(f"{name} | anything | {relation}", f"told {len(told)}" if told else None)


def _mistold(
    name: str, row: Row, relation: Relation, happened: list[Happened], told: list[dict[str, Any]]
) -> str | None:
    """Return what was told too much or too little of one class of events."""
    word, own_id = row.words[relation], str(AGENCIES[relation].id)
    if word is Word.IF_NAMED:
        named = [(one, str([one.data.get(name) for name in row.fields])) for one in happened]
        happened = [one for one, names in named if own_id in names]
    leading_up = [one for one in happened if not _counts(one, word)]
    due = [one for one in happened if _counts(one, word)] if word is not Word.NOT_TOLD else []
    shown = Counter(_text(event["data"]) for event in told if event["type"] == row.call)
    expected = Counter(_text(_view(row, relation, one.data)) for one in due)
    perhaps = Counter(_text(_view(row, relation, one.data)) for one in leading_up)
    if word is Word.NOT_TOLD:
        shown -= _brought_before(name, row, relation, happened)
        return f"told {sum(shown.values())}" if shown else None
    missing, extra = expected - shown, shown - expected - perhaps
    return f"missing {dict(missing)}, too much {dict(extra)}" if missing or extra else None


def _brought_before(
    name: str, row: Row, relation: Relation, happened: list[Happened]
) -> Counter[str]:
    """Return what a push may have brought before the relation came about; a feed is read now."""
    early = [one for one in happened if not one.in_full_cast and name != _READ_NOW]
    return Counter(_text(_view(row, relation, one.data)) for one in early)


def _counts(event: Happened, word: Word) -> bool:
    """Tell whether it happened when the relation was what the sheet speaks of."""
    return word is Word.IF_NAMED or event.in_full_cast or event.type in _FROM_THE_START


def _view(row: Row, relation: Relation, data: dict[str, Any]) -> dict[str, Any]:
    hidden = {
        field
        for shown in row.classes
        if shown.words[relation] is Word.NOT_SHOWN
        for field in shown.fields
    }
    return {name: value for name, value in data.items() if name not in hidden | {"event_id"}}


def _text(data: dict[str, Any]) -> str:
    return json.dumps(data, sort_keys=True)


def feed_of(place: Place, role: Role = Role.PRACTITIONER) -> Channel:
    """Return the channel `feed`: read from its beginning to its end."""

    async def read(relation: Relation) -> Told:
        told: Told = []
        cursor = ""
        while True:
            path = f"/partners/v1/feed?limit=500{cursor}"
            page = await place.done(actor(relation, role), "GET", path)
            if not page["items"]:
                return told
            told += page["items"]
            cursor = f"&after={page['next']}"

    return read
