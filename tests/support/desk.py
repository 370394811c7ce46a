"""One service at a desk of its own: a database, known agencies, an app, clients with tokens."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from fastapi import FastAPI
from sqlalchemy import MetaData, func, insert, select
from starlette.types import ASGIApp

from shared.clock import Clock, utc_clock
from shared.crypto import Cipher
from shared.database import kernel_metadata
from shared.events.contract import EVENT_TYPES, Event
from shared.messaging.outbox import outbox, producer
from shared.transactions import Database
from tests.support.agencies import ISSUER, NURSE, Agency, Person, Signer, make_known

KEYS = Cipher.new_key_text()


def settings_for(url: str, **more: Any) -> dict[str, Any]:
    """Return the settings of one service under test."""
    return {
        "database_url": url,
        "broker_url": "memory:",
        "encryption_keys": KEYS,
        "issuer": ISSUER,
        **more,
    }


def sqlite_url(folder: Path, service: str) -> str:
    """Return the address of a SQLite database of its own."""
    return f"sqlite+aiosqlite:///{folder / service}.sqlite3"


async def create_tables(database: Database, metadata: MetaData) -> None:
    """Make the kernel's and the service's tables; that migrations make the same is tested once."""
    async with database.engine.begin() as connection:
        await connection.run_sync(kernel_metadata.create_all)
        await connection.run_sync(metadata.create_all)
        first = {"only": 1, "epoch": 1, "started_at": database.clock()}
        await connection.execute(insert(producer), first)


@asynccontextmanager
async def open_database(
    service: str, url: str, metadata: MetaData, clock: Clock = utc_clock
) -> AsyncIterator[Database]:
    """Open an empty database for one service and close it afterwards."""
    database = Database(service, url, Cipher.from_text(KEYS), clock=clock)
    try:
        await create_tables(database, metadata)
        yield database
    finally:
        await database.dispose()


class Desk:
    """A service under test: speak to it over HTTP as any agency, look at what it published."""

    def __init__(self, app: FastAPI, database: Database, signer: Signer) -> None:
        self.app = app
        self.database = database
        self.signer = signer

    def client(
        self, agency: Agency | None = None, person: Person | None = NURSE, **more: Any
    ) -> httpx.AsyncClient:
        """Return a client for `agency` (None: anonymous); each POST gets a key of its own."""
        token = None if agency is None else self.signer.token(agency, person, **more)
        return client_for(self.app, token)

    async def published(self, kind: type[Event] | None = None) -> list[dict[str, Any]]:
        """Return the envelopes in the outbox, oldest first, of one event class or of all."""
        query = select(outbox.c.envelope).order_by(outbox.c.position)
        if kind is not None:
            query = query.where(outbox.c.type == kind.named())
        async with self.database.engine.connect() as connection:
            rows = (await connection.execute(query)).scalars().all()
        return [json.loads(row) for row in rows]

    async def count(self, table: Any) -> int:
        """Return how many rows a table or mapped class has."""
        async with self.database.engine.connect() as connection:
            return (await connection.execute(select(func.count()).select_from(table))).scalar_one()


def client_for(app: ASGIApp, token: str | None) -> httpx.AsyncClient:
    """Return a client that speaks to `app` in this process, with a token or anonymous."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app, raise_app_exceptions=False),
        base_url="http://exchange.test",
        headers={} if token is None else {"Authorization": f"Bearer {token}"},
        event_hooks={"request": [_add_key]},
    )


async def _add_key(request: httpx.Request) -> None:
    if request.method == "POST" and "Idempotency-Key" not in request.headers:
        request.headers["Idempotency-Key"] = str(uuid4())


@asynccontextmanager
async def open_desk(app: FastAPI, database: Database) -> AsyncIterator[Desk]:
    """Seed the agencies and the signing key, and open the desk."""
    signer = Signer()
    async with database.transaction() as session:
        await make_known(session, signer)
    yield Desk(app, database, signer)


def event_of(envelope: dict[str, Any]) -> Event:
    """Return the event that an envelope carries, as its class."""
    return EVENT_TYPES[envelope["type"]].model_validate(envelope["data"])
