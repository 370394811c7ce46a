"""Where people sign in is read from what the operator wrote, or the process won't start."""

import pytest

from services.partners.app import create_app
from services.partners.settings import PartnersSettings
from services.partners.sign_in.providers import read_providers
from shared.settings import SettingsNeeded
from tests.services.partners.registry import Registry
from tests.services.partners.sign_in.conftest import providers_toml
from tests.support.desk import settings_for

GOOD = providers_toml("https://login.example/tenant", "01990000-0000-7000-8000-000000000000")


def test_each_place_has_a_key_of_its_own() -> None:
    police = GOOD.replace('key = "trust"', 'key = "police"')
    assert list(read_providers(GOOD + police)) == ["trust", "police"]
    with pytest.raises(ValueError, match="one key"):
        read_providers(GOOD + GOOD)


def test_saying_nothing_is_having_none() -> None:
    assert read_providers("") == {}


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("https://login", "http://login"),
        ("https://login.example/tenant", "https://login.example/?a=b"),
        ('"practitioner"', '"emperor"'),
        ('"01990000-', '"'),
        ("role_claim", "rule_claim"),
        ('key = "trust"', 'key = "../trust"'),
        ("agencies = {", "agencies = {} #"),
        ("[[provider]]", "[provider]"),
        ("[[provider]]", "[[provider"),
    ],
    ids=["plain-http", "query", "role", "agency", "misspelt", "key", "no-agency", "table", "toml"],
)
async def test_what_can_not_be_meant_stops_the_process_and_is_not_repeated(
    registry: Registry, good: str, bad: str
) -> None:
    text = GOOD.replace(good, bad)
    assert text != GOOD
    settings = PartnersSettings(**settings_for("sqlite+aiosqlite://", sign_in=text))
    with pytest.raises(SettingsNeeded) as stopped:
        create_app(settings, registry.database)
    assert str(stopped.value) == "PARTNERS_SIGN_IN is not usable"
    assert "secret" not in repr(settings)
