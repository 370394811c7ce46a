"""Whatever is sent, to any operation, is answered: with a 4xx, and with nothing of it in it."""

import base64
import copy
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest

from tests.exchange.busy_case import CONCERNS, BusyCase, Call, busy_case
from tests.services.intake.bodies import adult, concern
from tests.services.outcomes.bodies import conversation
from tests.support.agencies import (
    COUNCIL,
    EMPLOYER,
    POLICE,
    REAL_COUNCIL,
    SAFEGUARDING_LEAD,
    TRUST,
)
from tests.support.desk import client_for
from tests.support.exchange import open_exchange

REQUESTS = 400
MARK = "hostile-7c1e"

TEXTS = (
    "",
    "\0",
    f"{MARK}\0",
    "\ud800",
    "\u202e\u2066",
    "\u200b",
    "e\u0301" * 50,
    "\U0001d54f" * 300,
    "x" * 20_001,
    "1e309",
    "2026-02-30",
    "9999-12-31",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59.999999-23:59",
    "2026-06-03T10:00:00+25:00",
    "00000000-0000-0000-0000-000000000000",
    f"{{{uuid4()}}}",
    f"{MARK}'; DROP TABLE concerns;--",
    "\u0130",
)
VALUES: tuple[Any, ...] = (None, True, 0, -1, 2**53, 10**400, 1.5, 1e308, [], {}, [None], {"": 1})
RAW = (
    "NaN",
    "-Infinity",
    "1e999",
    "9" * 5000,
    '"\\ud800"',
    '"\\u0000"',
    '{"a":1,"a":2}',
    "[" * 100_000,
    '{"a":' * 2000,
    "nul",
    "",
)
HEADERS = (
    (b"idempotency-key", b""),
    (b"idempotency-key", b"\x00"),
    (b"idempotency-key", b"k" * 5000),
    (b"idempotency-key", b"\xe2\x82\xac"),
    (b"if-match", b'W/"1"'),
    (b"if-match", b'"99999999999"'),
    (b"content-type", b"application/json; charset=utf-16"),
    (b"content-type", b"\xff\xfe"),
    (b"content-length", b"9" * 30),
    (b"content-length", b"\xb2"),
    (b"x-correlation-id", b"\r\nX: y"),
    (b"traceparent", b"\xff" * 55),
    (b"authorization", b"Bearer \xe9.\x00.z"),
)
IN_PATHS = ("%00", "%ff", "..%2f", "%0d%0aX:y", "a" * 3000, "%F0%9F%98%80", "{0}")
IN_QUERIES = ("", "-1", "9" * 20, "%00", "%ff", "%ed%a0%80", "x" * 1001, "____", "\u0661", "1e1")


class Attacker:
    """Makes requests that are almost right; the same ones for the same seed."""

    def __init__(self, busy: BusyCase, seed: int) -> None:
        self.busy = busy
        self.random = random.Random(seed)  # noqa: S311 - repeatable, not secret
        callers = ((COUNCIL, SAFEGUARDING_LEAD), (TRUST, None), (POLICE, None), (EMPLOYER, None))
        signer = busy.exchange.signer
        self.tokens = [signer.token(agency, person) for agency, person in callers]
        self.tokens.append(signer.token(REAL_COUNCIL, SAFEGUARDING_LEAD))

    def request(self) -> httpx.Request:
        call = self.random.choice(self.busy.calls)
        headers = {
            b"authorization": f"Bearer {self._token()}".encode(),
            b"idempotency-key": str(uuid4()).encode(),
            b"content-type": b"application/json",
            b"if-match": b'"1"',
        }
        if self.random.random() < 0.15:
            name, value = self.random.choice(HEADERS)
            headers[name] = value
        address = f"http://exchange.test{self._path(call)}{self._query(call)}"
        content = self._content(self.busy.body_for(call))
        return httpx.Request(call.method, address, headers=list(headers.items()), content=content)

    def _token(self) -> str:
        return self.random.choice([self.tokens[0], *self.tokens])

    def _path(self, call: Call) -> str:
        unknown = {name: str(uuid4()) for name in re.findall(r"{(\w+)}", call.path)}
        ids = {**unknown, **self.busy.ids, "agency_id": str(POLICE.id)}
        if self.random.random() < 0.1:
            ids[self.random.choice(list(ids))] = self.random.choice(IN_PATHS)
        return call.path.format_map(ids)

    def _query(self, call: Call) -> str:
        if not call.queries or self.random.random() < 0.4:
            return ""
        name = self.random.choice([*call.queries, "unknown", "%00"])
        value = self.random.choice(IN_QUERIES)
        return f"?{name}={quote(value, safe='%')}"

    def _content(self, body: Any) -> bytes:
        if body is None:
            return b""
        slot = str(uuid4())
        place = self.random.choice(list(_places(body)))
        kind = self.random.random()
        if kind < 0.4:
            return (
                json.dumps(_replaced(body, place, slot))
                .replace(f'"{slot}"', self.random.choice(RAW))
                .encode()
            )
        wrong = self.random.choice(TEXTS if kind < 0.8 else VALUES)
        text = json.dumps(_replaced(body, place, wrong), ensure_ascii=kind < 0.6)
        return text.encode("utf-8", "surrogatepass")


def _places(part: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield place
    keys = part if isinstance(part, dict) else range(len(part)) if isinstance(part, list) else ()
    for key in keys:
        yield from _places(part[key], (*place, key))


def _replaced(body: Any, place: tuple[Any, ...], by: Any) -> Any:
    if not place:
        return by
    whole = copy.deepcopy(body)
    part = whole
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = by
    return whole


async def test_no_request_is_answered_with_a_fault_or_with_what_it_held(tmp_path: Path) -> None:
    answered: Counter[int] = Counter()
    async with busy_case(tmp_path) as busy, client_for(busy.exchange.front, None) as client:
        attacker = Attacker(busy, seed=20261122)
        for _ in range(REQUESTS):
            request = attacker.request()
            answer = await client.send(request)
            answered[answer.status_code] += 1
            described = (request.method, str(request.url)[:200], request.content[:200])
            assert answer.status_code < 500, described
            if not answer.is_success:
                assert answer.headers["Content-Type"].endswith("json"), described
                assert MARK not in answer.text, described
        await busy.exchange.settle()
    assert answered[422] > REQUESTS / 10
    assert sum(answered[status] for status in (200, 201)) > REQUESTS / 20


IN_SECONDS = ("0", "86400", "-86400", "20260603", "1700000000", "1700000000.5")


async def test_what_no_calendar_writes_is_no_date_and_no_instant(tmp_path: Path) -> None:
    async with busy_case(tmp_path) as busy:
        talks = f"/outcomes/v1/cases/{busy.case_id}/conversations"
        for written in IN_SECONDS:
            for path, body in (
                (CONCERNS, concern(occurred_on=written)),
                (CONCERNS, concern(adult=adult(date_of_birth=written))),
                (talks, conversation(held_at=written)),
            ):
                answer = await busy.call(TRUST, "POST", path, body)
                assert answer.status_code == 422, (path, written)
                assert answer.json()["errors"][0]["code"] in {"date_type", "datetime_type"}
        information = f"/intake/v1/cases/{busy.case_id}/information"
        beyond = {"source": "s", "note": "n", "gathered_at": "9999-12-31T23:59:59-23:59"}
        assert (await busy.call(COUNCIL, "POST", information, beyond)).status_code == 422
        for query in ("from=946684800", "to=946684800"):
            path = f"/outcomes/v1/statistics/summary?{query}"
            assert (await busy.call(TRUST, "GET", path)).status_code == 422


KNOWN = {"alg": "ES256", "typ": "at+jwt", "kid": "test-key"}
TOKEN_HEADERS: tuple[Any, ...] = (
    None,
    [],
    {},
    {"alg": []},
    KNOWN | {"alg": {}},
    KNOWN | {"alg": "none"},
    KNOWN | {"crit": 1},
    KNOWN | {"crit": [{}]},
    KNOWN | {"crit": ["b64"], "b64": 1},
    KNOWN | {"kid": "\ud800"},
    KNOWN | {"kid": "\0"},
    KNOWN | {"kid": {}},
    KNOWN | {"typ": "client-authentication+jwt", "kid": "operator", "crit": 1},
    b"[" * 2900,
    b'{"a":' * 500,
    b"9" * 2900,
    b"\xff\xfe",
    b"NaN",
)


WHO = ["the operator", "an agency", "half a character"]


@pytest.mark.parametrize("subject", ["operator", str(TRUST.id), "\ud800"], ids=WHO)
async def test_a_token_or_an_assertion_that_is_odd_is_not_believed(
    tmp_path: Path, subject: str
) -> None:
    payloads: tuple[Any, ...] = ({"iss": subject, "sub": subject, "exp": 1e999}, [], b"[" * 2900)
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    }
    async with open_exchange(tmp_path) as exchange, exchange.client(None) as client:
        for header in TOKEN_HEADERS:
            for payload in payloads:
                token = ".".join((_part(header), _part(payload), "A" * 86))
                bearer = {"Authorization": f"Bearer {token}"}
                refused = await client.get(CONCERNS, headers=bearer)
                assert refused.status_code == 401, header
                form["client_assertion"] = token
                refused = await client.post("/partners/v1/token", data=form)
                assert refused.status_code in {400, 401}, header


def _part(content: Any) -> str:
    octets = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")
