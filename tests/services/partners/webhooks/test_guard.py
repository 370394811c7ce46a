"""Nobody can turn the exchange on what lies inside: not by a URL, a name, or a name that changes.

Every target is really posted to, with its port among those that may be called; what counts is
that the process tries to open no connection at all, and that a listener on this machine sees none.
"""

from ipaddress import ip_network
from pathlib import Path

import pytest

from services.partners.webhooks.outcome import Failure
from shared.endpoints import Reach
from tests.services.partners.webhooks.authority import TestAuthority
from tests.services.partners.webhooks.connecting import connections_tried
from tests.services.partners.webhooks.posters import NameServer, Wires, poster_within
from tests.services.partners.webhooks.receiver import answering, receiving
from tests.services.partners.webhooks.targets import ADDRESSES, URLS

NAME = "events.example.org"


def test_there_are_enough_targets_and_none_twice() -> None:
    assert len(set(URLS)) == len(URLS)
    assert len(set(ADDRESSES)) == len(ADDRESSES)
    assert len(URLS) + len(ADDRESSES) >= 120


async def test_no_url_leads_inside() -> None:
    async with receiving(answering(200)) as listener:
        reach = Reach(ports=frozenset({443, listener.port}))
        async with poster_within(reach) as poster:
            with connections_tried() as tried:
                came_of = {
                    url: (await poster.post(url.format(port=listener.port), {}, b"{}")).failure
                    for url in URLS
                }
    assert came_of == dict.fromkeys(URLS, Failure.ENDPOINT_UNSUITABLE)
    assert tried == []
    assert listener.connections == 0


async def test_no_name_leads_inside() -> None:
    async with receiving(answering(200)) as listener:
        names = NameServer(*([address] for address in ADDRESSES))
        reach = Reach(ports=frozenset({listener.port}))
        async with poster_within(reach, names) as poster:
            with connections_tried() as tried:
                came_of = {
                    address: (
                        await poster.post(f"https://{NAME}:{listener.port}/", {}, b"{}")
                    ).failure
                    for address in ADDRESSES
                }
    assert came_of == dict.fromkeys(ADDRESSES, Failure.ADDRESS_NOT_ALLOWED)
    assert len(names.asked) == len(ADDRESSES)
    assert tried == []
    assert listener.connections == 0


async def test_the_same_listener_is_reached_where_this_machine_may_be_called() -> None:
    async with (
        receiving(answering(200)) as listener,
        poster_within(Reach(loopback=True)) as poster,
    ):
        with connections_tried() as tried:
            assert (await poster.post(listener.url, {}, b"{}")).is_taken
    assert tried == [("127.0.0.1", listener.port)]
    assert listener.connections == 1


async def test_even_then_it_is_not_reached_by_a_name_that_someone_else_gave_it() -> None:
    async with receiving(answering(200)) as listener:
        reach = Reach(loopback=True, ports=frozenset({listener.port}))
        async with poster_within(reach, NameServer(["127.0.0.1", "::1"])) as poster:
            outcome = await poster.post(f"https://{NAME}:{listener.port}/", {}, b"{}")
    assert outcome.failure == Failure.ADDRESS_NOT_ALLOWED
    assert listener.connections == 0


async def test_a_name_that_changes_between_check_and_connection_changes_nothing(
    tmp_path: Path,
) -> None:
    """Whoever owns the name answers an allowed address once, and this machine ever after."""
    names = NameServer(["10.20.0.7"], ["127.0.0.1"])
    authority = TestAuthority(tmp_path)
    reach = Reach((ip_network("10.20.0.0/16"),))
    async with (
        receiving(answering(200, "Connection: close"), tls=authority.serving(NAME)) as partner,
        receiving(answering(200)) as inside,
    ):
        wires = Wires({"10.20.0.7": partner.port, "127.0.0.1": inside.port})
        async with poster_within(reach, names, wires, authorities=authority.file) as poster:
            first = await poster.post(f"https://{NAME}/", {}, b"{}")
            asked = list(names.asked)
            second = await poster.post(f"https://{NAME}/", {}, b"{}")
    assert first.is_taken
    assert asked == [NAME], "one look-up for a connection: what was checked is what is opened"
    assert second.failure == Failure.ADDRESS_NOT_ALLOWED
    assert wires.tried == ["10.20.0.7"]
    assert (partner.connections, inside.connections) == (1, 0)


async def test_of_several_addresses_only_those_within_reach_are_tried() -> None:
    names = NameServer(["127.0.0.1", "::1", "10.20.0.7", "169.254.169.254", "10.20.0.8"])
    wires = Wires({})
    async with poster_within(Reach((ip_network("10.20.0.0/16"),)), names, wires) as poster:
        outcome = await poster.post(f"https://{NAME}/", {}, b"{}")
    assert outcome.failure == Failure.CONNECTION_REFUSED
    assert wires.tried == ["10.20.0.7", "10.20.0.8"]


@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308])
async def test_no_redirect_is_followed(status: int) -> None:
    async with receiving(answering(200)) as inside:
        location = f"Location: {inside.url}"
        async with (
            receiving(answering(status, location)) as receiver,
            poster_within(Reach(loopback=True)) as poster,
        ):
            outcome = await poster.post(receiver.url, {}, b"{}")
    assert outcome.failure == Failure.REDIRECTED
    assert len(receiver.requests) == 1
    assert inside.connections == 0
