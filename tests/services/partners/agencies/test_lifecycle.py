"""How an agency goes live, is suspended and resumes, and what stops each step."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from shared.access.tables import known_agencies, known_identifiers
from shared.events.partners import TestEventSent
from shared.messaging.outbox import outbox
from tests.services.partners.registry import KEYS, NURSE, Registry, claims_of, signed
from tests.support.desk import client_for

AGENCIES = "/partners/v1/agencies"


async def _types(registry: Registry) -> list[str]:
    query = select(outbox.c.type).order_by(outbox.c.position)
    async with registry.database.engine.connect() as connection:
        return list((await connection.execute(query)).scalars())


async def _state(registry: Registry, agency_id: str) -> str:
    async with await registry.operator() as operator:
        state: str = (await operator.get(f"{AGENCIES}/{agency_id}")).json()["state"]
        return state


async def test_an_agency_goes_live_after_a_test_event_and_holds_every_scope(
    registry: Registry,
) -> None:
    agency_id = await registry.joined()
    async with await registry.client(agency_id) as client:
        sent = await client.post(f"{AGENCIES}/{agency_id}/test-events")
    assert sent.status_code == 201
    await registry.receive_test(agency_id)
    admitted = await registry.operate(f"/agencies/{agency_id}/admission")
    assert (admitted.status_code, admitted.json()["state"]) == (200, "live")
    assert (await _types(registry))[2:] == [
        TestEventSent.named(),
        "partners.agency_went_live.v1",
    ]
    async with registry.database.engine.connect() as connection:
        assert (await connection.execute(select(known_agencies.c.live))).scalar_one()
    token = await registry.ask(signed(claims_of(agency_id), KEYS["ES256"]))
    assert "concerns:write" in token.json()["scope"]


async def test_an_agency_that_has_not_acknowledged_a_test_event_does_not_go_live(
    registry: Registry,
) -> None:
    agency_id = await registry.joined()
    await registry.operate(f"/agencies/{agency_id}/test-events")
    refused = await registry.operate(f"/agencies/{agency_id}/admission")
    assert (refused.status_code, refused.json()["code"]) == (409, "test_event_not_received")
    assert await _state(registry, agency_id) == "joining"


async def test_a_test_event_is_acknowledged_by_reading_on_in_the_feed(registry: Registry) -> None:
    agency_id = await registry.joined()
    sent = (await registry.operate(f"/agencies/{agency_id}/test-events")).json()
    await registry.settle()
    assertion = signed(claims_of(agency_id, act=NURSE), KEYS["ES256"])
    token = (await registry.ask(assertion)).json()["access_token"]
    async with client_for(registry.app, token) as client:
        page = (await client.get("/partners/v1/feed")).json()
        (event,) = page["items"]
        assert event["type"] == TestEventSent.named()
        assert event["data"] == {"agency_id": agency_id, "test_id": sent["test_id"]}
        early = await registry.operate(f"/agencies/{agency_id}/admission")
        assert early.json()["code"] == "test_event_not_received"
        await client.get("/partners/v1/feed", params={"after": page["next"]})
    admitted = await registry.operate(f"/agencies/{agency_id}/admission")
    assert admitted.json()["state"] == "live"


async def test_an_agency_goes_live_once(registry: Registry) -> None:
    agency_id = await registry.register()
    again = await registry.operate(f"/agencies/{agency_id}/admission")
    assert (again.status_code, again.json()["code"]) == (409, "agency_not_joining")


async def test_who_has_not_joined_does_not_go_live_and_is_sent_nothing(registry: Registry) -> None:
    agency_id = (await registry.invite())["agency_id"]
    refused = await registry.operate(f"/agencies/{agency_id}/admission")
    assert refused.json()["code"] == "agency_not_joining"
    for step in ("test-events", "suspension"):
        refused = await registry.operate(f"/agencies/{agency_id}/{step}")
        assert (refused.status_code, refused.json()["code"]) == (409, "agency_not_joined")


async def test_an_agency_is_suspended_once_and_resumed_once(registry: Registry) -> None:
    path = f"/agencies/{await registry.register()}"
    resumed_early = await registry.operate(f"{path}/resumption")
    assert resumed_early.json()["code"] == "agency_not_suspended"
    assert (await registry.operate(f"{path}/suspension")).json()["suspended"] is True
    again = await registry.operate(f"{path}/suspension")
    assert (again.status_code, again.json()["code"]) == (409, "agency_already_suspended")
    assert (await registry.operate(f"{path}/resumption")).json()["suspended"] is False
    assert (await _types(registry))[-2:] == [
        "partners.agency_suspended.v1",
        "partners.agency_resumed.v1",
    ]


async def test_who_is_suspended_while_joining_is_joining_again_afterwards(
    registry: Registry,
) -> None:
    agency_id = await registry.joined()
    await registry.operate(f"/agencies/{agency_id}/suspension")
    refused = await registry.operate(f"/agencies/{agency_id}/admission")
    assert refused.json()["code"] == "agency_not_joining"
    await registry.operate(f"/agencies/{agency_id}/resumption")
    assert await _state(registry, agency_id) == "joining"


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


STEPS = ("test-events", "admission", "suspension", "resumption")


async def test_nothing_is_done_to_who_is_not_there(registry: Registry) -> None:
    for step in (*STEPS, "joining-code"):
        assert (await registry.operate(f"/agencies/{uuid4()}/{step}")).status_code == 404


@pytest.mark.parametrize("step", STEPS[1:])
async def test_no_agency_operates_the_registry(registry: Registry, step: str) -> None:
    agency_id = await registry.register()
    async with await registry.client(agency_id) as client:
        answer = await client.post(f"{AGENCIES}/{agency_id}/{step}")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_the_operator")


async def test_an_agency_looks_after_itself_and_learns_of_no_other(registry: Registry) -> None:
    own = await registry.register()
    other = await registry.joined(identifiers=[])
    proposal = {"identifiers": [{"scheme": "ods", "value": "RZZ02"}]}
    async with await registry.client(own) as client:
        for agency_id in (other, str(uuid4())):
            for step in ("test-events", "identifiers/proposals"):
                answer = await client.post(f"{AGENCIES}/{agency_id}/{step}", json=proposal)
                assert (answer.status_code, answer.json()["code"]) == (403, "agency_not_your_own")
            answer = await client.get(f"{AGENCIES}/{agency_id}/identifiers")
            assert answer.json()["code"] == "agency_not_your_own"


async def test_without_the_scope_an_agency_does_not_manage_itself(registry: Registry) -> None:
    agency_id = await registry.register()
    assertion = signed(claims_of(agency_id), KEYS["ES256"])
    token = (await registry.ask(assertion, scope="feed:read")).json()["access_token"]
    async with client_for(registry.app, token) as client:
        answer = await client.post(f"{AGENCIES}/{agency_id}/test-events")
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")


async def test_a_proposed_code_counts_once_the_operator_has_confirmed_it(
    registry: Registry,
) -> None:
    agency_id = await registry.register()
    code = {"scheme": "ods", "value": "rzz02"}
    async with await registry.client(agency_id) as client:
        path = f"{AGENCIES}/{agency_id}/identifiers"
        proposed = await client.post(f"{path}/proposals", json={"identifiers": [code]})
        assert proposed.json()["proposed"] == [{"scheme": "ods", "value": "RZZ02"}]
        refused = await client.post(f"{path}/confirmations", json=code)
        assert refused.json()["code"] == "not_the_operator"
    confirmed = await registry.operate(f"/agencies/{agency_id}/identifiers/confirmations", code)
    assert confirmed.json()["proposed"] == []
    async with registry.database.engine.connect() as connection:
        values = (await connection.execute(select(known_identifiers.c.value))).scalars()
        assert sorted(values) == ["RZZ", "RZZ02"]
    assert (await _types(registry))[-1] == "partners.agency_identifier_confirmed.v1"


async def test_no_agency_confirms_anothers_code_as_its_own(registry: Registry) -> None:
    await registry.register()
    other = await registry.register(identifiers=[])
    code = {"scheme": "ods", "value": "RZZ"}
    refused = await registry.operate(f"/agencies/{other}/identifiers/confirmations", code)
    assert (refused.status_code, refused.json()["code"]) == (409, "identifier_taken")
