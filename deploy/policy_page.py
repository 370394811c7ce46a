"""The policy as a page to read, written from the sheet that says who may do and see what."""

import csv
from pathlib import Path

SHEET = Path(__file__).parents[1] / "docs/policy/matrix.csv"
PAGE = Path("docs/policy/README.md")
_BEFORE_THE_WORDS = 7

_INTRODUCTION = """\
# Who may do, see and be told what

Written by `make golden` from [matrix.csv](matrix.csv), which opens in any spreadsheet; do not edit
this page. The sheet is for whoever answers for safeguarding to read, question and change. The
exchange does not read it: `make matrix` calls every cell of it against the running exchange, and
finds every difference. A route, an operation of the policy or an event that is missing from the
sheet fails the build.

## What the words mean

| In the sheet | Over HTTP | What it means |
|---|---|---|
| yes | 2xx | it is done, or shown |
| not now | 409 | allowed, but there is nothing to do: answered already, or nobody asked |
| nothing yet | 404 | allowed, but there is none so far |
| refused | 403 | the agency knows of the case, and may not do this |
| hidden | 404 | the same answer, to the letter, as for a case that does not exist |
| left out | 200 | a list, in which nothing of the case appears or is counted |
| sign in | 401 | nobody is told anything who does not say who they are |
| shown, its own, - | | of fields: shown; only where it is about the agency itself; null |
| told, if named, no | | of events: told; told if the event names the agency; never told |

Who calls is, to the case:

| Column | Who that is |
|---|---|
| lead | the council that owns the duty |
| lead excluded | somebody in that council who must not know, as its own staff are accused |
| party | an agency that was invited and accepted |
| colleague | of a party, somebody in another unit than the one that must not know |
| referrer | the agency that raised the concern, and takes no further part |
| invited, declined, left | an agency that was invited: no answer yet, declined, or has left |
| non party | any other agency |
| excluded agency | an agency that took part until it was decided that it must not know |
| held employer | the employer of the alleged source of risk, held from the first moment |
| excluded referrer | an agency that raised a concern about its own staff or service |
| excluded unit, excluded person | of a party, the unit or the person that must not know |
| other world | a real agency where the case is made up |
| no such case | anyone, where there is no such case |
| operator, anonymous | who runs the exchange; who does not say who they are |

Each is called as a practitioner, as a safeguarding lead, with nobody named, and with a token that
was issued without the scope. Whoever names nobody, from an agency in which a unit or a person must
not know, is taken for the one who must not; whoever may not for want of a role is refused.

## How to add to it

A new route is a row: copy one that is like it, and change its words. `operation` is plain English,
`call` the method and the path, `who` one of *anyone in the agency*, *a named person*, *a
safeguarding lead*, *the operator*; `scope` the token's. Rows under it with something in `of it`
say which of its fields are shown to whom. A new event is a row whose `call` is its type; `fields`
are those by which it names agencies. Every cell has a word. If the route takes a body, give it one
in `tests/exchange/busy_case.py`; if something must be there first, a recipe in
`tests/matrix/recipes.py`. A new event is let happen in `tests/matrix/happening.py`.
"""


def policy_page() -> str:
    """Return the page."""
    with SHEET.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    events = {line["call"] for line in lines if " " not in line["call"]}
    calls = [line for line in lines if line["call"] not in events]
    told = [line for line in lines if line["call"] in events]
    return "\n".join([_INTRODUCTION, *_operations(calls), *_events(told)])


def _operations(lines: list[dict[str, str]]) -> list[str]:
    text = []
    for service in ("intake", "outcomes", "partners"):
        text += [f"## Operations of {service}", ""]
        text += ["| Operation | Who in the agency | May, and what is shown | Others |"]
        text += ["|---|---|---|---|"]
        for line in lines:
            if f" /{service}/" in line["call"]:
                text.append(_part(line) if line["of it"] else _operation(line))
        text.append("")
    return text


def _operation(line: dict[str, str]) -> str:
    by_word = _by_word(line)
    may = _listed(by_word, ("yes", "not now", "nothing yet"))
    others = _listed(by_word, ("left out", "refused", "hidden", "sign in"))
    return f"| {line['operation']}<br>`{line['call']}` | {line['who']} | {may} | {others} |"


def _part(line: dict[str, str]) -> str:
    by_word = _by_word(line)
    shown = _listed(by_word, ("shown", "its own")) or "nobody"
    return f"| ↳ {line['of it']} | | {shown} | |"


def _events(lines: list[dict[str, str]]) -> list[str]:
    text = ["## What agencies are told", "", "| Event | Told to |", "|---|---|"]
    for line in lines:
        told = _listed(_by_word(line), ("told", "if named", "shown")) or "no agency"
        name = f"↳ {line['of it']}" if line["of it"] else line["operation"]
        call = "" if line["of it"] else f"<br>`{line['call']}`"
        text.append(f"| {name}{call} | {told} |")
    return [*text, ""]


def _by_word(line: dict[str, str]) -> dict[str, list[str]]:
    by_word: dict[str, list[str]] = {}
    for column, word in list(line.items())[_BEFORE_THE_WORDS:]:
        by_word.setdefault(word, []).append(column)
    return by_word


def _listed(by_word: dict[str, list[str]], words: tuple[str, ...]) -> str:
    return "<br>".join(f"*{word}*: {', '.join(by_word[word])}" for word in words if word in by_word)
