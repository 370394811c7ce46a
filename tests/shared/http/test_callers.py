"""Only a caller that can be believed gets in, and only to what it may do; both are audited."""

import base64
import hmac
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from sqlalchemy import select, update

from shared.access.caller import Scope
from shared.access.tables import known_agencies, known_keys
from shared.audit.append import audit_entries
from tests.support.agencies import BYSTANDER, COUNCIL, ISSUER, NURSE, TRUST, Signer
from tests.support.desk import Desk, client_for

OPERATOR: dict[str, Any] = {"sub": "operator", "scope": "agencies:operate", "act": None}


def claims(**changes: Any) -> dict[str, Any]:
    instant = int(time.time())
    return {
        "iss": ISSUER,
        "aud": "alongside",
        "sub": str(TRUST.id),
        "scope": "concerns:read",
        "exp": instant + 600,
        "synthetic": True,
    } | changes


def signed(signer: Signer, header: dict[str, Any] | None = None, **changes: Any) -> str:
    header = {"alg": "ES256", "typ": "at+jwt", "kid": "test-key"} | (header or {})
    return jwt.encode(header, claims(**changes), signer.key)


def _part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def unsigned(_signer: Signer) -> str:
    header = {"alg": "none", "typ": "at+jwt", "kid": "test-key"}
    return f"{_part(header)}.{_part(claims())}."


def signed_with_the_public_key(signer: Signer) -> str:
    header = {"alg": "HS256", "typ": "at+jwt", "kid": "test-key"}
    content = f"{_part(header)}.{_part(claims())}"
    digest = hmac.digest(signer.key.as_pem(private=False), content.encode(), "sha256")
    return f"{content}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def signed_by_another(_signer: Signer) -> str:
    header = {"alg": "ES256", "typ": "at+jwt", "kid": "test-key"}
    return jwt.encode(header, claims(), ECKey.generate_key("P-256"))


def signed_by_another_kind_of_key(_signer: Signer) -> str:
    header = {"alg": "RS256", "typ": "at+jwt", "kid": "test-key"}
    return jwt.encode(header, claims(), RSAKey.generate_key(2048), algorithms=["RS256"])


def naming_no_key(signer: Signer) -> str:
    return jwt.encode({"alg": "ES256", "typ": "at+jwt"}, claims(), signer.key)


def meddled_with(signer: Signer) -> str:
    head, _body, signature = signed(signer).split(".")
    return f"{head}.{_part(claims(sub=str(COUNCIL.id)))}.{signature}"


UNBELIEVABLE: dict[str, Callable[[Signer], str]] = {
    "nonsense": lambda _signer: "Smith",
    "dots": lambda _signer: "a.b.c",
    "too long": lambda signer: signed(signer, padding="x" * 5000),
    "unsigned": unsigned,
    "signed with the public key": signed_with_the_public_key,
    "signed by another": signed_by_another,
    "signed by another kind of key": signed_by_another_kind_of_key,
    "meddled with": meddled_with,
    "unknown key": lambda signer: signed(signer, {"kid": "other"}),
    "no key named": naming_no_key,
    "another type": lambda signer: signed(signer, {"typ": "JWT"}),
    "an assertion": lambda signer: signed(signer, {"typ": "client-authentication+jwt"}),
    "expired": lambda signer: signed(signer, exp=int(time.time()) - 1),
    "without end": lambda signer: signed(signer, exp=None),
    "another audience": lambda signer: signed(signer, aud="elsewhere"),
    "several audiences": lambda signer: signed(signer, aud=["alongside", "elsewhere"]),
    "another issuer": lambda signer: signed(signer, iss="http://elsewhere.test"),
    "no agency's id": lambda signer: signed(signer, sub="Smith"),
    "an unknown agency": lambda signer: signed(signer, sub=str(uuid4())),
    "real where the agency is made up": lambda signer: signed(signer, synthetic=False),
    "an unknown role": lambda signer: signed(signer, act={"sub": "x", "role": "king"}),
}


@pytest.mark.parametrize("token_of", UNBELIEVABLE.values(), ids=UNBELIEVABLE.keys())
async def test_a_token_that_cant_be_believed_opens_nothing(
    desk: Desk, token_of: Callable[[Signer], str]
) -> None:
    async with client_for(desk.app, token_of(desk.signer)) as client:
        response = await client.get("/notes/v1/notes")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert "Smith" not in response.text


async def test_a_token_as_the_exchange_signs_it_opens_what_its_scopes_say(desk: Desk) -> None:
    async with client_for(desk.app, signed(desk.signer)) as client:
        assert (await client.get("/notes/v1/notes")).status_code == 200
        response = await client.post("/notes/v1/notes", json={"words": "x"})
    assert response.status_code == 403
    assert response.headers["WWW-Authenticate"] == 'Bearer error="insufficient_scope"'
    assert await denials(desk) == [("keep_note", "scope", TRUST.id)]


@pytest.mark.parametrize("authorization", [None, "", "Basic dTpw", "Bearer", "Bearer  "])
async def test_without_a_token_nothing_opens(desk: Desk, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    async with client_for(desk.app, None) as client:
        response = await client.get("/notes/v1/notes", headers=headers)
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


async def test_a_token_that_was_believed_is_not_believed_for_longer_than_it_says(
    desk: Desk,
) -> None:
    async with client_for(desk.app, signed(desk.signer)) as client:
        assert (await client.get("/notes/v1/notes")).status_code == 200
        desk.database.clock = lambda: datetime.now(UTC) + timedelta(minutes=11)
        assert (await client.get("/notes/v1/notes")).status_code == 401


async def test_a_suspension_works_at_once_and_is_audited(
    desk: Desk, trust: httpx.AsyncClient
) -> None:
    assert (await trust.get("/notes/v1/notes")).status_code == 200
    async with desk.database.transaction() as session:
        await session.execute(
            update(known_agencies)
            .where(known_agencies.c.agency_id == TRUST.id)
            .values(suspended=True)
        )
    response = await trust.get("/notes/v1/notes")
    assert (response.status_code, response.json()["detail"]) == (401, "The agency is suspended.")
    assert await denials(desk) == [("authenticate", "suspended", TRUST.id)]


async def test_a_retired_key_works_no_more_at_once(desk: Desk, trust: httpx.AsyncClient) -> None:
    assert (await trust.get("/notes/v1/notes")).status_code == 200
    async with desk.database.transaction() as session:
        await session.execute(update(known_keys).values(retired=True))
    assert (await trust.get("/notes/v1/notes")).status_code == 401


async def test_the_operator_sees_no_agencys_notes_and_no_agency_operates(desk: Desk) -> None:
    operator = signed(desk.signer, **OPERATOR)
    async with client_for(desk.app, operator) as client:
        assert (await client.get("/notes/v1/machines")).status_code == 200
        refused = await client.get("/notes/v1/notes")
        assert (refused.status_code, refused.json()["code"]) == (403, "not_an_agency")
    scopes = frozenset({Scope.AGENCIES_OPERATE})
    async with desk.client(TRUST, scopes=scopes) as client:
        refused = await client.get("/notes/v1/machines")
        assert (refused.status_code, refused.json()["code"]) == (403, "not_the_operator")
    without = signed(desk.signer, **(OPERATOR | {"scope": ""}))
    async with client_for(desk.app, without) as client:
        assert (await client.get("/notes/v1/machines")).json()["code"] == "scope_missing"


async def test_an_access_is_audited_with_who_and_which_request(
    desk: Desk, trust: httpx.AsyncClient, case_id: UUID
) -> None:
    headers = {"X-Correlation-ID": "ward-12-round-7"}
    response = await trust.post(
        f"/notes/v1/cases/{case_id}/notes", json={"words": "x"}, headers=headers
    )
    assert response.status_code == 201
    assert response.headers["X-Correlation-ID"] == "ward-12-round-7"
    rows = await audited(desk)
    assert [(row.kind, row.operation, row.case_id) for row in rows] == [
        ("access", "read_concern", case_id),
        ("change", "write_note", case_id),
    ]
    assert {(row.agency_id, row.practitioner_id, row.unit) for row in rows} == {
        (TRUST.id, NURSE.id, NURSE.unit)
    }
    assert {row.correlation_id for row in rows} == {"ward-12-round-7"}


async def test_a_case_that_is_hidden_is_answered_as_one_that_is_not_there(
    desk: Desk, case_id: UUID
) -> None:
    answers = []
    async with desk.client(BYSTANDER) as client:
        for path in (str(case_id), str(uuid4()), "no-id-at-all", "%00"):
            response = await client.post(f"/notes/v1/cases/{path}/notes", json={"words": "x"})
            body = response.json() | {"request_id": None}
            answers.append((response.status_code, body, sorted(response.headers)))
        for path in ("/notes/v1/nowhere", "/elsewhere"):
            response = await client.post(path, json={})
            body = response.json() | {"request_id": None}
            answers.append((response.status_code, body, sorted(response.headers)))
    assert answers[0][0] == 404
    assert all(answer == answers[0] for answer in answers)
    kinds = [(row.kind, row.reason, row.agency_id) for row in await audited(desk)]
    assert kinds == [("denial", reason, BYSTANDER.id) for reason in ("non_party", "unrelated")]


async def audited(desk: Desk) -> list[Any]:
    async with desk.database.engine.connect() as connection:
        query = select(audit_entries).order_by(audit_entries.c.entry_id)
        return list((await connection.execute(query)).all())


async def denials(desk: Desk) -> list[tuple[str, str, UUID]]:
    rows = await audited(desk)
    return [(row.operation, row.reason, row.agency_id) for row in rows if row.kind == "denial"]


async def test_a_session_of_pages_makes_no_call(desk: Desk, trust: httpx.AsyncClient) -> None:
    session = desk.signer.token(TRUST, aud="alongside/pages")
    path = "/notes/v1/notes"
    assert (await trust.get(path)).status_code == 200
    for headers in ({"Authorization": f"Bearer {session}"}, {"Authorization": ""}):
        headers["Cookie"] = f"__Host-alongside={session}"
        assert (await trust.get(path, headers=headers)).status_code == 401
