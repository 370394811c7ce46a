"""Call every cell, and hold what comes of it against what the sheet says."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

import httpx

from shared.access.caller import Scope
from shared.pages.route import SIGN_IN
from tests.exchange.busy_case import Call, seen
from tests.matrix.cast import Actor, actor
from tests.matrix.place import Place
from tests.matrix.recipes import recipe_of
from tests.matrix.sending import Sent
from tests.matrix.sheet import Cell, FieldClass, Relation, Role, Word
from tests.matrix.stage import Case, Pair, Stage, body_for, stage
from tests.support.agencies import AGENCY_SCOPES, COUNCIL

CANARIES = ("canary", "Canary")


@dataclass
class Tally:
    """How many cells were called, and which did not come out as the sheet says."""

    cells: int = 0
    mismatches: list[str] = field(default_factory=list)

    def note(self, what: object, problem: str | None) -> None:
        """Count one cell."""
        self.cells += 1
        if problem is not None:
            self.mismatches.append(f"{what}: {problem}")


_CREDENTIALS = re.compile("/(keys|secrets)")
"""An agency has only so many at a time."""


async def call_cells(place: Place, wanted: Sequence[Cell], tally: Tally) -> None:
    """Call these cells, first what must not come about, then what must."""
    [pair] = await stage(place, [Stage.WORKED_ON])
    comes_about = [cell for cell in wanted if cell.word is Word.YES]
    others = [cell for cell in wanted if cell.word is not Word.YES]
    await asyncio.gather(*(_check(place, cell, pair, tally) for cell in others))
    at_any_time = [cell for cell in comes_about if recipe_of(cell).once_in_a_case is None]
    one_by_one = [cell for cell in at_any_time if _CREDENTIALS.search(cell.row.path)]
    await asyncio.gather(
        *(_check(place, cell, pair, tally) for cell in at_any_time if cell not in one_by_one)
    )
    for cell in one_by_one:
        await _check(place, cell, pair, tally)
    once = [cell for cell in comes_about if recipe_of(cell).once_in_a_case is not None]
    fresh = await stage(place, [recipe_of(cell).once_in_a_case or Stage.SHARED for cell in once])
    await asyncio.gather(
        *(_check(place, cell, own, tally) for cell, own in zip(once, fresh, strict=True))
    )


async def _check(place: Place, cell: Cell, pair: Pair, tally: Tally) -> None:
    if "/queue-access" in cell.row.path and cell.word is Word.YES and not place.has_queues:
        cell = replace(cell, word=Word.NOT_NOW)
    case = pair.of(cell.relation)
    who = actor(cell.relation, cell.role)
    try:
        sent = await _sent(place, cell, case, who)
    except (AssertionError, httpx.HTTPStatusError) as failed:
        tally.note(cell, f"could not be prepared: {str(failed)[:300]}")
        return
    who = sent.who or who
    ids = _ids(cell, case, sent)
    answer = await _call(place, cell, who, sent, ids)
    absent = None
    if cell.word is Word.HIDDEN:
        absent = await _call(place, cell, who, sent, _absent())
    problem = _judge(cell, case, answer, absent)
    pages = [answer]
    if problem is None and not cell.row.path.endswith("/feed"):
        pages = await _to_the_end(place, cell, who, sent, ids, answer)
        problems = (_judge(cell, case, page, None) for page in pages[1:])
        problem = next(filter(None, problems), None)
    tally.note(cell, problem)
    if cell.word is Word.YES and problem is None:
        for shown in cell.row.classes:
            told = [one for page in pages for one in _relevant(page.json(), case.ids | sent.ids)]
            problem = _misshown(shown, shown.words[cell.relation], told, who)
            tally.note(f"{cell} | {shown.what}", problem)


async def _sent(place: Place, cell: Cell, case: Case, who: Actor) -> Sent:
    """Return what goes with the call; only for what is to come about is something prepared."""
    recipe = recipe_of(cell)
    if recipe.prepare is not None and (cell.word is Word.YES or recipe.even_to_fail):
        return await recipe.prepare(place, case, who)
    sent = Sent()
    if cell.row.method in {"POST", "PUT"}:
        sent.body = body_for(Call(cell.row.method, cell.row.path, ()), case.ids)
    if cell.row.method == "PUT":
        sent.headers = {"If-Match": '"1"'}
    return sent


async def _to_the_end(
    place: Place, cell: Cell, who: Actor, sent: Sent, ids: dict[str, str], answer: httpx.Response
) -> list[httpx.Response]:
    """Return every page of a list; of anything else, the answer."""
    pages = [answer]
    while cell.row.method == "GET" and (cursor := following(pages[-1])):
        pages.append(await _call(place, cell, who, sent, ids, cursor=cursor))
    return pages


def _ids(cell: Cell, case: Case, sent: Sent) -> dict[str, str]:
    if cell.relation is Relation.NO_SUCH_CASE:
        return _absent()
    return _absent() | {"agency_id": str(COUNCIL.id)} | case.ids | sent.ids


def _absent() -> dict[str, str]:
    """Return ids of nothing, whatever a path asks for."""
    return defaultdict(lambda: str(uuid4()))


async def _call(
    place: Place,
    cell: Cell,
    who: Actor,
    sent: Sent,
    ids: dict[str, str],
    *,
    cursor: str | None = None,
) -> httpx.Response:
    scopes = AGENCY_SCOPES
    if cell.role is Role.WITHOUT_SCOPE:
        scopes -= {Scope(cell.row.scope)}
    path = cell.row.path.format_map(ids)
    more: dict[str, Any] = {"headers": sent.headers, "scopes": scopes}
    if cursor is not None:
        more["params"] = {"cursor": cursor}
    if sent.fields is not None:
        more["data"] = sent.fields
    if sent.form is not None:  # it proves itself who sends it
        return await place.call(Actor(None, None), cell.row.method, path, data=sent.form)
    return await place.call_as(cell.relation, who, cell.row.method, path, sent.body, **more)


_STATUS = {
    Word.REFUSED: 403,
    Word.HIDDEN: 404,
    Word.NOT_NOW: 409,
    Word.NOTHING_YET: 404,
    Word.SIGN_IN: 401,
    Word.LEFT_OUT: 200,
}


def _judge(
    cell: Cell, case: Case, answer: httpx.Response, absent: httpx.Response | None
) -> str | None:
    """Return what is wrong with an answer, or None."""
    is_led_to_sign_in = answer.headers.get("Location", "").startswith(SIGN_IN)
    if cell.word is Word.YES:
        has_succeeded = answer.status_code < 400 and not is_led_to_sign_in
        return None if has_succeeded else f"should succeed, got {_short(answer)}"
    if cell.word is Word.SIGN_IN and is_led_to_sign_in:
        return None
    if answer.status_code != _STATUS[cell.word]:
        return f"should be {cell.word} ({_STATUS[cell.word]}), got {_short(answer)}"
    if absent is not None and seen(answer) != seen(absent):
        return f"can be told from what is not there: {_short(answer)}, {_short(absent)}"
    told = answer.text + str(answer.headers)
    if cell.word is Word.LEFT_OUT and cell.relation is not Relation.NO_SUCH_CASE:
        if any(value in told for value in case.ids.values()):
            return "a list holds the case"
    elif cell.word is not Word.LEFT_OUT and any(canary in told for canary in CANARIES):
        return "an answer that gives nothing holds what was written in the case"
    return None


def following(answer: httpx.Response) -> str | None:
    """Return the cursor of the page that follows in a list, if there is one."""
    if not answer.headers.get("Content-Type", "").startswith("application/json"):
        return None
    body = answer.json()
    cursor = body.get("next") if isinstance(body, dict) and body.get("items") else None
    return str(cursor) if cursor else None


def _short(answer: httpx.Response) -> str:
    return f"{answer.status_code} {answer.text[:200]}"


def _relevant(body: Any, ids: dict[str, str]) -> list[Any]:
    """Return the part of an answer that is about the case: a list's items, or the whole."""
    if isinstance(body, dict) and "next" in body and "items" in body:
        about = (ids["case_id"], ids["concern_id"])
        return [item for item in body["items"] if any(one in str(item) for one in about)]
    return [body]


def _misshown(shown: FieldClass, word: Word, told: list[Any], who: Actor) -> str | None:
    """Return what is shown of a class of fields that should not be, or not shown that should."""
    if not told:
        return "nothing of the case is in the list"
    some_is_shown = False
    for path in shown.fields:
        *way, name = path.split(".")
        holders = [one for one in _at(told, way) if isinstance(one, dict)]
        if not any(name in one for one in holders):
            if word is Word.NOT_SHOWN:
                continue
            return f"{path} is not there"
        filled = [one for one in holders if one.get(name) is not None]
        others = [one for one in filled if who.agency and str(who.agency.id) not in str(one)]
        if filled and word is Word.NOT_SHOWN:
            return f"{path} is shown"
        if others and word is Word.ITS_OWN:
            return f"{path} of others is shown"
        some_is_shown = some_is_shown or bool(filled)
    return None if some_is_shown or word is Word.NOT_SHOWN else "nothing of it is shown"


def _at(part: Any, names: list[str]) -> list[Any]:
    """Return every value at a path; a list on the way is looked through."""
    if isinstance(part, list):
        return [value for one in part for value in _at(one, names)]
    if not names:
        return [part]
    if not isinstance(part, dict) or names[0] not in part:
        return []
    return _at(part[names[0]], names[1:])
