"""The pages of notes at a desk of their own."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.shared.pages.note_pages import Base, app_of
from tests.support.desk import Desk, open_database, open_desk, sqlite_url


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with (
        open_database("notes", sqlite_url(tmp_path, "notes"), Base.metadata) as database,
        open_desk(app_of(database), database) as desk,
    ):
        yield desk


@pytest.fixture
async def client(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with desk.client() as client:
        yield client
