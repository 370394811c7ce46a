"""The sheet that says who may do, see and be told what: read from `docs/policy/matrix.csv`.

The product never reads it. It says a second time, in the words of whoever answers for
safeguarding, what the policy must come to; so a slip in the code shows as a difference.
"""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

PATH = Path(__file__).parents[2] / "docs/policy/matrix.csv"


class Relation(StrEnum):
    """What the one who calls is to the case: a column of the sheet."""

    LEAD = "lead"
    RELIEVED_LEAD = "relieved lead"
    LEAD_EXCLUDED = "lead excluded"
    DECIDER = "decider"
    PARTY = "party"
    COLLEAGUE = "colleague"
    REFERRER = "referrer"
    INVITED = "invited"
    DECLINED = "declined"
    LEFT = "left"
    NON_PARTY = "non party"
    EMERGENCY = "emergency"
    EXCLUDED_AGENCY = "excluded agency"
    HELD_EMPLOYER = "held employer"
    EXCLUDED_REFERRER = "excluded referrer"
    EXCLUDED_UNIT = "excluded unit"
    EXCLUDED_PERSON = "excluded person"
    OTHER_WORLD = "other world"
    NO_SUCH_CASE = "no such case"
    OPERATOR = "operator"
    ANONYMOUS = "anonymous"


NO_AGENCY = frozenset({Relation.OPERATOR, Relation.ANONYMOUS})
_KNOWN_BY_NAME = frozenset(
    {Relation.RELIEVED_LEAD, Relation.COLLEAGUE, Relation.DECIDER, Relation.EMERGENCY}
)
"""Whoever names nobody is none of these: from an agency in which somebody must not know it counts
as that one."""

_DOES_NOT_KNOW = frozenset({Relation.DECLINED, Relation.LEFT, Relation.NON_PARTY})
MUST_NOT_KNOW = frozenset(
    {
        Relation.LEAD_EXCLUDED,
        Relation.EXCLUDED_AGENCY,
        Relation.HELD_EMPLOYER,
        Relation.EXCLUDED_REFERRER,
        Relation.EXCLUDED_UNIT,
        Relation.EXCLUDED_PERSON,
        Relation.OTHER_WORLD,
    }
)


class Role(StrEnum):
    """Who in the agency calls, as far as the policy asks; and one whose token is for less."""

    PRACTITIONER = "practitioner"
    SAFEGUARDING_LEAD = "safeguarding lead"
    UNNAMED = "nobody named"
    WITHOUT_SCOPE = "token without the scope"


class Word(StrEnum):
    """What a cell may say."""

    YES = "yes"
    LEFT_OUT = "left out"
    NOT_NOW = "not now"
    NOTHING_YET = "nothing yet"
    REFUSED = "refused"
    HIDDEN = "hidden"
    SIGN_IN = "sign in"
    AS_LEAD = "as lead"
    SHOWN = "shown"
    ITS_OWN = "its own"
    NOT_SHOWN = "-"
    TOLD = "told"
    IF_NAMED = "if named"
    NOT_TOLD = "no"


ANSWERS = frozenset(
    {
        Word.YES,
        Word.LEFT_OUT,
        Word.NOT_NOW,
        Word.NOTHING_YET,
        Word.REFUSED,
        Word.HIDDEN,
        Word.SIGN_IN,
        Word.AS_LEAD,
    }
)
TELLING = frozenset({Word.TOLD, Word.IF_NAMED, Word.NOT_TOLD, Word.NOT_SHOWN})
SHOWING = frozenset({Word.SHOWN, Word.ITS_OWN, Word.NOT_SHOWN})


class Who(StrEnum):
    """Who in the agency an operation is for."""

    ANYONE = "anyone in the agency"
    NAMED = "a named person"
    SAFEGUARDING_LEAD = "a safeguarding lead"
    DECIDER = "a safeguarding lead, or the named decider"
    LEAD_ALONE = "a safeguarding lead; hidden from all others"
    NAMED_ALONE = "a named person; hidden from all others"
    OPERATOR = "the operator"


@dataclass(frozen=True)
class FieldClass:
    """Fields of an operation's answer, or of an event, that are shown to some and not to others."""

    what: str
    fields: tuple[str, ...]
    words: dict[Relation, Word]


@dataclass(frozen=True)
class Row:
    """One operation, or one class of event, with who may do it or is told of it."""

    operation: str
    call: str
    fields: tuple[str, ...]
    who: Who | None
    scope: str
    policy: str
    words: dict[Relation, Word]
    classes: tuple[FieldClass, ...]

    @property
    def is_event(self) -> bool:
        return " " not in self.call

    @property
    def method(self) -> str:
        return self.call.partition(" ")[0]

    @property
    def path(self) -> str:
        return self.call.split(" ")[1]

    @property
    def route(self) -> str:
        """Return method and path, without the note that tells two rows of one route apart."""
        return f"{self.method} {self.path}"


class SheetBroken(Exception):
    """The sheet does not say what it should in every cell."""


def _cell(line: dict[str, str], relation: Relation, allowed: frozenset[Word]) -> Word:
    text = (line.get(relation.value) or "").strip()
    if text not in set(allowed):
        raise SheetBroken(f"{line['call']}, {line['of it'] or 'itself'}, {relation}: {text!r}")
    return Word(text)


def _words(line: dict[str, str], allowed: frozenset[Word]) -> dict[Relation, Word]:
    return {relation: _cell(line, relation, allowed) for relation in Relation}


@cache
def read_sheet(path: Path = PATH) -> tuple[Row, ...]:
    """Return every row; raise `SheetBroken` for a cell left empty or a word that is not known."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    classes: dict[str, list[FieldClass]] = {}
    for line in lines:
        if line["of it"]:
            found = FieldClass(line["of it"], tuple(line["fields"].split()), _words(line, SHOWING))
            classes.setdefault(line["call"], []).append(found)
    rows = tuple(_row(line, classes) for line in lines if not line["of it"])
    calls = [row.call for row in rows]
    if repeated := {call for call in calls if calls.count(call) > 1}:
        raise SheetBroken(f"said twice: {sorted(repeated)}")
    if homeless := classes.keys() - set(calls):
        raise SheetBroken(f"fields of nothing: {sorted(homeless)}")
    return rows


def _row(line: dict[str, str], classes: dict[str, list[FieldClass]]) -> Row:
    is_event = " " not in line["call"]
    return Row(
        operation=line["operation"],
        call=line["call"],
        fields=tuple(line["fields"].split()),
        who=None if is_event else Who(line["who"]),
        scope=line["scope"],
        policy=line["policy"],
        words=_words(line, TELLING if is_event else ANSWERS),
        classes=tuple(classes.get(line["call"], ())),
    )


@dataclass(frozen=True)
class Cell:
    """One thing to be called: an operation, by someone, with what the sheet says comes of it."""

    row: Row
    relation: Relation
    role: Role
    word: Word

    def __str__(self) -> str:
        return f"{self.row.call} | {self.relation} | {self.role}"


def cells() -> list[Cell]:
    """Return every cell of every operation."""
    return [
        Cell(row, relation, role, _expected(row, relation, role))
        for row in read_sheet()
        if not row.is_event
        for relation in Relation
        if row.words[relation] is not Word.AS_LEAD
        for role in _roles(row, relation)
    ]


def _roles(row: Row, relation: Relation) -> list[Role]:
    if relation in NO_AGENCY:
        return [Role.PRACTITIONER]
    roles = list(Role)
    if not row.scope:
        roles.remove(Role.WITHOUT_SCOPE)
    if relation in _KNOWN_BY_NAME:
        roles.remove(Role.UNNAMED)
    return roles


def _expected(row: Row, relation: Relation, role: Role) -> Word:
    """Return what the sheet says, once the scope and the role are asked for too."""
    word = row.words[relation]
    if relation in NO_AGENCY:
        return word
    if role is Role.WITHOUT_SCOPE:
        return Word.REFUSED
    if word in {Word.REFUSED, Word.HIDDEN}:
        return word
    if row.who is None or _is_met(row.who, relation, role):
        return word
    is_hidden = row.who in {Who.LEAD_ALONE, Who.NAMED_ALONE} or (
        relation in _DOES_NOT_KNOW and "{case_id}" in row.path
    )
    return Word.HIDDEN if is_hidden else Word.REFUSED


def _is_met(who: Who, relation: Relation, role: Role) -> bool:
    return {
        Who.ANYONE: True,
        Who.OPERATOR: False,
        Who.NAMED: role is not Role.UNNAMED,
        Who.NAMED_ALONE: role is not Role.UNNAMED,
        Who.SAFEGUARDING_LEAD: role is Role.SAFEGUARDING_LEAD,
        Who.LEAD_ALONE: role is Role.SAFEGUARDING_LEAD,
        Who.DECIDER: role is Role.SAFEGUARDING_LEAD or relation is Relation.DECIDER,
    }[who]
