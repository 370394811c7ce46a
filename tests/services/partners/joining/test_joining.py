"""An agency joins with its code, once; nobody can tell why a code was refused."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from joserfc.jwk import ECKey, OctKey, OKPKey
from sqlalchemy import select, update

from services.partners.contacts.models import Contact
from services.partners.credentials.models import AgencyKey
from services.partners.joining.codes import MOST_REFUSALS
from services.partners.joining.models import JoiningCode
from shared.access.tables import known_agencies, known_identifiers
from shared.audit.append import AuditKind
from shared.messaging.outbox import outbox
from tests.services.partners.registry import INSTANT, KEYS, Registry, claims_of, jwks, signed

MARK = "3bdd7c6e"
PUBLIC_JWK = KEYS["ES256"].as_dict(private=False)
LEAD = {"role": "safeguarding_lead", "name": f"Ada {MARK}", "email": "ada@nhs.example"}


async def _types(registry: Registry) -> list[str]:
    query = select(outbox.c.type).order_by(outbox.c.position)
    async with registry.database.engine.connect() as connection:
        return list((await connection.execute(query)).scalars())


def _assert_refused(answer: httpx.Response) -> None:
    assert (answer.status_code, answer.json()["code"]) == (403, "joining_refused")


async def test_an_agency_joins_and_is_known_but_not_live(registry: Registry) -> None:
    invited = await registry.invite()
    answer = await registry.join(invited)
    assert answer.status_code == 201
    assert answer.json()["state"] == "joining"
    assert answer.json()["client_secret"] is None
    async with registry.database.engine.connect() as connection:
        known = (await connection.execute(select(known_agencies))).mappings().one()
        code = (await connection.execute(select(known_identifiers.c.value))).scalar_one()
    assert str(known["agency_id"]) == invited["agency_id"]
    assert (known["live"], known["suspended"], code) == (False, False, "RZZ")
    assert (await _types(registry))[1:] == ["partners.agency_registered.v1"]
    (entry,) = await registry.audited(AuditKind.CHANGE, "join_exchange")
    assert entry["subject"] == f"agency/{invited['agency_id']}"


async def test_a_code_may_be_typed_as_it_is_heard(registry: Registry) -> None:
    invited = await registry.invite()
    typed = invited["joining_code"].replace("-", " ").lower()
    assert (await registry.join(invited, code=f" {typed} ")).status_code == 201


async def test_a_joining_agency_may_read_its_feed_and_look_after_itself_and_no_more(
    registry: Registry,
) -> None:
    agency_id = await registry.joined()
    answer = await registry.ask(signed(claims_of(agency_id), KEYS["ES256"]))
    assert answer.json()["scope"] == "agency:manage feed:read"
    for scope in ("concerns:write", "requests:read", "statistics:read"):
        refused = await registry.ask(signed(claims_of(agency_id), KEYS["ES256"]), scope=scope)
        assert refused.json()["error"] == "invalid_scope"


async def test_only_the_public_members_of_a_key_are_kept(registry: Registry) -> None:
    keys = {"keys": [{**PUBLIC_JWK, "kid": "first", "x5u": MARK}]}
    await registry.join(await registry.invite(), jwks=keys)
    async with registry.database.engine.connect() as connection:
        kept = (await connection.execute(select(AgencyKey.key_id, AgencyKey.public_jwk))).one()
    assert kept.key_id == "first"
    assert kept.public_jwk == {name: PUBLIC_JWK[name] for name in ("kty", "crv", "x", "y")}


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
async def test_an_unsuitable_key_is_refused_and_the_code_stays_good(
    registry: Registry, jwk: dict[str, Any]
) -> None:
    invited = await registry.invite()
    answer = await registry.join(invited, jwks={"keys": [jwk]})
    assert (answer.status_code, answer.json()["code"]) == (400, "unsuitable_key")
    assert MARK not in answer.text
    assert (await registry.join(invited)).status_code == 201


async def test_two_keys_of_one_name_are_refused(registry: Registry) -> None:
    other = ECKey.generate_key("P-256").as_dict(private=False)
    keys = [{**PUBLIC_JWK, "kid": "same"}, {**other, "kid": "same"}]
    answer = await registry.join(await registry.invite(), jwks={"keys": keys})
    assert answer.json()["code"] == "unsuitable_key"


async def test_whoever_joins_must_prove_itself_afterwards(registry: Registry) -> None:
    answer = await registry.join(await registry.invite(), jwks=None)
    assert (answer.status_code, answer.json()["code"]) == (400, "no_credential")


async def test_a_code_is_good_once(registry: Registry) -> None:
    invited = await registry.invite()
    assert (await registry.join(invited)).status_code == 201
    _assert_refused(await registry.join(invited))


async def test_of_two_that_join_with_one_code_at_once_one_joins(registry: Registry) -> None:
    invited = await registry.invite()
    answers = await asyncio.gather(
        *(registry.join(invited, jwks=jwks(ECKey.generate_key("P-256"))) for _ in range(4))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 403, 403, 403]
    async with registry.database.engine.connect() as connection:
        assert len((await connection.execute(select(AgencyKey.key_id))).all()) == 1


async def test_a_wrong_an_old_a_used_and_anothers_code_and_no_agency_are_answered_alike(
    registry: Registry,
) -> None:
    one = await registry.invite()
    old = await registry.invite(identifiers=[])
    used = await registry.invite(identifiers=[])
    await registry.join(used)
    async with registry.database.transaction() as session:
        await session.execute(
            update(JoiningCode)
            .where(JoiningCode.agency_id != UUID(one["agency_id"]))
            .values(expires_at=INSTANT)
        )
    answers = [
        await registry.join(one, code=f"{MARK}-"),
        await registry.join(one, code=used["joining_code"]),
        await registry.join(old),
        await registry.join(used),
        await registry.join({**one, "agency_id": str(uuid4())}),
        await registry.join(one, code="guess", wants_secret=True, jwks=None),
    ]
    bodies = []
    for answer in answers:
        _assert_refused(answer)
        body = answer.json()
        body.pop("request_id")
        bodies.append((body, sorted(set(answer.headers) - {"x-request-id", "x-correlation-id"})))
    assert all(body == bodies[0] for body in bodies)
    assert len(await registry.audited(AuditKind.DENIAL, "join_exchange")) == len(answers)


async def test_so_many_guesses_end_the_right_code_until_another_is_given(
    registry: Registry,
) -> None:
    invited = await registry.invite()
    for _ in range(MOST_REFUSALS):
        _assert_refused(await registry.join(invited, code="guess"))
    _assert_refused(await registry.join(invited))
    renewed = await registry.operate(f"/agencies/{invited['agency_id']}/joining-code")
    assert (await registry.join(renewed.json())).status_code == 201


async def test_a_renewed_code_ends_the_one_before(registry: Registry) -> None:
    invited = await registry.invite()
    renewed = await registry.operate(f"/agencies/{invited['agency_id']}/joining-code")
    assert renewed.status_code == 201
    _assert_refused(await registry.join(invited))
    assert (await registry.join(renewed.json())).status_code == 201


async def test_no_code_opens_a_live_agency_but_a_suspended_one_may_join_with_new_keys(
    registry: Registry,
) -> None:
    agency_id = await registry.register()
    path = f"/agencies/{agency_id}"
    refused = await registry.operate(f"{path}/joining-code")
    assert (refused.status_code, refused.json()["code"]) == (409, "agency_is_live")
    await registry.operate(f"{path}/suspension")
    renewed = (await registry.operate(f"{path}/joining-code")).json()
    found_again = ECKey.generate_key("P-256")
    joined = await registry.join(renewed, jwks=jwks(found_again))
    assert joined.json()["state"] == "suspended"
    await registry.operate(f"{path}/resumption")
    assert (await registry.ask(signed(claims_of(agency_id), KEYS["ES256"]))).status_code == 401
    assert (await registry.ask(signed(claims_of(agency_id), found_again))).status_code == 200
    assert (await _types(registry)).count("partners.agency_registered.v1") == 1


async def test_a_code_given_to_a_suspended_agency_is_not_good_once_it_is_live_again(
    registry: Registry,
) -> None:
    path = f"/agencies/{await registry.register()}"
    await registry.operate(f"{path}/suspension")
    renewed = (await registry.operate(f"{path}/joining-code")).json()
    await registry.operate(f"{path}/resumption")
    _assert_refused(await registry.join(renewed))


async def test_an_agency_may_join_again_with_the_key_it_has(registry: Registry) -> None:
    agency_id = await registry.joined()
    renewed = (await registry.operate(f"/agencies/{agency_id}/joining-code")).json()
    assert (await registry.join(renewed)).status_code == 201
    assert (await registry.ask(signed(claims_of(agency_id), KEYS["ES256"]))).status_code == 200


async def test_contacts_are_kept_sealed_and_further_codes_wait_to_be_checked(
    registry: Registry,
) -> None:
    invited = await registry.invite(contact={**LEAD, "role": "technical"})
    more = [{"scheme": "ods", "value": "rzz01"}]
    await registry.join(invited, contacts=[LEAD], identifiers=more)
    async with await registry.client(invited["agency_id"]) as client:
        path = f"/partners/v1/agencies/{invited['agency_id']}"
        (contact,) = (await client.get(f"{path}/contacts")).json()["items"]
        codes = (await client.get(f"{path}/identifiers")).json()
    assert (contact["role"], contact["name"]) == ("safeguarding_lead", LEAD["name"])
    assert codes == {
        "confirmed": [{"scheme": "ods", "value": "RZZ"}],
        "proposed": [{"scheme": "ods", "value": "RZZ01"}],
    }
    async with registry.database.engine.connect() as connection:
        assert MARK.encode() not in (await connection.execute(select(Contact.details))).scalar_one()


async def test_an_expired_code_is_refused(registry: Registry) -> None:
    invited = await registry.invite()
    assert invited["code_expires_at"].startswith((INSTANT + timedelta(days=14)).date().isoformat())
    async with registry.database.transaction() as session:
        await session.execute(update(JoiningCode).values(expires_at=INSTANT))
    _assert_refused(await registry.join(invited))
