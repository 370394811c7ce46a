"""How an agency is doing is one call: for itself, and for the operator of all."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from services.partners.agencies.models import Agency as Row
from services.partners.alarms.commands import take_stock
from services.partners.deliveries.models import Delivery, DeliveryState
from services.partners.overview.attention import reasons_to_look
from services.partners.overview.views import AgencyStateView
from services.partners.subscriptions.channels import SubscriptionState
from services.partners.subscriptions.models import Subscription
from shared.access.caller import Role
from shared.access.policy import Operation
from shared.events.partners import Channel, UndeliveredReported
from tests.services.partners.cases import Cases
from tests.services.partners.registry import INSTANT, KEYS, Registry
from tests.support.agencies import NURSE, POLICE, SOCIAL_WORKER

AGENCIES = "/partners/v1/agencies"
HOUR = timedelta(hours=1)


def delivery(agency_id: str, hours_ago: int, *, received: bool = False) -> Delivery:
    at = INSTANT - hours_ago * HOUR
    return Delivery(
        event_id=uuid4(),
        agency_id=UUID(agency_id),
        case_id=None,
        synthetic=True,
        type="partners.test_event_sent.v1",
        occurred_at=at,
        data={},
        received_by=Operation.RECEIVE_NOTICE,
        state=DeliveryState.RECEIVED if received else DeliveryState.SENT,
        sequence=100 - hours_ago,
        settled_at=at,
        sent_at=at,
        received_at=at + HOUR if received else None,
    )


def webhook(agency_id: str, **more: Any) -> Subscription:
    values = {
        "subscription_id": uuid4(),
        "agency_id": UUID(agency_id),
        "channel": Channel.WEBHOOK,
        "state": SubscriptionState.ACTIVE,
        "reader_practitioner_id": "system",
        "reader_role": Role.PRACTITIONER,
        "version": 1,
        "made_at": INSTANT,
        "enqueued_through": 0,
        "last_number": 0,
        **more,
    }
    return Subscription(**values)


async def _state(registry: Registry, agency_id: str) -> dict[str, Any]:
    async with await registry.operator() as operator:
        state: dict[str, Any] = (await operator.get(f"{AGENCIES}/{agency_id}/state")).json()
    return state


async def test_a_state_tells_what_reaches_the_agency_and_what_does_not(
    registry: Registry,
) -> None:
    agency_id, other = await registry.register(), await registry.register(identifiers=[])
    async with registry.database.transaction() as session:
        session.add_all(
            [
                delivery(agency_id, 9, received=True),
                delivery(agency_id, 8),
                delivery(agency_id, 2),
                delivery(other, 50),
                webhook(agency_id, failing_since=INSTANT - 3 * HOUR, failure="timed_out"),
                webhook(agency_id, last_success_at=INSTANT - 4 * HOUR),
                webhook(agency_id, failing_since=INSTANT - 9 * HOUR, state="ended"),
            ]
        )
    state = await _state(registry, agency_id)
    expected = {
        "last_success_at": INSTANT - 4 * HOUR,
        "oldest_unreceived_at": INSTANT - 8 * HOUR,
        "failing_since": INSTANT - 3 * HOUR,
    }
    for name, instant in expected.items():
        assert state[name] == instant.isoformat().replace("+00:00", "Z"), name
    assert [one["failure"] for one in state["subscriptions"]] == ["timed_out", None]
    assert state["state"] == "live"
    assert [key["key_id"] for key in state["keys"]] == [KEYS["ES256"].thumbprint()]
    assert str(KEYS["ES256"].as_dict(private=False)["x"]) not in str(state)


async def test_a_state_and_the_list_of_the_undelivered_agree(registry: Registry) -> None:
    """What nobody wants or may know any more, and a report about arrears, is no arrears."""
    agency_id, other = await registry.register(), await registry.register(identifiers=[])
    report = delivery(agency_id, 30)
    report.type = UndeliveredReported.named()
    hidden = delivery(agency_id, 40)
    hidden.case_id, hidden.received_by = uuid4(), Operation.RECEIVE_EVENT
    wanted = webhook(other, event_types=["intake.decision_made.v1"])
    rows = [report, hidden, delivery(agency_id, 2), delivery(other, 50), wanted]
    async with registry.database.transaction() as session:
        session.add_all(rows)
    async with registry.database.transaction() as session:
        await take_stock(session)
    async with await registry.operator() as operator:
        listed = (await operator.get("/partners/v1/undelivered")).json()["items"]
        states = (await operator.get(f"{AGENCIES}/states")).json()["items"]
    waiting = {one["agency_id"]: one["oldest_at"] for one in listed}
    assert waiting == {agency_id: (INSTANT - 2 * HOUR).isoformat().replace("+00:00", "Z")}
    assert {one["agency_id"]: one["oldest_unreceived_at"] for one in states} == {
        agency_id: waiting[agency_id],
        other: None,
    }


async def test_an_agency_that_was_sent_nothing_has_nothing_to_tell(registry: Registry) -> None:
    state = await _state(registry, (await registry.invite())["agency_id"])
    assert state["state"] == "invited"
    for name in ("last_success_at", "oldest_unreceived_at", "failing_since", "joined_at"):
        assert state[name] is None
    assert (state["subscriptions"], state["contact_roles"], state["keys"]) == ([], [], [])


async def test_an_agency_sees_its_own_state_and_no_other(registry: Registry) -> None:
    own, other = await registry.register(), await registry.joined(identifiers=[])
    async with await registry.client(own) as client:
        assert (await client.get(f"{AGENCIES}/{own}/state")).json()["agency_id"] == own
        for agency_id in (other, str(uuid4())):
            answer = await client.get(f"{AGENCIES}/{agency_id}/state")
            assert (answer.status_code, answer.json()["code"]) == (403, "agency_not_your_own")
        answer = await client.get(f"{AGENCIES}/states")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_the_operator")


async def test_what_an_agency_may_not_know_of_does_not_show_in_its_state(cases: Cases) -> None:
    async with cases.desk.database.transaction() as session:
        session.add(
            Row(
                agency_id=POLICE.id,
                kind=POLICE.kind,
                name=POLICE.name,
                synthetic=POLICE.synthetic,
                registered_at=INSTANT,
                may_use_secret=False,
            )
        )
    case_id = await cases.begin()
    await cases.join(case_id, POLICE)
    await cases.tell()
    await cases.feed(POLICE)
    path = f"/agencies/{POLICE.id}/state"
    assert (await cases.get(POLICE, path)).json()["oldest_unreceived_at"] is not None
    await cases.exclude(case_id, POLICE, practitioner_id=NURSE.id)
    assert (await cases.get(POLICE, path)).json()["oldest_unreceived_at"] is None
    others = await cases.get(POLICE, path, person=SOCIAL_WORKER)
    assert others.json()["oldest_unreceived_at"] is not None


async def test_the_states_of_all_come_in_pages(registry: Registry) -> None:
    ids = [(await registry.invite(identifiers=[]))["agency_id"] for _ in range(3)]
    async with await registry.operator() as operator:
        first = (await operator.get(f"{AGENCIES}/states", params={"limit": 2})).json()
        rest = (
            await operator.get(f"{AGENCIES}/states", params={"limit": 2, "cursor": first["next"]})
        ).json()
        assert (await operator.get(f"{AGENCIES}/{uuid4()}/state")).status_code == 404
    assert [state["agency_id"] for state in first["items"] + rest["items"]] == ids[::-1]


async def test_what_to_look_at_is_said_in_words(registry: Registry) -> None:
    state = await _state(registry, await registry.register())
    view = AgencyStateView.model_validate(state)
    assert reasons_to_look(view, INSTANT) == ("No safeguarding lead to reach",)
    failing = view.model_copy(
        update={"failing_since": INSTANT, "oldest_unreceived_at": INSTANT - 25 * HOUR}
    )
    assert reasons_to_look(failing, INSTANT)[:2] == (
        "Pushes fail",
        "Something has waited for more than a day",
    )
    assert reasons_to_look(view.model_copy(update={"state": "left"}), INSTANT) == ()
