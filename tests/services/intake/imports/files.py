"""Files of concerns, as an agency would send them."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import httpx

from services.intake.imports.reading import CSV
from tests.services.intake.bodies import concern
from tests.support.agencies import NURSE, TRUST, Agency, Person
from tests.support.desk import Desk

TEMPLATE = Path("docs/examples/concerns.csv")
IMPORTS = "/intake/v1/imports"

CELLS = {
    "reference": "R-1",
    "given_name": "Wilhelmina-Canary",
    "family_name": "Made-Up",
    "abuse_types": "physical",
    "location": "own_home",
    "immediate_danger": "no",
    "what_happened": "canary-account",
    "source": "other_known",
    "asked": "not_asked",
    "not_asked_reason": "unsafe_to_ask",
}


def csv_of(*rows: dict[str, str]) -> bytes:
    """Return a file of rows like `CELLS`, each with its own changes."""
    names = list(dict.fromkeys(name for row in (CELLS, *rows) for name in row))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerows(CELLS | row for row in rows)
    return out.getvalue().encode()


def line(reference: str, **changes: Any) -> dict[str, Any]:
    return {"reference": reference, "concern": concern(**changes)}


def ndjson_of(*lines: Any) -> bytes:
    return "\n".join(json.dumps(one) for one in lines).encode()


async def begin(
    desk: Desk, agency: Agency = TRUST, person: Person | None = NURSE, *, is_trial: bool = False
) -> str:
    async with desk.client(agency, person) as client:
        answer = await client.post(IMPORTS, json={"is_trial": is_trial})
    assert answer.status_code == 201, answer.text
    return f"{IMPORTS}/{answer.json()['import_id']}"


async def send(
    desk: Desk,
    one: str,
    content: bytes,
    media_type: str = CSV,
    *,
    agency: Agency | None = TRUST,
    person: Person | None = NURSE,
    first_row: int = 1,
    key: str | None = None,
) -> httpx.Response:
    headers = {"Content-Type": media_type} | ({"Idempotency-Key": key} if key else {})
    async with desk.client(agency, person) as client:
        path = f"{one}/parts?first_row={first_row}"
        return await client.post(path, content=content, headers=headers)


async def sent(desk: Desk, one: str, content: bytes, **more: Any) -> list[dict[str, Any]]:
    """Send what is readable, and return what came of each row."""
    answer = await send(desk, one, content, **more)
    assert answer.status_code == 201, answer.text
    rows: list[dict[str, Any]] = answer.json()["rows"]
    return rows


def outcomes(rows: list[dict[str, Any]]) -> list[str]:
    return [row["outcome"] for row in rows]
