"""What an agency can do on the broker, user by operation: read its own queues, and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
import pytest
from pika.exceptions import ConnectionClosedByBroker

from services.partners.queues.names import new_queue_name, user_of
from services.partners.queues.passwords import hashed, new_password
from services.partners.queues.provisioning import Management, ManagementFailed
from shared.identifiers import new_id
from shared.messaging.rabbit import AgencyQueues
from tests.services.partners.queues.conftest import LIMITS
from tests.services.partners.queues.foreign import (
    ALLOWED,
    Attempt,
    Site,
    ask_for,
    bind,
    bind_exchange,
    connect,
    consume,
    declare,
    declare_exchange,
    declare_own_name,
    delete,
    delete_exchange,
    get,
    outcomes_of,
    publish,
    purge,
    sign_in,
    unbind,
)

ON_A_QUEUE: dict[str, Callable[[str], Attempt]] = {
    "get": get,
    "consume": consume,
    "ask for": ask_for,
    "declare": declare,
    "delete": delete,
    "purge": purge,
    "bind": bind,
    "unbind": unbind,
    "publish to": lambda queue: publish("", queue),
}
ON_AN_EXCHANGE: dict[str, Callable[[str], Attempt]] = {
    "publish to": lambda exchange: publish(exchange, "intake.concern_raised.v1"),
    "declare": declare_exchange,
    "delete": delete_exchange,
    "bind": bind_exchange,
}
EXCHANGES = (
    "amq.topic",
    "amq.direct",
    "amq.fanout",
    "amq.headers",
    "amq.match",
    "amq.rabbitmq.trace",
    "alongside.events",
    "its.own",
)


@dataclass(frozen=True)
class Member:
    """An agency with a queue and its user on the broker."""

    user: str
    password: str
    queue: str
    url: str


@pytest.fixture
async def members(
    site: Site, management: Management, queues: AgencyQueues
) -> tuple[Member, Member]:
    """Return two agencies, each with a queue."""
    both = []
    for _ in range(2):
        agency_id, password = new_id(), new_password()
        queue = new_queue_name(agency_id)
        await queues.declare(queue)
        await management.open_user(agency_id, hashed(password))
        url = site.url_for(user_of(agency_id), password)
        both.append(Member(user_of(agency_id), password, queue, url))
    return both[0], both[1]


async def _allowed(url: str, attempts: dict[str, Attempt]) -> set[str]:
    outcomes = await outcomes_of(url, attempts)
    assert set(outcomes.values()) <= {ALLOWED, "refused 403", "refused 404"}
    return {name for name, outcome in outcomes.items() if outcome == ALLOWED}


async def test_an_agency_reads_and_empties_its_own_queue_and_does_nothing_else_to_it(
    members: tuple[Member, Member],
) -> None:
    own, _ = members
    attempts = {name: make(own.queue) for name, make in ON_A_QUEUE.items()}
    assert await _allowed(own.url, attempts) == {"get", "consume", "ask for", "purge"}


async def test_of_other_queues_it_learns_at_most_that_a_name_it_knows_is_there(
    members: tuple[Member, Member], queues: AgencyQueues
) -> None:
    own, other = members
    await queues.declare("agency.")
    await queues.declare("unheard")
    for queue in (other.queue, "agency.", "unheard"):
        attempts = {name: make(queue) for name, make in ON_A_QUEUE.items()}
        assert await _allowed(own.url, attempts) == {"ask for"}
    for queue in (f"{own.queue}0", f"{own.queue}.other", "amq.gen-mine", "nowhere"):
        attempts = {name: make(queue) for name, make in ON_A_QUEUE.items()}
        assert await _allowed(own.url, attempts) == set()
    attempts = {"declare": declare_own_name()}
    assert await outcomes_of(own.url, attempts) == {"declare": "refused 403"}


async def test_it_reaches_no_exchange(members: tuple[Member, Member]) -> None:
    own, _ = members
    attempts = {
        f"{name} {exchange}": make(exchange)
        for exchange in EXCHANGES
        for name, make in ON_AN_EXCHANGE.items()
    }
    assert await _allowed(own.url, attempts) == set()


async def test_it_gets_into_no_other_virtual_host_nor_by_anothers_name(
    members: tuple[Member, Member], site: Site
) -> None:
    own, other = members
    assert sign_in(own.url) == ALLOWED
    assert sign_in(site.url_for(own.user, own.password, vhost="%2F")) == "refused 530"
    assert sign_in(site.url_for(other.user, own.password)) == "refused 403"
    assert sign_in(site.url_for(own.user, "")) == "refused 403"


async def test_the_management_interface_does_not_know_it(
    members: tuple[Member, Member], site: Site
) -> None:
    own, _ = members
    parts = urlsplit(site.management_url)
    async with httpx.AsyncClient(
        base_url=f"http://{parts.hostname}:{parts.port}/api",
        auth=(own.user, own.password),
        trust_env=False,
    ) as http:
        for path in ("/whoami", "/overview", "/queues", "/users", "/definitions"):
            assert (await http.get(path)).status_code == 401


@pytest.mark.parametrize("tag", ["policymaker", "monitoring", "management"])
async def test_nothing_less_than_an_administrator_can_open_users(
    tag: str, site: Site, management: Management, amqp_url: str
) -> None:
    parts, name = urlsplit(site.management_url), f"less-{new_id()}"
    own = f"http://{name}:secret@{parts.hostname}:{parts.port}"
    async with httpx.AsyncClient(base_url=f"{site.management_url}/api", trust_env=False) as http:
        made = await http.put(f"/users/{name}", json={"password": "secret", "tags": tag})
        assert made.is_success
        less = Management(own, amqp_url, LIMITS)
        with pytest.raises(ManagementFailed, match="401"):
            await less.open_user(new_id(), hashed("secret"))
        await less.close()
        await http.delete(f"/users/{name}")


async def test_it_opens_no_more_than_its_limits(members: tuple[Member, Member]) -> None:
    own, other = members
    opened = [connect(own.url) for _ in range(LIMITS.connections)]
    assert sign_in(own.url) == "refused 530"
    assert sign_in(other.url) == ALLOWED
    for _ in range(LIMITS.channels):
        opened[0].channel()
    with pytest.raises(ConnectionClosedByBroker):
        opened[0].channel()
    opened[1].close()


async def test_who_is_shut_out_is_gone_at_once_and_finds_everything_when_it_is_back(
    site: Site, management: Management, queues: AgencyQueues
) -> None:
    agency_id, password = new_id(), new_password()
    queue, kept = new_queue_name(agency_id), hashed(password)
    await queues.declare(queue)
    await management.open_user(agency_id, kept)
    url = site.url_for(user_of(agency_id), password)
    connection = connect(url)
    await management.close_user(agency_id)
    with pytest.raises(ConnectionClosedByBroker):
        connection.process_data_events(5)
    assert sign_in(url) == "refused 403"
    await management.close_user(agency_id)
    await management.open_user(agency_id, kept)
    assert await _allowed(url, {"get": get(queue)}) == {"get"}


async def test_after_a_new_password_the_old_one_lets_nobody_in(
    members: tuple[Member, Member], management: Management, site: Site
) -> None:
    agency_id, old, new = new_id(), new_password(), new_password()
    await management.open_user(agency_id, hashed(old))
    await management.open_user(agency_id, hashed(new))
    user = user_of(agency_id)
    assert sign_in(site.url_for(user, old)) == "refused 403"
    assert sign_in(site.url_for(user, new)) == ALLOWED
