"""A form is read as browsers send it, and nothing else passes as one."""

import httpx
import pytest

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def test_lines_end_as_they_do_everywhere_else(client: httpx.AsyncClient) -> None:
    answer = await client.post("/notes/write", content=b"words=one%0D%0Atwo", headers=FORM)
    assert ">one\ntwo<" in answer.text


async def test_what_is_wrong_stands_at_the_top_and_at_the_field(client: httpx.AsyncClient) -> None:
    answer = await client.post("/notes/write", data={"words": " "})
    assert answer.status_code == 400
    assert "<title>Error: Write a note - Alongside</title>" in answer.text
    assert '<a href="#words">Write something</a>' in answer.text
    assert 'id="words-error"' in answer.text


async def test_an_empty_form_is_a_form(client: httpx.AsyncClient) -> None:
    assert (await client.post("/notes/write", content=b"", headers=FORM)).status_code == 400


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b'{"words": "a"}', "application/json"),
        (b"words=a", "text/plain"),
        (b"words=a", None),
        (b"words=a&colour=red", FORM["Content-Type"]),
        (b"words=a&words=b", FORM["Content-Type"]),
        (b"words=%00", FORM["Content-Type"]),
        (b"words=%FF", FORM["Content-Type"]),
        (b"words=\xff", FORM["Content-Type"]),
        (b"words", FORM["Content-Type"]),
        (b"&".join([b"words=a"] * 300), FORM["Content-Type"]),
    ],
    ids=[
        "json",
        "text",
        "untyped",
        "unknown",
        "twice",
        "nul",
        "not-utf8",
        "raw",
        "unpaired",
        "many",
    ],
)
async def test_what_no_form_would_send_is_refused(
    client: httpx.AsyncClient, content: bytes, media_type: str | None
) -> None:
    headers = {} if media_type is None else {"Content-Type": media_type}
    answer = await client.post("/notes/write", content=content, headers=headers)
    assert answer.status_code == 422
    assert "<h1" in answer.text
