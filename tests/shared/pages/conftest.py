"""The pages of notes at a desk of their own."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from tests.shared.pages.note_pages import Base, app_of
from tests.support.desk import client_for, open_database, sqlite_url


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[FastAPI]:
    async with open_database("notes", sqlite_url(tmp_path, "notes"), Base.metadata) as database:
        yield app_of(database)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with client_for(app, None) as client:
        yield client
