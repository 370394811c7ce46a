"""A client that does not prove who it is, or asks for too much, gets no token and is audited."""

import asyncio
import base64
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx
import pytest
from joserfc.jwk import ECKey, OctKey

from services.partners.credentials.models import UsedAssertion
from tests.services.partners.registry import (
    ASSERTION_TYPE,
    INSTANT,
    KEYS,
    NURSE,
    OPERATOR,
    OPERATOR_KEY,
    Registry,
    claims_of,
    signed,
)
from tests.support.agencies import ISSUER

SECONDS = int(INSTANT.timestamp())
KEY = KEYS["ES256"]
MARK = "3bdd7c6e"
"""Stands in everything a refused client sends here, and must not come back."""


def _unsigned(claims: dict[str, Any], alg: str) -> str:
    parts = ({"alg": alg, "typ": "client-authentication+jwt"}, claims)
    return ".".join(_encoded(json.dumps(part).encode()) for part in parts) + "."


def _encoded(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")


def _with_shared_secret(claims: dict[str, Any]) -> str:
    """Sign with HS256, the public key as the secret."""
    public = json.dumps(KEY.as_dict(private=False)).encode()
    return signed(claims, OctKey.import_key(public), "HS256")


Forge = Callable[[str], str]

FLAWED: dict[str, tuple[str, Forge]] = {
    "type": ("type", lambda c: signed(claims_of(c), KEY, typ="JWT")),
    "access token": ("type", lambda c: signed(claims_of(c), KEY, typ="at+jwt")),
    "audience list": ("claims", lambda c: signed(claims_of(c, aud=[ISSUER]), KEY)),
    "two audiences": ("claims", lambda c: signed(claims_of(c, aud=[ISSUER, MARK]), KEY)),
    "token url": ("audience", lambda c: signed(claims_of(c, aud=f"{ISSUER}/v1/token"), KEY)),
    "other audience": ("audience", lambda c: signed(claims_of(c, aud=MARK), KEY)),
    "no audience": ("claims", lambda c: signed(claims_of(c, aud=None), KEY)),
    "expired": ("expired", lambda c: signed(claims_of(c, exp=SECONDS), KEY)),
    "long life": ("life", lambda c: signed(claims_of(c, exp=SECONDS + 301), KEY)),
    "endless life": ("claims", lambda c: signed(claims_of(c, exp=float("inf")), KEY)),
    "no expiry": ("claims", lambda c: signed(claims_of(c, exp=None), KEY)),
    "expiry as text": ("claims", lambda c: signed(claims_of(c, exp=str(SECONDS + 60)), KEY)),
    "issued later": ("not_yet", lambda c: signed(claims_of(c, iat=SECONDS + 31), KEY)),
    "not before": ("not_yet", lambda c: signed(claims_of(c, nbf=SECONDS + 31), KEY)),
    "no jti": ("claims", lambda c: signed(claims_of(c, jti=None), KEY)),
    "other issuer": ("issuer", lambda c: signed(claims_of(c, iss=MARK), KEY)),
    "other key": ("signature", lambda c: signed(claims_of(c), OPERATOR_KEY)),
    "own key": ("signature", lambda c: signed(claims_of(c), ECKey.generate_key("P-256"))),
    "named key": ("signature", lambda c: signed(claims_of(c), KEY, kid=MARK)),
    "other kind": ("signature", lambda c: signed(claims_of(c), KEYS["PS256"], "PS256")),
    "no algorithm": ("signature", lambda c: _unsigned(claims_of(c), "none")),
    "no algorithm, disguised": ("signature", lambda c: _unsigned(claims_of(c), "nOnE")),
    "shared secret": ("signature", lambda c: _with_shared_secret(claims_of(c))),
    "altered": ("signature", lambda c: signed(claims_of(c), KEY)[:-6] + "AAAAAA"),
}


def _assert_refused(answer: httpx.Response, status: int, error: str) -> None:
    assert answer.status_code == status
    body = answer.json()
    assert body["error"] == error
    assert body.keys() == {"error", "error_description"}
    assert MARK not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("flaw", FLAWED)
async def test_a_flawed_assertion_is_refused(registry: Registry, flaw: str) -> None:
    reason, forge = FLAWED[flaw]
    agency_id = await registry.register()
    answer = await registry.ask(forge(agency_id))
    _assert_refused(answer, 401, "invalid_client")
    assert "WWW-Authenticate" in answer.headers
    assert await registry.refusal_of(agency_id) == (reason, None, f"agency/{agency_id}")


async def test_the_longest_life_and_the_least_skew_are_allowed(registry: Registry) -> None:
    agency_id = await registry.register()
    claims = claims_of(agency_id, exp=SECONDS + 300, iat=SECONDS + 30, nbf=SECONDS - 500)
    assert (await registry.ask(signed(claims, KEY))).status_code == 200


@pytest.mark.parametrize(
    "client_id",
    [
        "00000000-0000-4000-8000-000000000001",
        MARK,
        "",
        "OPERATOR",
        "{00000000-0000-0000-0000-000000000000}",
    ],
)
async def test_an_unknown_client_is_refused(registry: Registry, client_id: str) -> None:
    _assert_refused(await registry.ask(signed(claims_of(client_id), KEY)), 401, "invalid_client")
    assert await registry.refusal_of(None) == ("unknown", None, "client")


async def test_a_client_id_is_written_in_one_way(registry: Registry) -> None:
    agency_id = await registry.register()
    for written in (agency_id.upper(), f"{{{agency_id}}}", agency_id.replace("-", "")):
        answer = await registry.ask(signed(claims_of(written), KEY))
        _assert_refused(answer, 401, "invalid_client")


async def test_unknown_and_unproven_clients_are_answered_alike(registry: Registry) -> None:
    agency_id = await registry.register()
    unknown = await registry.ask(signed(claims_of(str(uuid4())), KEY))
    unproven = await registry.ask(signed(claims_of(agency_id), OPERATOR_KEY))
    assert unknown.content == unproven.content


async def test_no_agency_proves_itself_with_anothers_key(registry: Registry) -> None:
    theirs = ECKey.generate_key("P-256")
    await registry.register(key=theirs, identifiers=[])
    agency_id = await registry.register()
    assertion = signed(claims_of(agency_id), theirs)
    _assert_refused(await registry.ask(assertion), 401, "invalid_client")


@pytest.mark.parametrize("assertion", [MARK, "a.b.c", f"{MARK}.{MARK}.{MARK}", "....", "e30.e30."])
async def test_what_is_no_assertion_is_refused(registry: Registry, assertion: str) -> None:
    _assert_refused(await registry.ask(assertion), 401, "invalid_client")
    assert await registry.refusal_of(None) == ("unreadable", None, "client")


async def test_a_claim_nested_without_end_is_refused(registry: Registry) -> None:
    header = _encoded(b'{"alg":"ES256"}')
    assertion = f"{header}.{_encoded(b'[' * 90_000)}.AAAA"
    _assert_refused(await registry.ask(assertion), 401, "invalid_client")


async def test_an_assertion_is_worth_one_token(registry: Registry) -> None:
    agency_id = await registry.register()
    assertion = signed(claims_of(agency_id), KEY)
    assert (await registry.ask(assertion)).status_code == 200
    _assert_refused(await registry.ask(assertion), 401, "invalid_client")
    assert (await registry.refusal_of(agency_id))[0] == "replayed"


async def test_an_assertion_sent_twice_at_once_is_worth_one_token(registry: Registry) -> None:
    agency_id = await registry.register()
    assertion = signed(claims_of(agency_id), KEY)
    answers = await asyncio.gather(*(registry.ask(assertion) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401]


async def test_what_two_clients_call_the_same_is_not_the_same(registry: Registry) -> None:
    one, other = await registry.register(), await registry.register(identifiers=[])
    for agency_id in (one, other):
        answer = await registry.ask(signed(claims_of(agency_id, jti="1"), KEY))
        assert answer.status_code == 200


async def test_neither_client_nor_jti_is_kept(registry: Registry) -> None:
    agency_id = await registry.register()
    await registry.ask(signed(claims_of(agency_id, jti=MARK), KEY))
    async with registry.database.engine.connect() as connection:
        rows = (await connection.execute(UsedAssertion.__table__.select())).all()
    assert MARK not in repr(rows)
    assert agency_id not in repr(rows)


async def test_a_suspended_agency_gets_no_token(registry: Registry) -> None:
    agency_id = await registry.register()
    async with await registry.operator() as operator:
        await operator.post(f"/partners/v1/agencies/{agency_id}/suspension")
        _assert_refused(
            await registry.ask(signed(claims_of(agency_id), KEY)), 401, "invalid_client"
        )
        assert (await registry.refusal_of(agency_id))[0] == "suspended"
        await operator.post(f"/partners/v1/agencies/{agency_id}/resumption")
    assert (await registry.ask(signed(claims_of(agency_id), KEY))).status_code == 200


@pytest.mark.parametrize(
    "scope", ["decisions:write", "agencies:operate", f"concerns:read {MARK}", "concerns:read  "]
)
async def test_a_scope_beyond_what_may_be_held_is_refused(registry: Registry, scope: str) -> None:
    agency_id = await registry.register()
    answer = await registry.ask(signed(claims_of(agency_id), KEY), scope=scope)
    _assert_refused(answer, 400, "invalid_scope")
    assert str((await registry.refusal_of(agency_id))[1]) == agency_id


async def test_the_operator_may_hold_no_agencys_scope(registry: Registry) -> None:
    answer = await registry.ask(signed(claims_of(OPERATOR), OPERATOR_KEY), scope="concerns:read")
    _assert_refused(answer, 400, "invalid_scope")


@pytest.mark.parametrize(
    "act",
    [
        MARK,
        [NURSE],
        {},
        {**NURSE, "sub": ""},
        {**NURSE, "sub": "x" * 101},
        {**NURSE, "sub": 7},
        {**NURSE, "sub": f"{MARK}\0"},
        {**NURSE, "unit": "x" * 201},
        {**NURSE, "unit": f"{MARK}\n"},
        {**NURSE, "role": MARK},
        {"sub": "nurse-1"},
        {**NURSE, "act": {"sub": MARK}},
    ],
)
async def test_a_malformed_practitioner_is_refused(registry: Registry, act: Any) -> None:
    agency_id = await registry.register()
    answer = await registry.ask(signed(claims_of(agency_id, act=act), KEY))
    _assert_refused(answer, 400, "invalid_request")
    assert (await registry.refusal_of(agency_id))[0] == "act"


async def test_the_operator_acts_for_no_practitioner(registry: Registry) -> None:
    answer = await registry.ask(signed(claims_of(OPERATOR, act=NURSE), OPERATOR_KEY))
    _assert_refused(answer, 400, "invalid_request")


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"grant_type": ""}, 400, "invalid_request"),
        ({"grant_type": MARK}, 400, "unsupported_grant_type"),
        ({"client_assertion": ""}, 401, "invalid_client"),
        ({"client_assertion_type": MARK}, 401, "invalid_client"),
        ({"client_id": MARK}, 401, "invalid_client"),
    ],
)
async def test_a_form_that_lacks_something_is_refused(
    registry: Registry, changes: dict[str, str], status: int, error: str
) -> None:
    answer = await registry.ask(signed(claims_of(OPERATOR), OPERATOR_KEY), **changes)
    _assert_refused(answer, status, error)
    assert len(await registry.refusal_of(None)) == 3


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b'{"grant_type": "client_credentials"}'),
        ("", b"grant_type=client_credentials"),
        ("application/x-www-form-urlencoded", b""),
        ("application/x-www-form-urlencoded", b"grant_type"),
        ("application/x-www-form-urlencoded", b"grant_type=\xff"),
        ("application/x-www-form-urlencoded", b"grant_type=%ff"),
        ("application/x-www-form-urlencoded", b"grant_type=%ed%a0%80"),
        ("application/x-www-form-urlencoded", b"grant_type=a&grant_type=a"),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(30))),
    ],
)
async def test_a_body_that_is_no_form_is_refused(
    registry: Registry, content_type: str, body: bytes
) -> None:
    async with registry.anonymous() as client:
        answer = await client.post(
            "/partners/v1/token", content=body, headers={"Content-Type": content_type}
        )
    _assert_refused(answer, 400, "invalid_request")


async def test_what_oauth_does_not_know_is_ignored(registry: Registry) -> None:
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": signed(claims_of(OPERATOR), OPERATOR_KEY),
        "resource": MARK,
    }
    async with registry.anonymous() as client:
        answer = await client.post(
            "/partners/v1/token",
            content=urlencode(form),
            headers={"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"},
        )
    assert answer.status_code == 200
