"""Outcomes at a desk of its own, on a morning in November 2026 unless a test moves the clock."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.outcomes.app import create_app
from services.outcomes.schema import Base
from services.outcomes.settings import OutcomesSettings
from tests.services.outcomes.cases import Case, decide, raise_concern
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
    url = sqlite_url(tmp_path, "outcomes")
    async with open_database("outcomes", url, Base.metadata, lambda: hands.at) as database:
        app = create_app(OutcomesSettings(**settings_for(url)), database)
        async with open_desk(app, database) as desk:
            yield desk


@pytest.fixture
async def raised(desk: Desk) -> Case:
    """Return a case that is known and not decided."""
    return await raise_concern(desk)


@pytest.fixture
async def case(desk: Desk, raised: Case) -> Case:
    """Return a case with an open enquiry: led by the council, with trust and police."""
    await decide(desk, raised)
    return raised
