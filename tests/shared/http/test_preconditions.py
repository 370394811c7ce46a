"""Nobody replaces what they did not see."""

import asyncio

import httpx
import pytest

from tests.support.agencies import POLICE
from tests.support.desk import Desk

on_both = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)


async def written(client: httpx.AsyncClient) -> str:
    response = await client.post("/notes/v1/notes", json={"words": "first"})
    return response.headers["Location"]


async def test_a_replacement_carries_the_version_it_replaces(trust: httpx.AsyncClient) -> None:
    path = await written(trust)
    tag = (await trust.get(path)).headers["ETag"]
    response = await trust.put(path, json={"words": "second"}, headers={"If-Match": tag})
    assert (response.status_code, response.headers["ETag"]) == (200, '"2"')
    assert (await trust.get(path)).headers["ETag"] == '"2"'


@pytest.mark.parametrize(
    ("if_match", "status", "code"),
    [
        (None, 428, "precondition_required"),
        ("", 412, "precondition_failed"),
        ("*", 412, "precondition_failed"),
        ("1", 412, "precondition_failed"),
        ('W/"1"', 412, "precondition_failed"),
        ('"1", "2"', 412, "precondition_failed"),
        ('"0"', 412, "precondition_failed"),
        ('"2"', 412, "precondition_failed"),
        ('"99999999999999999999"', 412, "precondition_failed"),
        ('"Smith"', 412, "precondition_failed"),
    ],
)
async def test_a_replacement_of_anything_else_changes_nothing(
    trust: httpx.AsyncClient, if_match: str | None, status: int, code: str
) -> None:
    path = await written(trust)
    headers = {} if if_match is None else {"If-Match": if_match}
    response = await trust.put(path, json={"words": "second"}, headers=headers)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert "Smith" not in response.text
    assert (await trust.get(path)).json()["words"] == "first"


@on_both
async def test_of_twenty_writers_who_saw_the_same_version_one_wins(
    trust: httpx.AsyncClient,
) -> None:
    path = await written(trust)
    answers = await asyncio.gather(
        *(
            trust.put(path, json={"words": f"by {n}"}, headers={"If-Match": '"1"'})
            for n in range(20)
        )
    )
    winners = [answer.json()["words"] for answer in answers if answer.status_code == 200]
    assert len(winners) == 1
    assert {answer.status_code for answer in answers} == {200, 412}
    kept = (await trust.get(path)).json()
    assert (kept["words"], kept["version"]) == (winners[0], 2)


async def test_anothers_note_is_not_there_whatever_version_is_named(
    desk: Desk, trust: httpx.AsyncClient
) -> None:
    path = await written(trust)
    async with desk.client(POLICE) as police:
        for tag in ('"1"', '"9"'):
            response = await police.put(path, json={"words": "x"}, headers={"If-Match": tag})
            assert response.status_code == 404
