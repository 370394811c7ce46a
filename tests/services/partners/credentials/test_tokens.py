"""A client that proves who it is gets a token for what it may do, and for whom it acts."""

import json
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey
from joserfc.jws import extract_compact

from shared.access.caller import Scope
from shared.audit.append import AuditKind
from tests.services.partners.registry import (
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
from tests.support.desk import client_for


def _read(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    parts = extract_compact(token.encode())
    return parts.headers(), json.loads(parts.payload)


@pytest.mark.parametrize("alg", ["ES256", "Ed25519", "EdDSA", "PS256"])
async def test_each_kind_of_key_proves_a_client(registry: Registry, alg: str) -> None:
    agency_id = await registry.register(key=KEYS[alg])
    answer = await registry.ask(signed(claims_of(agency_id), KEYS[alg], alg))
    assert answer.status_code == 200
    assert answer.json()["token_type"] == "Bearer"
    assert answer.json()["expires_in"] == 600


async def test_a_token_says_who_holds_it_and_for_whom(registry: Registry) -> None:
    agency_id = await registry.register()
    header, claims = _read(await registry.token(agency_id, KEYS["ES256"], act=NURSE))
    assert header["typ"] == "at+jwt"
    assert header["alg"] == "ES256"
    assert claims.pop("jti")
    assert Scope.CONCERNS_WRITE in claims.pop("scope").split()
    assert claims == {
        "iss": ISSUER,
        "aud": "alongside",
        "sub": agency_id,
        "client_id": agency_id,
        "iat": int(INSTANT.timestamp()),
        "exp": int(INSTANT.timestamp()) + 600,
        "synthetic": True,
        "act": NURSE,
    }


async def test_a_unit_is_not_needed(registry: Registry) -> None:
    agency_id = await registry.register()
    act = {"sub": "lead-1", "role": "safeguarding_lead"}
    _, claims = _read(await registry.token(agency_id, KEYS["ES256"], act=act))
    assert claims["act"] == act


async def test_a_token_is_verified_with_the_published_keys(registry: Registry) -> None:
    token = await registry.token(OPERATOR, OPERATOR_KEY)
    async with registry.anonymous() as client:
        answer = await client.get("/partners/v1/jwks")
    (jwk,) = answer.json()["keys"]
    assert "d" not in jwk
    assert jwk["kid"] == _read(token)[0]["kid"]
    assert jwt.decode(token, ECKey.import_key(jwk), algorithms=["ES256"]).claims["sub"] == OPERATOR


async def test_a_token_opens_what_it_is_for(registry: Registry) -> None:
    agency_id = await registry.register()
    async with await registry.client(agency_id) as client:
        assert (await client.get(f"/partners/v1/agencies/{agency_id}")).status_code == 200


async def test_without_a_wish_every_scope_that_may_be_held_is_given(registry: Registry) -> None:
    trust = await registry.register()
    council = await registry.register(
        kind="council", identifiers=[{"scheme": "gss", "value": "E10000099"}]
    )
    of_trust = (await registry.ask(signed(claims_of(trust), KEYS["ES256"]))).json()["scope"]
    of_council = (await registry.ask(signed(claims_of(council), KEYS["ES256"]))).json()["scope"]
    everything = {scope.value for scope in Scope} - {"agencies:operate"}
    assert set(of_council.split()) == everything
    assert set(of_trust.split()) == everything - {"decisions:write"}


async def test_fewer_scopes_may_be_asked_for(registry: Registry) -> None:
    agency_id = await registry.register()
    assertion = signed(claims_of(agency_id), KEYS["ES256"])
    answer = await registry.ask(assertion, scope="feed:read concerns:read")
    assert answer.json()["scope"] == "concerns:read feed:read"


async def test_the_operator_may_operate_and_nothing_else(registry: Registry) -> None:
    answer = await registry.ask(signed(claims_of(OPERATOR), OPERATOR_KEY))
    assert answer.json()["scope"] == "agencies:operate"


async def test_a_token_is_not_to_be_kept_on_the_way(registry: Registry) -> None:
    answer = await registry.ask(signed(claims_of(OPERATOR), OPERATOR_KEY))
    assert answer.headers["Cache-Control"] == "no-store"


async def test_every_token_is_audited_with_whom_it_acts_for(registry: Registry) -> None:
    agency_id = await registry.register()
    await registry.token(agency_id, KEYS["ES256"], act=NURSE)
    entries = await registry.audited(AuditKind.CHANGE, "issue_token")
    (entry,) = (entry for entry in entries if entry["subject"] == f"agency/{agency_id}")
    assert str(entry["agency_id"]) == agency_id
    assert (entry["practitioner_id"], entry["unit"]) == ("nurse-1", "district nursing")
    assert entry["synthetic"]


async def test_a_suspended_agency_loses_the_tokens_it_has(registry: Registry) -> None:
    agency_id = await registry.register()
    token = await registry.token(agency_id, KEYS["ES256"])
    async with await registry.operator() as operator, client_for(registry.app, token) as client:
        await operator.post(f"/partners/v1/agencies/{agency_id}/suspension")
        assert (await client.get("/partners/v1/agencies")).status_code == 401
        await operator.post(f"/partners/v1/agencies/{agency_id}/resumption")
        assert (await client.get("/partners/v1/agencies")).status_code == 200


async def test_metadata_says_how_to_get_a_token(registry: Registry) -> None:
    async with registry.anonymous() as client:
        answer = await client.get("/partners/.well-known/oauth-authorization-server")
    metadata = answer.json()
    assert metadata["issuer"] == ISSUER
    assert metadata["token_endpoint"] == f"{ISSUER}/v1/token"
    assert metadata["jwks_uri"] == f"{ISSUER}/v1/jwks"
    assert metadata["token_endpoint_auth_methods_supported"] == [
        "private_key_jwt",
        "client_secret_basic",
        "client_secret_post",
    ]
    assert set(metadata["token_endpoint_auth_signing_alg_values_supported"]) == set(KEYS)
    assert "public" in answer.headers["Cache-Control"]
