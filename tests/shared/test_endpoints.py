"""What can be called: the form of a URL, and the addresses that a name may lead to."""

from ipaddress import ip_address

import pytest

from shared.endpoints import LONGEST_URL, Reach, UnsuitableEndpoint, read_endpoint, read_networks

PUBLIC = "events.example.org"
USUAL = Reach()
DEMONSTRATION = Reach(loopback=True)


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        (f"https://{PUBLIC}", ("https", PUBLIC, 443, "/")),
        (f"https://{PUBLIC}:8443/in?agency=1&x=%20", ("https", PUBLIC, 8443, "/in?agency=1&x=%20")),
        ("https://Events.Example.ORG/In", ("https", PUBLIC, 443, "/In")),
        ("https://xn--bcher-kva.example/", ("https", "xn--bcher-kva.example", 443, "/")),
    ],
)
def test_a_url_is_read_in_its_parts(url: str, parts: tuple[str, str, int, str]) -> None:
    read = read_endpoint(url, USUAL)
    assert (read.scheme, read.host, read.port, read.target) == parts


def test_the_host_header_names_the_port_where_it_is_not_the_usual_one() -> None:
    assert read_endpoint(f"https://{PUBLIC}/", USUAL).authority == PUBLIC
    assert read_endpoint(f"https://{PUBLIC}:8443/", USUAL).authority == f"{PUBLIC}:8443"
    assert read_endpoint("http://[::1]:9/", DEMONSTRATION).authority == "[::1]:9"


@pytest.mark.parametrize(
    "url",
    [
        f"http://{PUBLIC}/",
        f"ftp://{PUBLIC}/",
        f"https://{PUBLIC}:22/",
        f"https://{PUBLIC}:0443/",
        f"https://{PUBLIC}./",
        f"https://{PUBLIC}/#part",
        f"https://{PUBLIC}/a b",
        f"https://{PUBLIC}/é",
        f"https://{PUBLIC}\\@inside/",
        f"https://{PUBLIC}/\r\nx-evil: 1",
        f"https://user:pass@{PUBLIC}/",
        f"https://{PUBLIC}/" + "a" * LONGEST_URL,
        "https://bücher.example/",
        "https://-events.example/",
        "https://under_score.example/",
        "https://intranet/",
        "https://localhost/",
        "",
    ],
)
def test_an_unsuitable_url_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(UnsuitableEndpoint) as refused:
        read_endpoint(url, USUAL)
    assert PUBLIC not in refused.value.detail.replace("events.example.org/inbox", "")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_demonstration_may_call_this_machine_by_its_own_names(scheme: str, host: str) -> None:
    read = read_endpoint(f"{scheme}://{host}:5005/in", DEMONSTRATION)
    assert read.port == 5005
    assert DEMONSTRATION.admits(ip_address("127.0.0.1"), read.host)
    with pytest.raises(UnsuitableEndpoint):
        read_endpoint(f"{scheme}://{host}:5005/in", USUAL)


def test_a_demonstration_reaches_this_machine_by_no_other_name() -> None:
    assert not DEMONSTRATION.admits(ip_address("127.0.0.1"), PUBLIC)
    with pytest.raises(UnsuitableEndpoint):
        read_endpoint("http://127.0.0.2/", DEMONSTRATION)
    with pytest.raises(UnsuitableEndpoint):
        read_endpoint(f"http://{PUBLIC}/", DEMONSTRATION)


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07::1"])
def test_the_public_internet_is_within_reach(address: str) -> None:
    assert USUAL.admits(ip_address(address), PUBLIC)


def test_an_operator_opens_part_of_a_private_network_and_nothing_beside_it() -> None:
    reach = Reach(networks=read_networks("10.20.0.0/16, fd12:3456::/32"))
    for address in ("10.20.0.1", "10.20.255.254", "fd12:3456::9"):
        assert reach.admits(ip_address(address), PUBLIC)
    for address in ("10.21.0.1", "192.168.0.1", "fd12:3457::9", "127.0.0.1", "::ffff:10.20.0.1"):
        assert not reach.admits(ip_address(address), PUBLIC)


@pytest.mark.parametrize("address", ["fd00:ec2::254", "100.100.100.200"])
def test_where_a_cloud_answers_its_machines_is_never_opened(address: str) -> None:
    reach = Reach(networks=read_networks("fc00::/7 100.64.0.0/10"))
    assert not reach.admits(ip_address(address), PUBLIC)


@pytest.mark.parametrize(
    "text", ["0.0.0.0/0", "::/0", "127.0.0.0/8", "169.254.0.0/16", "10.0.0.1/8", "trust", "8.8.8.8"]
)
def test_only_private_networks_can_be_opened(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_networks(text)
