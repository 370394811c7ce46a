"""A small provider may prove itself with a secret, where and for as long as the operator allows."""

import asyncio
import base64
import json
from typing import Any
from uuid import uuid4

import httpx
import pytest
from joserfc.jws import extract_compact
from sqlalchemy import select

from services.partners.credentials.errors import TooBusy
from services.partners.credentials.models import ClientSecret
from services.partners.credentials.secrets import SecretHashing
from shared.audit.append import AuditKind
from tests.services.partners.registry import KEYS, Registry, claims_of, jwks, signed
from tests.support.desk import client_for

FORM = {"grant_type": "client_credentials"}
MANAGER = {"act_sub": "manager-1", "act_role": "practitioner", "act_unit": "office"}
MARK = "3bdd7c6e"


async def _ask(
    registry: Registry, auth: tuple[str, str] | None = None, **form: str
) -> httpx.Response:
    headers = {}
    if auth is not None:
        encoded = base64.b64encode(":".join(auth).encode()).decode()
        headers["Authorization"] = f"Basic {encoded}"
    async with registry.anonymous() as client:
        return await client.post("/partners/v1/token", data={**FORM, **form}, headers=headers)


async def _provider(registry: Registry) -> tuple[str, str]:
    """Return the id and the secret of an agency that joined with a secret alone."""
    invited = await registry.invite(may_use_secret=True)
    joined = await registry.join(invited, jwks=None, wants_secret=True)
    assert joined.status_code == 201
    return invited["agency_id"], joined.json()["client_secret"]


def _act_of(answer: httpx.Response) -> Any:

    token = answer.json()["access_token"]
    return json.loads(extract_compact(token.encode()).payload).get("act")


async def test_a_secret_is_worth_a_token_by_both_ways_that_oauth_has(registry: Registry) -> None:
    agency_id, secret = await _provider(registry)
    by_basic = await _ask(registry, (agency_id, secret), **MANAGER)
    assert by_basic.status_code == 200
    assert _act_of(by_basic) == {"sub": "manager-1", "unit": "office", "role": "practitioner"}
    by_post = await _ask(registry, client_id=agency_id, client_secret=secret)
    assert by_post.status_code == 200
    assert _act_of(by_post) is None
    assert by_post.json()["scope"] == "agency:manage feed:read"
    entries = await registry.audited(AuditKind.CHANGE, "issue_token")
    assert [entry["practitioner_id"] for entry in entries if entry["agency_id"]] == [
        "manager-1",
        None,
    ]


async def test_a_secret_is_kept_as_argon2id_alone(registry: Registry) -> None:
    _, secret = await _provider(registry)
    async with registry.database.engine.connect() as connection:
        kept = (await connection.execute(select(ClientSecret.hash))).scalar_one()
    assert kept.startswith("$argon2id$")
    assert secret not in kept


async def test_without_permission_nobody_gets_a_secret_and_the_code_stays_good(
    registry: Registry,
) -> None:
    invited = await registry.invite()
    refused = await registry.join(invited, jwks=None, wants_secret=True)
    assert (refused.status_code, refused.json()["code"]) == (403, "secret_not_allowed")
    assert (await registry.join(invited)).status_code == 201
    async with await registry.client(invited["agency_id"]) as client:
        refused = await client.post(
            f"/partners/v1/agencies/{invited['agency_id']}/secrets", json={}
        )
    assert refused.json()["code"] == "secret_not_allowed"


async def test_a_wrong_secret_an_unknown_client_and_one_with_keys_are_answered_alike(
    registry: Registry,
) -> None:
    agency_id, secret = await _provider(registry)
    with_keys = await registry.joined(identifiers=[])
    other = await registry.invite(may_use_secret=True, identifiers=[])
    await registry.join(other, jwks=None, wants_secret=True)
    tried = [
        (agency_id, f"{secret}x"),
        (agency_id, MARK),
        (agency_id, secret[:33]),
        (other["agency_id"], secret),
        (with_keys, secret),
        (str(uuid4()), secret),
        (agency_id.upper(), secret),
        ("operator", secret),
        (agency_id, secret + "x" * 5000),
    ]
    answers = [await _ask(registry, pair) for pair in tried]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].json()["error"] == "invalid_client"
    assert answers[0].headers["WWW-Authenticate"].startswith("Basic")
    assert len(await registry.audited(AuditKind.DENIAL, "issue_token")) == len(tried)


async def test_as_much_work_is_done_for_a_client_that_is_not_there(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency_id, secret = await _provider(registry)
    verified = []
    verify = SecretHashing._verify  # noqa: SLF001 - counted, not replaced

    def counting(self: SecretHashing, text: str, kept: str | None) -> bool:
        verified.append(kept)
        return verify(self, text, kept)

    monkeypatch.setattr(SecretHashing, "_verify", counting)
    for pair in ((agency_id, secret), (agency_id, MARK), (str(uuid4()), secret), (MARK, MARK)):
        await _ask(registry, pair)
    assert len(verified) == 4


@pytest.mark.parametrize(
    ("form", "header", "error"),
    [
        ({"client_secret": MARK, "client_assertion": MARK}, None, "invalid_request"),
        ({"client_secret": MARK, "client_id": MARK}, "Basic YTpi", "invalid_request"),
        ({}, f"Basic {MARK}!", "invalid_client"),
        ({}, "Basic " + base64.b64encode(b"no colon").decode(), "invalid_client"),
        ({}, f"Bearer {MARK}", "invalid_client"),
        ({"client_assertion": MARK}, "Basic YTpi", "invalid_request"),
    ],
)
async def test_one_way_to_prove_oneself_is_used_at_a_time(
    registry: Registry, form: dict[str, str], header: str | None, error: str
) -> None:
    headers = {} if header is None else {"Authorization": header}
    async with registry.anonymous() as client:
        answer = await client.post("/partners/v1/token", data={**FORM, **form}, headers=headers)
    assert answer.status_code in {400, 401}
    assert answer.json()["error"] == error
    assert MARK not in answer.text


async def test_whom_an_assertion_acts_for_is_not_said_beside_it(registry: Registry) -> None:
    agency_id = await registry.joined()
    answer = await registry.ask(signed(claims_of(agency_id), KEYS["ES256"]), **MANAGER)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize(
    "act", [{"act_sub": "x"}, {"act_sub": "x", "act_role": MARK}, {"act_role": "practitioner"}]
)
async def test_a_malformed_practitioner_is_refused(registry: Registry, act: dict[str, str]) -> None:
    answer = await _ask(registry, await _provider(registry), **act)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
    assert MARK not in answer.text


async def test_a_new_secret_overlaps_with_the_old_one_and_is_shown_once(
    registry: Registry,
) -> None:
    agency_id, old = await _provider(registry)
    token = (await _ask(registry, (agency_id, old))).json()["access_token"]
    path = f"/partners/v1/agencies/{agency_id}/secrets"
    async with client_for(registry.app, token) as client:
        first, again = [
            await client.post(path, json={}, headers={"Idempotency-Key": "once"}) for _ in range(2)
        ]
        assert first.status_code == 201
        assert "client_secret" not in again.json()
        new = first.json()["client_secret"]
        for secret in (old, new):
            assert (await _ask(registry, (agency_id, secret))).status_code == 200
        listed = (await client.get(path.replace("secrets", "credentials"))).json()["secrets"]
        assert [one["retires_at"] is None for one in listed] == [False, True]
        newest = await client.post(path, json={"overlap_days": 0})
    for secret, status in ((old, 401), (new, 401), (newest.json()["client_secret"], 200)):
        assert (await _ask(registry, (agency_id, secret))).status_code == status


async def test_a_forbidden_secret_is_worth_nothing_even_if_secrets_are_allowed_again(
    registry: Registry,
) -> None:
    pair = await _provider(registry)
    await registry.operate(f"/agencies/{pair[0]}/secret-prohibition")
    assert (await _ask(registry, pair)).status_code == 401
    await registry.operate(f"/agencies/{pair[0]}/secret-permission")
    assert (await _ask(registry, pair)).status_code == 401


async def test_the_last_secret_is_not_retired(registry: Registry) -> None:
    agency_id, secret = await _provider(registry)
    secret_id = secret.partition(".")[0]
    answer = await registry.operate(
        f"/agencies/{agency_id}/secrets/{secret_id}/retirement", {"retires_at": None}
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "last_credential")


async def test_no_secret_of_another_agency_is_retired(registry: Registry) -> None:
    _, secret = await _provider(registry)
    other = await registry.joined(identifiers=[])
    answer = await registry.operate(
        f"/agencies/{other}/secrets/{secret.partition('.')[0]}/retirement", {}
    )
    assert answer.status_code == 404


async def test_secrets_and_keys_may_stand_beside_each_other(registry: Registry) -> None:
    invited = await registry.invite(may_use_secret=True)
    joined = await registry.join(invited, jwks=jwks(KEYS["ES256"]), wants_secret=True)
    pair = (invited["agency_id"], joined.json()["client_secret"])
    assert (await _ask(registry, pair)).status_code == 200
    assertion = signed(claims_of(invited["agency_id"]), KEYS["ES256"])
    assert (await registry.ask(assertion)).status_code == 200


async def test_a_flood_of_secrets_is_turned_away_and_not_queued_without_end() -> None:
    hashing = SecretHashing()
    answers = await asyncio.gather(
        *(hashing.is_right("wrong", None) for _ in range(30)), return_exceptions=True
    )
    assert answers.count(False) == 20
    assert sum(isinstance(answer, TooBusy) for answer in answers) == 10
    assert not await hashing.is_right("wrong", None)
