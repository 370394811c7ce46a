"""What an operator says about webhooks when partners starts."""

from ipaddress import ip_address, ip_network

import pytest

from services.partners.settings import PartnersSettings
from shared.endpoints import Reach
from shared.settings import SettingsNeeded
from tests.support.desk import settings_for

REQUIRED = settings_for("sqlite+aiosqlite:///x")


def test_networks_and_ports_are_written_as_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTNERS_WEBHOOK_NETWORKS", "10.20.0.0/16, fd12:3456::/32")
    monkeypatch.setenv("PARTNERS_WEBHOOK_PORTS", "443 9443")
    settings = PartnersSettings(**REQUIRED)
    assert settings.webhook_networks == (ip_network("10.20.0.0/16"), ip_network("fd12:3456::/32"))
    assert settings.webhook_ports == {443, 9443}
    assert settings.webhook_reach.admits(ip_address("10.20.1.1"), "events.example.org")


def test_unless_told_webhooks_reach_the_public_internet_alone() -> None:
    reach = PartnersSettings(**REQUIRED).webhook_reach
    assert reach == Reach(networks=(), ports=frozenset({443, 8443}), loopback=False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("webhook_networks", "0.0.0.0/0"),
        ("webhook_networks", "127.0.0.0/8"),
        ("webhook_networks", "the trust's"),
        ("webhook_ports", "0"),
        ("webhook_ports", "65536"),
        ("webhook_ports", "https"),
        ("webhook_seconds", "31"),
        ("webhook_at_once", "0"),
    ],
)
def test_what_is_not_usable_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"PARTNERS_{name.upper()}", value)
    with pytest.raises(SettingsNeeded, match=rf"PARTNERS_{name.upper()} is not usable"):
        PartnersSettings(**REQUIRED)
