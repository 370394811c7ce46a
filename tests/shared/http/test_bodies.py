"""No body, however odd, is answered with anything but a 4xx that repeats nothing of it."""

import contextlib
import json
from collections.abc import AsyncIterator

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.http.edge import LARGEST_BODY
from shared.http.json_body import MalformedJson, check_json
from tests.shared.http.notes import Note
from tests.support.agencies import TRUST
from tests.support.desk import Desk

JSON = {"Content-Type": "application/json"}

MALFORMED = {
    "nothing but a brace": b"{",
    "a word": b"Smith",
    "a trailing comma": b'{"words":"Smith",}',
    "two values": b'{"words":"Smith"}{}',
    "a byte order mark": b'\xef\xbb\xbf{"words":"Smith"}',
    "broken UTF-8": b'{"words":"Smith\xff"}',
    "a surrogate in UTF-8": b'{"words":"Smith\xed\xa0\x80"}',
    "UTF-16": '{"words":"Smith"}'.encode("utf-16"),
    "a raw control character": b'{"words":"Smith\n"}',
    "NaN": b'{"words":"Smith","weight":NaN}',
    "Infinity": b'{"words":"Smith","weight":-Infinity}',
    "1e999": b'{"words":"Smith","weight":1e999}',
    "a lone high surrogate": rb'{"words":"Smith \ud800"}',
    "a lone low surrogate": rb'{"words":"Smith \udc00 x"}',
    "a surrogate in a name": rb'{"words":"Smith","\ud800":1}',
    "an escaped NUL": rb'{"words":"Smith \u0000"}',
    "an escaped NUL in a name": rb'{"words":"Smith","\u0000":1}',
    "a name twice": b'{"words":"Smith","words":"Jones"}',
    "a name twice further in": b'{"words":"Smith","lines":[{"text":"a","text":"b"}]}',
    "an integer of 5,000 digits": b'{"words":"Smith","copies":' + b"9" * 5000 + b"}",
    "an integer beyond 2**53": b'{"words":"Smith","copies":9007199254740993}',
    "33 lists": b'{"words":' + b"[" * 33 + b"]" * 33 + b"}",
    "900 objects": b'{"a":' * 900 + b"1" + b"}" * 900,
    "100,000 brackets": b"[" * 100_000,
}

UNFIT: dict[str, tuple[object, str]] = {
    "null": (None, ""),
    "a list": ([], ""),
    "text": ("Smith", ""),
    "no words": ({}, "/words"),
    "empty words": ({"words": ""}, "/words"),
    "blank words": ({"words": " \n "}, "/words"),
    "words too long": ({"words": "S" * 20_001}, "/words"),
    "a control character": ({"words": "Smith \x07"}, "/words"),
    "a line break in a title": ({"words": "x", "title": "Smith\n"}, "/title"),
    "a title too long": ({"words": "x", "title": "S" * 201}, "/title"),
    "words that are a number": ({"words": 5551234}, "/words"),
    "a number in quotes": ({"words": "x", "copies": "5551234"}, "/copies"),
    "a fraction for a whole": ({"words": "x", "copies": 1.5551234}, "/copies"),
    "false for a number": ({"words": "x", "copies": False}, "/copies"),
    "0 for false": ({"words": "x", "is_urgent": 0}, "/is_urgent"),
    "true in quotes": ({"words": "x", "is_urgent": "true"}, "/is_urgent"),
    "no date": ({"words": "x", "written_on": "Smith"}, "/written_on"),
    "the 30th of February": ({"words": "x", "written_on": "2026-02-30"}, "/written_on"),
    "seconds for a date": ({"words": "x", "written_on": 1795555123}, "/written_on"),
    "an instant of no time zone": ({"words": "x", "seen_at": "2026-11-22T09:30:00"}, "/seen_at"),
    "an unknown code": ({"words": "x", "colour": "Smith"}, "/colour"),
    "no id": ({"words": "x", "about": "Smith"}, "/about"),
    "an unknown name": ({"words": "x", "Smith": 1}, ""),
    "an unknown name further in": (
        {"words": "x", "lines": [{"text": "y", "Smith": 1}]},
        "/lines/0",
    ),
    "a hole further in": ({"words": "x", "lines": [{"text": "y"}, {}]}, "/lines/1/text"),
    "an object for a list": ({"words": "x", "lines": {"Smith": 1}}, "/lines"),
    "a future date": ({"words": "x", "written_on": "2999-12-31"}, "/written_on"),
    "a figure that is too large": ({"words": "x", "copies": 5551234}, "/copies"),
}

GIVEAWAYS = ("Smith", "Jones", "5551234", "1795555123", "2026-02-30", "2999", "9007199254740993")


def assert_says_nothing(response: httpx.Response) -> None:
    assert response.headers["Content-Type"] == "application/problem+json"
    assert not [word for word in GIVEAWAYS if word in response.text]
    assert "\x07" not in response.text


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
async def test_what_is_no_sound_json_is_refused(
    desk: Desk, trust: httpx.AsyncClient, body: bytes
) -> None:
    response = await trust.post("/notes/v1/notes", content=body, headers=JSON)
    assert (response.status_code, response.json()["code"]) == (422, "malformed_json")
    assert_says_nothing(response)
    assert await desk.count(Note) == 0


@pytest.mark.parametrize(("body", "pointer"), UNFIT.values(), ids=UNFIT.keys())
async def test_a_body_that_does_not_fit_is_refused_where_it_does_not(
    desk: Desk, trust: httpx.AsyncClient, body: object, pointer: str
) -> None:
    response = await trust.post("/notes/v1/notes", content=json.dumps(body).encode(), headers=JSON)
    assert (response.status_code, response.json()["code"]) == (422, "malformed_input")
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]
    assert_says_nothing(response)
    assert await desk.count(Note) == 0


async def test_a_rule_says_why_in_its_own_words_and_a_stray_exception_does_not(
    trust: httpx.AsyncClient,
) -> None:
    future = {"words": "x", "written_on": "2999-12-31"}
    (error,) = (await trust.post("/notes/v1/notes", json=future)).json()["errors"]
    assert error == {
        "pointer": "/written_on",
        "code": "future_date",
        "message": "Must not be in the future.",
    }
    (error,) = (await trust.post("/notes/v1/notes", json={"words": "x", "copies": 101})).json()[
        "errors"
    ]
    assert error["message"] == "Is not acceptable."


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
async def test_an_instant_that_no_calendar_holds_is_refused(
    desk: Desk, trust: httpx.AsyncClient, instant: str
) -> None:
    response = await trust.post("/notes/v1/notes", json={"words": "x", "seen_at": instant})
    assert (response.status_code, response.json()["code"]) == (400, "invalid")
    assert await desk.count(Note) == 0


@pytest.mark.parametrize(
    "headers",
    [{}, {"Content-Type": "text/plain"}, {"Content-Type": "application/xml"}],
    ids=["none", "text", "xml"],
)
async def test_a_body_says_that_it_is_json(
    trust: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    response = await trust.post("/notes/v1/notes", content=b'{"words":"x"}', headers=headers)
    assert response.status_code == 415
    assert_says_nothing(response)


async def test_a_missing_body_is_said_to_be_missing(trust: httpx.AsyncClient) -> None:
    response = await trust.post("/notes/v1/notes")
    assert response.status_code == 422
    assert response.json()["errors"] == [
        {"pointer": "", "code": "missing", "message": "Is needed."}
    ]


@pytest.mark.parametrize(
    "words",
    ["😀 zoë ŻÓŁĆ", "\u202eright to left", "👩\u200d👩\u200d👧", "e\u0301", "a\r\n\tb", r"\u0000"],
)
async def test_words_are_kept_exactly(trust: httpx.AsyncClient, words: str) -> None:
    kept = (await trust.post("/notes/v1/notes", json={"words": words})).json()
    assert (await trust.get(f"/notes/v1/notes/{kept['note_id']}")).json()["words"] == words


async def test_ids_dates_and_codes_are_read_from_strings(trust: httpx.AsyncClient) -> None:
    body = {
        "words": "x",
        "title": "y",
        "copies": 3,
        "weight": 1,
        "is_urgent": True,
        "written_on": "2026-11-20",
        "colour": "green",
        "about": "01936f6e-7000-7000-8000-000000000000",
        "lines": [{"text": "one"}],
    }
    assert (await trust.post("/notes/v1/notes", json=body)).status_code == 201


@pytest.mark.parametrize("excess", [1, 20 * LARGEST_BODY], ids=["just", "far"])
async def test_a_body_that_is_too_large_is_refused(trust: httpx.AsyncClient, excess: int) -> None:
    body = b'"' + b"S" * (LARGEST_BODY - 2 + excess) + b'"'
    response = await trust.post("/notes/v1/notes", content=body, headers=JSON)
    assert (response.status_code, response.json()["code"]) == (413, "request_entity_too_large")


async def test_a_body_of_untold_length_is_read_no_further_than_it_may_be(
    trust: httpx.AsyncClient,
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 100 * LARGEST_BODY:
            sent += 64 * 1024
            yield b" " * 64 * 1024

    response = await trust.post("/notes/v1/notes", content=endless(), headers=JSON)
    assert response.status_code == 413
    assert sent <= LARGEST_BODY + 2 * 64 * 1024


@pytest.mark.parametrize(
    "query",
    ["?limt=5", "?limit=5&Smith=1", "?cursor=%00", "?limit=%00", "?limit=0", "?limit=Smith"],
)
async def test_a_query_that_is_not_understood_is_refused(
    trust: httpx.AsyncClient, query: str
) -> None:
    response = await trust.get(f"/notes/v1/notes{query}")
    assert response.status_code == 422
    assert_says_nothing(response)


async def test_the_caller_is_asked_who_it_is_before_its_body_is_read(desk: Desk) -> None:
    async with desk.client() as anonymous:
        response = await anonymous.post("/notes/v1/notes", content=b"{", headers=JSON)
    assert response.status_code == 401


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda values: st.lists(values) | st.dictionaries(st.text(), values),
    max_leaves=12,
)


@given(st.one_of(st.binary(max_size=60), JSON_VALUES.map(lambda value: json.dumps(value).encode())))
@settings(max_examples=200, deadline=None)
def test_the_reader_accepts_or_refuses_and_never_breaks(content: bytes) -> None:
    with contextlib.suppress(MalformedJson):
        check_json(content)
        assert json.dumps(json.loads(content), allow_nan=False, ensure_ascii=False).encode()


@given(body=st.dictionaries(st.sampled_from(["words", "title", "copies", "lines"]), JSON_VALUES))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_no_value_in_any_field_breaks_the_service(
    desk: Desk, body: dict[str, object]
) -> None:
    async with desk.client(TRUST) as client:
        response = await client.post(
            "/notes/v1/notes", content=json.dumps(body).encode(), headers=JSON
        )
    assert response.status_code in {201, 422}
