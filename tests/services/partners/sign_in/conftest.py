"""Partners with a live trust, whose people sign in at a provider of the tests' own."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
import pytest
from sqlalchemy import select

from services.partners.app import create_app
from services.partners.settings import PartnersSettings
from shared.audit.append import audit_entries
from tests.services.partners.registry import Registry
from tests.support.desk import settings_for
from tests.support.openid_provider import CLIENT_ID, CLIENT_SECRET, OpenIdProvider
from tests.support.serving import serving

NURSE = {"oid": "nurse-1", "dept": "district nursing", "tid": "tenant-1", "roles": ["Nurse"]}
SESSION = "__Host-alongside"
"""The session's cookie, where an exchange is not on the browser's own machine."""


def providers_toml(issuer: str, agency_id: str, key: str = "trust") -> str:
    """Return the setting that names one provider."""
    return f"""
[[provider]]
key = "{key}"
name = "Northshire Community NHS Trust"
issuer = "{issuer}"
client_id = "{CLIENT_ID}"
client_secret = "{CLIENT_SECRET}"
practitioner_claim = "oid"
agency_claim = "tid"
unit_claim = "dept"
role_claim = "roles"
agencies = {{ "tenant-1" = "{agency_id}" }}
roles = {{ "Nurse" = "practitioner", "Lead" = "safeguarding_lead" }}
"""


@dataclass
class SigningIn:
    """One browser, the provider, and partners between them."""

    provider: OpenIdProvider
    registry: Registry
    agency_id: str
    browser: httpx.AsyncClient

    async def get(self, address: str) -> httpx.Response:
        """Follow an address of the exchange, wherever it is written, with the browser's cookies."""
        parts = urlsplit(address)
        return await self.browser.get(f"{parts.path}?{parts.query}" if parts.query else parts.path)

    async def at_provider(self, back: str = "") -> str:
        """Go out to the provider; return the address that it sends the browser back to."""
        out = await self.browser.get("/partners/sign-in/at/trust", params={"back": back})
        assert out.status_code == 302, out.text
        async with httpx.AsyncClient(trust_env=False) as outside:
            returned = await outside.get(out.headers["Location"])
        address: str = returned.headers["Location"]
        return address

    async def reasons(self) -> list[str | None]:
        """Return why the audit says that people were not let in."""
        query = select(audit_entries.c.reason).where(
            audit_entries.c.operation == "sign_in", audit_entries.c.reason.is_not(None)
        )
        async with self.registry.database.engine.connect() as connection:
            return list((await connection.execute(query)).scalars())


@pytest.fixture
async def signing_in(registry: Registry) -> AsyncIterator[SigningIn]:
    provider = OpenIdProvider(claims=dict(NURSE))
    agency_id = await registry.register()
    await registry.settle()
    async with serving(provider.app) as url:
        provider.url = url
        settings = settings_for("sqlite+aiosqlite://", sign_in=providers_toml(url, agency_id))
        app = create_app(PartnersSettings(**settings), registry.database)
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=transport, base_url="https://exchange.test"
        ) as browser:
            yield SigningIn(provider, registry, agency_id, browser)
