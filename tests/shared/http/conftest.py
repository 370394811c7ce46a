"""The notes service at a desk of its own."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import Connection, event, insert

from shared.access.tables import known_cases
from shared.http.app import build_app
from tests.shared.http.notes import Base, router
from tests.support.agencies import COUNCIL, ISSUER, TRUST
from tests.support.desk import Desk, open_database, open_desk, sqlite_url


@pytest.fixture(params=["sqlite"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return where the notes are kept: a test asks for both databases by `on_both`."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres_url")
        return url
    return sqlite_url(tmp_path, "notes")


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    """Return the notes service on an empty database."""
    async with open_database("notes", database_url, Base.metadata) as database:
        app = build_app(
            service="notes",
            title="Notes",
            summary="Agencies keep notes.",
            database=database,
            issuer=ISSUER,
            routers=[router],
        )
        async with open_desk(app, database) as desk:
            yield desk


@pytest.fixture
async def trust(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """Return a client for the NHS trust."""
    async with desk.client(TRUST) as client:
        yield client


@pytest.fixture
async def case_id(desk: Desk) -> UUID:
    """Return a case that the trust raised with the council."""
    case_id = uuid4()
    case = {
        "case_id": case_id,
        "lead_agency_id": COUNCIL.id,
        "referrer_agency_id": TRUST.id,
        "synthetic": True,
        "has_unmatched_employer": False,
    }
    async with desk.database.transaction() as session:
        await session.execute(insert(known_cases), case)
    return case_id


@pytest.fixture
def impatience(desk: Desk) -> None:
    """Let the desk's PostgreSQL wait for no lock longer than a moment."""

    def shorten(connection: Connection) -> None:
        connection.exec_driver_sql("SET LOCAL lock_timeout = 50")

    event.listen(desk.database.engine.sync_engine, "begin", shorten)
