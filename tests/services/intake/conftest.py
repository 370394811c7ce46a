"""Intake at a desk of its own, on a morning in November 2026 unless a test moves the clock."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.intake.app import create_app
from services.intake.schema import Base
from services.intake.settings import IntakeSettings
from shared.clock import Clock
from tests.support.desk import Desk, open_database, open_desk, settings_for, sqlite_url


@dataclass
class Hands:
    """The hands of the clock."""

    at: datetime = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@asynccontextmanager
async def intake_on(url: str, clock: Clock) -> AsyncIterator[Desk]:
    async with open_database("intake", url, Base.metadata, clock) as database:
        app = create_app(IntakeSettings(**settings_for(url)), database)
        async with open_desk(app, database) as desk:
            yield desk


@pytest.fixture
async def desk(tmp_path: Path, hands: Hands) -> AsyncIterator[Desk]:
    async with intake_on(sqlite_url(tmp_path, "intake"), lambda: hands.at) as desk:
        yield desk


@pytest.fixture
async def desk_on_postgres(postgres_url: str, hands: Hands) -> AsyncIterator[Desk]:
    async with intake_on(postgres_url, lambda: hands.at) as desk:
        yield desk
