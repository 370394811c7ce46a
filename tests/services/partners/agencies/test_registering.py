"""The operator decides which agencies are on the exchange; each sees the directory of its mark."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi.routing import APIRoute
from joserfc.jwk import ECKey, OctKey, OKPKey
from sqlalchemy import select

from services.partners.agencies.models import AgencyKey
from services.partners.agencies.routes import PUBLIC, router
from shared.access.tables import known_agencies, known_identifiers
from shared.audit.append import AuditKind
from shared.messaging.outbox import outbox
from tests.services.partners.agencies.registry import KEYS, Registry, new_agency

AGENCIES = "/partners/v1/agencies"
MARK = "3bdd7c6e"
PUBLIC_JWK = KEYS["ES256"].as_dict(private=False)


async def _register(registry: Registry, **more: Any) -> httpx.Response:
    async with await registry.operator() as operator:
        return await operator.post(AGENCIES, json=new_agency(**more))


async def _types(registry: Registry) -> list[str]:
    query = select(outbox.c.type).order_by(outbox.c.position)
    async with registry.database.engine.connect() as connection:
        return list((await connection.execute(query)).scalars())


async def test_an_agency_joins_and_is_known_at_once(registry: Registry) -> None:
    answer = await _register(registry)
    assert answer.status_code == 201
    view = answer.json()
    assert answer.headers["Location"] == f"{AGENCIES}/{view['agency_id']}"
    assert view["identifiers"] == [{"scheme": "ods", "value": "RZZ"}]
    assert (view["suspended"], view["synthetic"]) == (False, True)
    assert str(PUBLIC_JWK["x"]) not in answer.text
    async with registry.database.engine.connect() as connection:
        known = (await connection.execute(select(known_agencies))).mappings().one()
        code = (await connection.execute(select(known_identifiers.c.value))).scalar_one()
    assert (str(known["agency_id"]), known["suspended"]) == (view["agency_id"], False)
    assert code == "RZZ"
    assert await _types(registry) == [
        "partners.signing_key_published.v1",
        "partners.agency_registered.v1",
    ]
    (entry,) = await registry.audited(AuditKind.CHANGE, "register_agency")
    assert (entry["actor"], entry["subject"]) == ("operator", f"agency/{view['agency_id']}")


async def test_codes_are_kept_as_their_register_writes_them(registry: Registry) -> None:
    answer = await _register(registry, identifiers=[{"scheme": "ods", "value": " rzz "}])
    assert answer.json()["identifiers"] == [{"scheme": "ods", "value": "RZZ"}]


async def test_only_the_public_members_of_a_key_are_kept(registry: Registry) -> None:
    await _register(registry, jwks={"keys": [{**PUBLIC_JWK, "kid": "first", "x5u": MARK}]})
    async with registry.database.engine.connect() as connection:
        kept = (await connection.execute(select(AgencyKey.key_id, AgencyKey.public_jwk))).one()
    assert kept.key_id == "first"
    assert kept.public_jwk == {name: PUBLIC_JWK[name] for name in ("kty", "crv", "x", "y")}


@pytest.mark.parametrize(
    "identifiers",
    [
        [{"scheme": "ods", "value": f"{MARK}-"}],
        [{"scheme": "gss", "value": "E1"}],
        [{"scheme": "police_force", "value": "E10000099"}],
        [{"scheme": "ods", "value": "RZZ"}, {"scheme": "ods", "value": "rzz"}],
    ],
)
async def test_an_unsuitable_identifier_is_refused(
    registry: Registry, identifiers: list[dict[str, str]]
) -> None:
    answer = await _register(registry, identifiers=identifiers)
    assert (answer.status_code, answer.json()["code"]) == (400, "unsuitable_identifier")
    assert MARK not in answer.text
    assert await _types(registry) == ["partners.signing_key_published.v1"]


@pytest.mark.parametrize(
    "jwk",
    [
        KEYS["ES256"].as_dict(private=True),
        KEYS["PS256"].as_dict(private=True),
        OctKey.generate_key(256).as_dict(private=True),
        ECKey.generate_key("P-384").as_dict(private=False),
        OKPKey.generate_key("Ed448").as_dict(private=False),
        OKPKey.generate_key("X25519").as_dict(private=False),
        {"kty": "RSA", "n": "_" * 171, "e": "AQAB"},
        {"kty": "RSA", "n": "_" * 2731, "e": "AQAB"},
        {"kty": "RSA", "n": "_" * 343, "e": "AQ"},
        {"kty": "RSA", "n": "é", "e": "AQAB"},
        {**PUBLIC_JWK, "x": PUBLIC_JWK["y"]},
        {**PUBLIC_JWK, "x": 7},
        {**PUBLIC_JWK, "use": "enc"},
        {**PUBLIC_JWK, "alg": "HS256"},
        {**PUBLIC_JWK, "alg": ["ES256"]},
        {**PUBLIC_JWK, "kid": 7},
        {**PUBLIC_JWK, "kid": MARK * 13},
        {"kty": "EC", "crv": "P-256"},
        {"kty": [MARK]},
        {},
    ],
)
async def test_an_unsuitable_key_is_refused(registry: Registry, jwk: dict[str, Any]) -> None:
    answer = await _register(registry, jwks={"keys": [jwk]})
    assert (answer.status_code, answer.json()["code"]) == (400, "unsuitable_key")
    assert MARK not in answer.text


async def test_two_keys_of_one_name_are_refused(registry: Registry) -> None:
    other = ECKey.generate_key("P-256").as_dict(private=False)
    keys = [{**PUBLIC_JWK, "kid": "same"}, {**other, "kid": "same"}]
    answer = await _register(registry, jwks={"keys": keys})
    assert answer.json()["code"] == "unsuitable_key"


@pytest.mark.parametrize(
    "changes",
    [{"jwks": {"keys": []}}, {"kind": MARK}, {"name": ""}, {"synthetic": "true"}, {MARK: 1}],
)
async def test_a_malformed_registration_is_refused(
    registry: Registry, changes: dict[str, Any]
) -> None:
    answer = await _register(registry, **changes)
    assert answer.status_code == 422
    assert MARK not in answer.text


async def test_one_code_names_one_agency_of_each_mark(registry: Registry) -> None:
    assert (await _register(registry)).status_code == 201
    again = await _register(registry, name="Another Trust")
    assert (again.status_code, again.json()["code"]) == (409, "identifier_taken")
    assert (await _register(registry, synthetic=False)).status_code == 201


async def test_the_directory_shows_each_agency_those_of_its_mark(registry: Registry) -> None:
    made_up, also_made_up = await registry.register(), await registry.register(identifiers=[])
    real = await registry.register(synthetic=False)
    async with await registry.client(made_up) as client:
        listed = (await client.get(AGENCIES)).json()
        assert [agency["agency_id"] for agency in listed["items"]] == [also_made_up, made_up]
        assert (await client.get(f"{AGENCIES}/{also_made_up}")).status_code == 200
        hidden = await client.get(f"{AGENCIES}/{real}")
        absent = await client.get(f"{AGENCIES}/{uuid4()}")
        assert (hidden.status_code, absent.status_code) == (404, 404)
    async with await registry.operator() as operator:
        assert len((await operator.get(AGENCIES)).json()["items"]) == 3


async def test_the_directory_comes_in_pages(registry: Registry) -> None:
    registered = [await registry.register(identifiers=[]) for _ in range(3)]
    async with await registry.client(registered[0]) as client:
        first = (await client.get(AGENCIES, params={"limit": 2})).json()
        rest = (await client.get(AGENCIES, params={"limit": 2, "cursor": first["next"]})).json()
    seen = [agency["agency_id"] for agency in first["items"] + rest["items"]]
    assert seen == registered[::-1]
    assert rest["next"] is None


async def test_an_agency_is_suspended_once_and_resumed_once(registry: Registry) -> None:
    agency_id = await registry.register()
    path = f"{AGENCIES}/{agency_id}"
    async with await registry.operator() as operator:
        resumed_early = await operator.post(f"{path}/resumption")
        assert resumed_early.json()["code"] == "agency_not_suspended"
        assert (await operator.post(f"{path}/suspension")).json()["suspended"] is True
        again = await operator.post(f"{path}/suspension")
        assert (again.status_code, again.json()["code"]) == (409, "agency_already_suspended")
        assert (await operator.post(f"{path}/resumption")).json()["suspended"] is False
        assert (await operator.get(path)).json()["suspended"] is False
    assert (await _types(registry))[2:] == [
        "partners.agency_suspended.v1",
        "partners.agency_resumed.v1",
    ]


async def test_a_suspension_sent_again_is_answered_again(registry: Registry) -> None:
    agency_id = await registry.register()
    async with await registry.operator() as operator:
        answers = [
            await operator.post(
                f"{AGENCIES}/{agency_id}/suspension", headers={"Idempotency-Key": "once"}
            )
            for _ in range(2)
        ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()


async def test_nobody_is_suspended_who_is_not_there(registry: Registry) -> None:
    async with await registry.operator() as operator:
        for what in ("suspension", "resumption"):
            assert (await operator.post(f"{AGENCIES}/{uuid4()}/{what}")).status_code == 404


@pytest.mark.parametrize("what", ["", "/{own}/suspension", "/{own}/resumption"])
async def test_no_agency_operates_the_registry(registry: Registry, what: str) -> None:
    agency_id = await registry.register()
    async with await registry.client(agency_id) as client:
        answer = await client.post(AGENCIES + what.format(own=agency_id), json=new_agency())
    assert (answer.status_code, answer.json()["code"]) == (403, "not_the_operator")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        (method, route.path.format(agency_id=uuid4()))
        for route in router.routes
        if isinstance(route, APIRoute) and route.path not in PUBLIC
        for method in route.methods or ()
    ],
)
async def test_an_anonymous_caller_gets_nowhere(registry: Registry, method: str, path: str) -> None:
    async with registry.anonymous() as client:
        answer = await client.request(method, path)
    assert answer.status_code == 401
