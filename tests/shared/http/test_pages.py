"""A list is read to its end in pages: nothing twice, nothing left out, nothing of another's."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest

from shared.identifiers import new_id
from tests.shared.http.notes import Note
from tests.support.agencies import POLICE, TRUST, Agency
from tests.support.desk import Desk

PATH = "/notes/v1/notes"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


async def write(desk: Desk, agency: Agency, instants: list[datetime]) -> list[UUID]:
    """Write a note at each instant; return their ids in the order of a list."""
    notes = [
        Note(note_id=new_id(), agency_id=agency.id, words="x", written_at=instant)
        for instant in instants
    ]
    async with desk.database.transaction() as session:
        session.add_all(notes)
    notes.sort(key=lambda note: (note.written_at, note.note_id), reverse=True)
    return [note.note_id for note in notes]


async def read(client: httpx.AsyncClient, limit: int) -> list[list[UUID]]:
    pages = []
    params: dict[str, str | int] = {"limit": limit}
    while True:
        page = (await client.get(PATH, params=params)).json()
        pages.append([UUID(item["note_id"]) for item in page["items"]])
        if page["next"] is None:
            return pages
        params["cursor"] = page["next"]


@pytest.mark.parametrize(
    ("database_url", "limit"),
    [("postgresql", 3), *(("sqlite", limit) for limit in (1, 3, 7, 8, 200))],
    indirect=["database_url"],
)
async def test_pages_hold_everything_once_newest_first_even_where_instants_are_equal(
    desk: Desk, trust: httpx.AsyncClient, limit: int
) -> None:
    instants = [NOON] * 4 + [NOON + timedelta(microseconds=n) for n in range(1, 4)]
    expected = await write(desk, TRUST, instants)
    await write(desk, POLICE, [NOON])
    pages = await read(trust, limit)
    assert [note_id for page in pages for note_id in page] == expected
    assert all(len(page) == limit for page in pages[:-1])
    assert pages[-1]


async def test_what_is_written_meanwhile_shifts_nothing(
    desk: Desk, trust: httpx.AsyncClient
) -> None:
    older = await write(desk, TRUST, [NOON - timedelta(hours=n) for n in range(4)])
    first = (await trust.get(PATH, params={"limit": 2})).json()
    await write(desk, TRUST, [NOON + timedelta(hours=1)])
    second = (await trust.get(PATH, params={"limit": 2, "cursor": first["next"]})).json()
    seen = [UUID(item["note_id"]) for item in first["items"] + second["items"]]
    assert seen == older


async def test_an_empty_list_is_one_empty_page(trust: httpx.AsyncClient) -> None:
    assert (await trust.get(PATH)).json() == {"items": [], "next": None}


async def test_fifty_are_returned_unless_another_number_is_asked_for(
    desk: Desk, trust: httpx.AsyncClient
) -> None:
    await write(desk, TRUST, [NOON] * 51)
    assert len((await trust.get(PATH)).json()["items"]) == 50


@pytest.mark.parametrize("limit", ["0", "201", "-1", "1.5", "Smith"])
async def test_a_limit_out_of_bounds_is_refused(trust: httpx.AsyncClient, limit: str) -> None:
    response = await trust.get(PATH, params={"limit": limit})
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "limit"
    assert "Smith" not in response.text


@pytest.mark.parametrize("cursor", ["", "Smith", "é", "AQE", "A" * 1000, "AQ=="])
async def test_a_made_up_cursor_is_refused(trust: httpx.AsyncClient, cursor: str) -> None:
    response = await trust.get(PATH, params={"cursor": cursor})
    assert (response.status_code, response.json()["code"]) == (400, "invalid_cursor")
    assert "Smith" not in response.text


async def test_a_cursor_tells_nothing_and_serves_no_one_else(
    desk: Desk, trust: httpx.AsyncClient
) -> None:
    note_ids = await write(desk, TRUST, [NOON] * 3)
    cursor = (await trust.get(PATH, params={"limit": 1})).json()["next"]
    assert str(note_ids[0]) not in cursor
    async with desk.client(POLICE) as police:
        response = await police.get(PATH, params={"cursor": cursor})
    assert (response.status_code, response.json()["code"]) == (400, "invalid_cursor")
