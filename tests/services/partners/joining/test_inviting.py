"""The operator decides which agencies may join, and under which codes of public registers."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from services.partners.joining.models import JoiningCode
from shared.access.tables import known_agencies
from shared.audit.append import AuditKind
from shared.messaging.outbox import outbox
from tests.services.partners.registry import Registry, new_agency

AGENCIES = "/partners/v1/agencies"
MARK = "3bdd7c6e"


async def _invite(registry: Registry, **more: Any) -> httpx.Response:
    return await registry.operate("/agencies", new_agency(**more))


async def _kept(registry: Registry, column: Any) -> list[Any]:
    async with registry.database.engine.connect() as connection:
        return list((await connection.execute(select(column))).scalars())


async def test_an_invited_agency_is_known_to_nobody_else(registry: Registry) -> None:
    answer = await _invite(registry)
    assert answer.status_code == 201
    view = answer.json()
    assert answer.headers["Location"] == f"{AGENCIES}/{view['agency_id']}"
    assert view["identifiers"] == [{"scheme": "ods", "value": "RZZ"}]
    assert view["state"] == "invited"
    assert await _kept(registry, known_agencies.c.agency_id) == []
    assert await _kept(registry, outbox.c.type) == ["partners.signing_key_published.v1"]
    (entry,) = await registry.audited(AuditKind.CHANGE, "invite_agency")
    assert (entry["actor"], entry["subject"]) == ("operator", f"agency/{view['agency_id']}")


async def test_a_code_is_kept_as_a_digest_and_shown_once(registry: Registry) -> None:
    async with await registry.operator() as operator:
        first, again = [
            await operator.post(AGENCIES, json=new_agency(), headers={"Idempotency-Key": "once"})
            for _ in range(2)
        ]
    code = first.json()["joining_code"]
    assert len(code.replace("-", "")) == 26
    assert again.status_code == 201
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json() == {n: v for n, v in first.json().items() if n != "joining_code"}
    assert code.encode() not in (await _kept(registry, JoiningCode.digest))[0]


async def test_codes_are_kept_as_their_register_writes_them(registry: Registry) -> None:
    answer = await _invite(registry, identifiers=[{"scheme": "ods", "value": " rzz "}])
    assert answer.json()["identifiers"] == [{"scheme": "ods", "value": "RZZ"}]


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
    answer = await _invite(registry, identifiers=identifiers)
    assert (answer.status_code, answer.json()["code"]) == (400, "unsuitable_identifier")
    assert MARK not in answer.text


@pytest.mark.parametrize(
    "changes",
    [{"jwks": {"keys": []}}, {"kind": MARK}, {"name": ""}, {"synthetic": "true"}, {MARK: 1}],
)
async def test_a_malformed_invitation_is_refused(
    registry: Registry, changes: dict[str, Any]
) -> None:
    answer = await _invite(registry, **changes)
    assert answer.status_code == 422
    assert MARK not in answer.text


async def test_one_code_names_one_agency_of_each_mark_from_its_invitation_on(
    registry: Registry,
) -> None:
    assert (await _invite(registry)).status_code == 201
    again = await _invite(registry, name="Another Trust")
    assert (again.status_code, again.json()["code"]) == (409, "identifier_taken")
    assert (await _invite(registry, synthetic=False)).status_code == 201


async def test_only_the_operator_invites(registry: Registry) -> None:
    agency_id = await registry.register()
    async with await registry.client(agency_id) as client:
        for path in (AGENCIES, f"{AGENCIES}/{agency_id}/joining-code"):
            answer = await client.post(path, json=new_agency())
            assert (answer.status_code, answer.json()["code"]) == (403, "not_the_operator")
