"""Which addresses of others the exchange may call: the form of a URL, and where its name leads.

A URL is asked about when it is given and again whenever it is called; an address when it is
connected to. Pure: nothing here looks up a name.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from shared.errors import Invalid

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

LONGEST_URL = 2000
_USUAL_PORTS = {"https": 443, "http": 80}
_URL = re.compile(
    r"(?P<scheme>[a-z]+)://"
    r"(?P<host>[A-Za-z0-9.-]+|\[::1\])"
    r"(?::(?P<port>[1-9][0-9]{0,4}))?"
    r"(?P<target>/[!-\"$-\[\]-~]*)?"  # printable, without # and without the backslash
)
_NAME = re.compile(
    r"(?=.{4,253}\Z)"
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+"
    r"(?:[a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])"
)
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def _networks(*texts: str) -> tuple[Network, ...]:
    return tuple(ip_network(text) for text in texts)


_LOOPBACK = _networks("127.0.0.0/8", "::1/128")

_PRIVATE = _networks("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
"""Where organisations number their own networks; an operator can open part of them."""

_PUBLIC_IPV6 = IPv6Network("2000::/3")

_SPECIAL = _networks(
    "0.0.0.0/8",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "3fff::/20",
)
"""The IANA special-purpose registries, with multicast and what carries an IPv4 address within."""

_OF_THE_CLOUD = _networks("100.100.100.200/32", "168.63.129.16/32", "fd00:ec2::/32")
"""Where clouds answer a machine about itself, beside 169.254.0.0/16. Nobody can open these."""


class UnsuitableEndpoint(Invalid):
    """The exchange does not call such a URL."""

    code = "unsuitable_endpoint"
    title = "The exchange cannot call this address"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A URL in its parts, read once, so that no second reader can understand it otherwise."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Return host and port as the Host header gives them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _USUAL_PORTS[self.scheme] else f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the operator lets the exchange reach beyond the public internet.

    `networks` are private ones where partners can be called, `ports` those that can be called
    anywhere. With `loopback`, this machine can be called by its own names, on any port and without
    TLS: for a demonstration.
    """

    networks: tuple[Network, ...] = ()
    ports: frozenset[int] = frozenset({443, 8443})
    loopback: bool = False

    def admits(self, address: Address, host: str) -> bool:
        """Tell whether a connection to `address`, which `host` led to, may be opened."""
        if _within(address, _LOOPBACK):
            return self.loopback and host in _THIS_MACHINE
        if _within(address, _OF_THE_CLOUD) or _within(address, _SPECIAL):
            return False
        if _within(address, self.networks):
            return True
        if address.version == _PUBLIC_IPV6.version:
            return address in _PUBLIC_IPV6
        return not _within(address, _PRIVATE)


def read_networks(text: str) -> tuple[Network, ...]:
    """Read networks as an operator writes them, with commas or spaces between.

    Raises ValueError unless each lies within the private ranges: the public internet needs no
    opening, and loopback, link-local and multicast are never opened.
    """
    networks = tuple(ip_network(part) for part in text.replace(",", " ").split())
    for network in networks:
        if not any(_is_part(network, private) for private in _PRIVATE):
            raise ValueError("only private networks can be opened")
    return networks


def read_endpoint(url: str, reach: Reach) -> Endpoint:
    """Read a URL that is to be called; raise `UnsuitableEndpoint` with what to change."""
    found = _URL.fullmatch(url) if len(url) <= LONGEST_URL else None
    if found is None:
        raise UnsuitableEndpoint(
            "Give a URL of up to 2,000 plain characters, as in https://events.example.org/inbox, "
            "without user, password or fragment; international names as xn--."
        )
    scheme, host = found["scheme"], found["host"].lower().strip("[]")
    port = int(found["port"] or _USUAL_PORTS.get(scheme, 0))
    endpoint = Endpoint(scheme, host, port, found["target"] or "/")
    if not (reach.loopback and host in _THIS_MACHINE and scheme in _USUAL_PORTS):
        _check(endpoint, reach)
    return endpoint


def _check(endpoint: Endpoint, reach: Reach) -> None:
    if endpoint.scheme != "https":
        raise UnsuitableEndpoint("Only https is called.")
    if _NAME.fullmatch(endpoint.host) is None:
        raise UnsuitableEndpoint("Name the host by its full name in the DNS, not by an address.")
    if endpoint.port not in reach.ports:
        raise UnsuitableEndpoint("The port is not one of those that the operator allows.")


def read_address(text: str) -> Address:
    """Read an address as a resolver gives it."""
    return ip_address(text)


def _within(address: Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks)


def _is_part(network: Network, whole: Network) -> bool:
    if isinstance(network, IPv4Network):
        return isinstance(whole, IPv4Network) and network.subnet_of(whole)
    return isinstance(whole, IPv6Network) and network.subnet_of(whole)
