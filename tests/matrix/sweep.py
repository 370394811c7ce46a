"""Look everywhere for a case that somebody must not know of, and count the bytes that are found."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy import select

from shared.messaging.outbox import outbox
from tests.exchange.busy_case import Call, absent
from tests.matrix.cast import EVERYONE, Actor, actor
from tests.matrix.cells import following
from tests.matrix.place import Place
from tests.matrix.sheet import MUST_NOT_KNOW, Relation, Role
from tests.matrix.stage import Case, Pair, body_for

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
WRITTEN = ("canary", "Canary", "9990000018", "1938-05-02")
"""Of whatever anybody wrote in a case of the tests, each text holds one of these."""

MALFORMED: tuple[dict[str, Any], ...] = (
    {"body": {"unknown": 1}},
    {"content": b"{", "headers": {"Content-Type": "application/json"}},
)


@dataclass(frozen=True)
class Traces:
    """What gives a case away: ids of it and of what is in it, and what was written."""

    ids: frozenset[str]
    written: tuple[str, ...]

    def bytes_in(self, text: str) -> int:
        """Return how many bytes of `text` are of the case."""
        found = sum(len(one) for one in _ID.findall(text.lower()) if one in self.ids)
        return found + sum(len(word) * text.count(word) for word in self.written)


async def calls_of(place: Place) -> list[Call]:
    """Return every operation that the running services describe."""
    calls = []
    for service in place.databases:
        answer = await place.call(Actor(None, None), "GET", f"/{service}/openapi.json")
        for path, operations in answer.json()["paths"].items():
            for method, operation in operations.items():
                named = operation.get("parameters", [])
                queries = tuple(one["name"] for one in named if one["in"] == "query")
                calls.append(Call(method.upper(), path, queries))
    return calls


async def traces_of(place: Place, case: Case, *, known: Iterable[str] = ()) -> Traces:
    """Return what gives the case away: every id that any event of it carries, agencies' aside."""
    ids = set(case.ids.values())
    for database in place.databases.values():
        async with database.engine.connect() as connection:
            query = select(outbox.c.envelope).where(outbox.c.stream == f"case/{case.id}")
            for envelope in (await connection.execute(query)).scalars():
                ids |= set(_ID.findall(json.dumps(json.loads(envelope)["data"])))
    ids -= {str(agency.id) for agency in EVERYONE} | set(known)
    return Traces(frozenset(ids), WRITTEN)


async def sweep(place: Place, pair: Pair) -> Counter[str]:
    """Call everything as everyone who must not know; return the bytes found, by where."""
    calls = await calls_of(place)
    found: Counter[str] = Counter()
    for relation in sorted(MUST_NOT_KNOW):
        case = pair.of(relation)
        traces = await traces_of(place, case)
        if relation is Relation.EXCLUDED_REFERRER:  # it reads back what it sent, and that alone
            traces = Traces(traces.ids - {case.ids["concern_id"]}, ())
        for role in (Role.PRACTITIONER, Role.SAFEGUARDING_LEAD, Role.UNNAMED):
            who = actor(relation, role)
            for call in calls:
                where = f"{relation} | {role} | {call.method} {call.path}"
                for text in await _answers(place, who, call, case):
                    found[where] += traces.bytes_in(_less_other_cases(text, case, traces))
    return +found


def _less_other_cases(text: str, case: Case, traces: Traces) -> str:
    """Leave out of a list what names another case, and nothing of this one.

    Whoever must not know of one case may read of another, in which the same words are written.
    """
    headers, brace, body = text.partition("\n{")
    try:
        listed = json.loads(brace + body)
    except ValueError:
        return text
    if not isinstance(listed.get("items"), list):
        return text
    listed["items"] = [item for item in listed["items"] if not _is_of_another(item, case, traces)]
    return f"{headers}\n{json.dumps(listed)}"


def _is_of_another(item: Any, case: Case, traces: Traces) -> bool:
    named = item.get("case_id") if isinstance(item, dict) else None
    if isinstance(item, dict) and len(item.get("case_ids", ())) == 1:
        (named,) = item["case_ids"]
    ids = set(_ID.findall(json.dumps(item)))
    return named not in {None, case.id} and not ids & traces.ids


async def _answers(place: Place, who: Actor, call: Call, case: Case) -> Sequence[str]:
    """Return all that is answered to a call, made in several ways; a list to its end."""
    ids = absent({"agency_id": "", **case.ids}) | case.ids
    ids |= {"agency_id": str(who.agency.id) if who.agency else ""}
    try:
        path = call.path.format_map(ids)
    except KeyError as unknown:
        path = call.path.format_map({**ids, str(unknown.args[0]): case.id})
    if call.method == "GET":
        return [text async for text in _pages(place, who, path, call)]
    if "{case_id}" not in call.path and "{concern_id}" not in call.path:
        return [_whole(await place.call(who, call.method, path, **way)) for way in MALFORMED]
    proper = {"body": body_for(call, case.ids)}
    ways = [proper, *MALFORMED]
    return [_whole(await place.call(who, call.method, path, **way)) for way in ways]


async def _pages(place: Place, who: Actor, path: str, call: Call) -> Any:
    cursors = {"feed": "after"}
    name = cursors.get(path.rsplit("/", 1)[-1], "cursor")
    cursor: str | None = None
    while True:
        query: dict[str, str] = {} if cursor is None else {name: cursor}
        answer = await place.call(who, "GET", path, params=query)
        yield _whole(answer)
        cursor_of_next = following(answer)
        if cursor_of_next is None or name not in call.queries:
            return
        cursor = cursor_of_next


def _whole(answer: httpx.Response) -> str:
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{headers}\n{answer.text}"


async def sweep_inside(place: Place, logs: Sequence[str]) -> Counter[str]:
    """Return the bytes of what was written in any case that are in events or in logs."""
    written = Traces(frozenset(), WRITTEN)
    found: Counter[str] = Counter()
    for name, database in place.databases.items():
        async with database.engine.connect() as connection:
            for envelope in (await connection.execute(select(outbox.c.envelope))).scalars():
                found[f"events of {name}"] += written.bytes_in(envelope.decode())
    for log in logs:
        found["logs"] += written.bytes_in(log)
    return +found
