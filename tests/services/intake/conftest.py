"""Intake at a desk of its own, on a morning in November 2026 unless a test moves the clock."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.intake.app import create_app
from services.intake.schema import Base
from services.intake.settings import IntakeSettings
from tests.support.desk import Desk, open_database, open_desk, settings_for, sqlite_url


@dataclass
class Hands:
    """The hands of the clock."""

    at: datetime = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
async def desk(tmp_path: Path, hands: Hands) -> AsyncIterator[Desk]:
    url = sqlite_url(tmp_path, "intake")
    async with open_database("intake", url, Base.metadata, lambda: hands.at) as database:
        app = create_app(IntakeSettings(**settings_for(url)), database)
        async with open_desk(app, database) as desk:
            yield desk
