"""Partners with an operator and nobody else: agencies join it and ask for tokens as in life."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey
from sqlalchemy import select

from services.partners.agencies.commands import note_test_received
from services.partners.consumers import consumer
from shared.audit.append import AuditKind, audit_entries
from shared.messaging.outbox import outbox
from shared.messaging.receiving import Receiver
from shared.transactions import Database
from tests.support.agencies import ISSUER
from tests.support.desk import client_for

INSTANT = datetime.now(UTC).replace(microsecond=0)
"""What the clock says in these tests; it stands still."""

OPERATOR = "operator"
OPERATOR_KEY = ECKey.generate_key("P-256")
KEYS: dict[str, Key] = {
    "ES256": ECKey.generate_key("P-256"),
    "Ed25519": OKPKey.generate_key("Ed25519"),
    "PS256": RSAKey.generate_key(2048),
}
KEYS["EdDSA"] = KEYS["Ed25519"]
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
NURSE = {"sub": "nurse-1", "unit": "district nursing", "role": "practitioner"}


def new_agency(**more: Any) -> dict[str, Any]:
    """Return the body that invites an agency."""
    return {
        "kind": "nhs_trust",
        "name": "Northshire Community NHS Trust",
        "identifiers": [{"scheme": "ods", "value": "RZZ"}],
        "synthetic": True,
        **more,
    }


def jwks(*keys: Key) -> dict[str, Any]:
    """Return the public halves of keys, as an agency sends them."""
    return {"keys": [key.as_dict(private=False) for key in keys]}


def claims_of(client_id: str, **more: Any) -> dict[str, Any]:
    """Return the claims of a good assertion; a claim given as None is left out."""
    instant = int(INSTANT.timestamp())
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": ISSUER,
        "iat": instant,
        "exp": instant + 60,
        "jti": str(uuid4()),
        **more,
    }
    return {name: value for name, value in claims.items() if value is not None}


def signed(claims: Mapping[str, Any], key: Key, alg: str = "ES256", **header: Any) -> str:
    """Return an assertion; header fields may be replaced."""
    full_header = {"alg": alg, "typ": "client-authentication+jwt", **header}
    with warnings.catch_warnings():
        # Clients go on naming EdDSA as they did before RFC 9864.
        warnings.filterwarnings("ignore", "EdDSA is deprecated")
        return jwt.encode(full_header, dict(claims), key, algorithms=[alg])


@dataclass
class Registry:
    """The service under test and its operator."""

    app: FastAPI
    database: Database

    def anonymous(self) -> httpx.AsyncClient:
        """Return a client without a token."""
        return client_for(self.app, None)

    def browser(self) -> httpx.AsyncClient:
        """Return a client that keeps cookies as a browser does that came over TLS."""
        browser = self.anonymous()
        browser.base_url = httpx.URL("https://exchange.test")
        return browser

    async def ask(self, assertion: str, **form: str) -> httpx.Response:
        """Ask for a token."""
        async with self.anonymous() as client:
            return await client.post(
                "/partners/v1/token",
                data={
                    "grant_type": "client_credentials",
                    "client_assertion_type": ASSERTION_TYPE,
                    "client_assertion": assertion,
                    **form,
                },
            )

    async def token(self, client_id: str, key: Key, **claims: Any) -> str:
        """Return a token for a client that proves itself."""
        answer = await self.ask(signed(claims_of(client_id, **claims), key))
        token: str = answer.raise_for_status().json()["access_token"]
        return token

    async def operator(self) -> httpx.AsyncClient:
        """Return the operator's client."""
        return client_for(self.app, await self.token(OPERATOR, OPERATOR_KEY))

    async def operate(self, path: str, body: Any = None) -> httpx.Response:
        """Let the operator call something that changes an agency."""
        async with await self.operator() as operator:
            return await operator.post(f"/partners/v1{path}", json=body)

    async def invite(self, **more: Any) -> dict[str, Any]:
        """Have an agency invited; return the answer, with the code."""
        answer = await self.operate("/agencies", new_agency(**more))
        invited: dict[str, Any] = answer.raise_for_status().json()
        return invited

    async def join(self, invited: Mapping[str, Any], **more: Any) -> httpx.Response:
        """Join with the code of an invitation, and the ES256 key unless told otherwise."""
        body = {
            "agency_id": invited["agency_id"],
            "code": invited["joining_code"],
            "jwks": jwks(KEYS["ES256"]),
            **more,
        }
        sent = {name: value for name, value in body.items() if value is not None}
        async with self.anonymous() as client:
            return await client.post("/partners/v1/joining", json=sent)

    async def joined(self, key: Key | None = None, **more: Any) -> str:
        """Have an agency invited, and let it join; return its id."""
        invited = await self.invite(**more)
        joined = await self.join(invited, jwks=jwks(key or KEYS["ES256"]))
        agency_id: str = joined.raise_for_status().json()["agency_id"]
        return agency_id

    async def receive_test(self, agency_id: str) -> None:
        """Let an agency have acknowledged a test event."""
        async with self.database.transaction() as session:
            await note_test_received(session, UUID(agency_id))

    async def register(self, key: Key | None = None, **more: Any) -> str:
        """Have an agency join and go live; return its id."""
        agency_id = await self.joined(key, **more)
        await self.receive_test(agency_id)
        (await self.operate(f"/agencies/{agency_id}/admission")).raise_for_status()
        return agency_id

    async def client(self, agency_id: str) -> httpx.AsyncClient:
        """Return the client of an agency that registered the ES256 key."""
        return client_for(self.app, await self.token(agency_id, KEYS["ES256"]))

    async def settle(self) -> None:
        """Let what partners has published come back to it."""
        query = select(outbox.c.envelope).order_by(outbox.c.position)
        async with self.database.engine.connect() as connection:
            envelopes = list((await connection.execute(query)).scalars())
        await Receiver(self.database, consumer).receive(envelopes)

    async def audited(self, kind: AuditKind, operation: str) -> list[dict[str, Any]]:
        """Return what the audit has of an operation."""
        query = select(audit_entries).where(
            audit_entries.c.kind == kind, audit_entries.c.operation == operation
        )
        async with self.database.engine.connect() as connection:
            return [dict(row) for row in (await connection.execute(query)).mappings()]

    async def refusal_of(self, agency_id: str | None) -> tuple[str, UUID | None, str]:
        """Return the one refusal audited: its reason, who acted, and which client it was about."""
        (entry,) = await self.audited(AuditKind.DENIAL, "issue_token")
        assert agency_id is None or entry["subject"] == f"agency/{agency_id}"
        return entry["reason"], entry["agency_id"], entry["subject"]
