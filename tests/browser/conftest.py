"""A browser for each test, and pages to look at."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from deploy.servers.install import ServersMissing, chromium
from tests.shared.pages.note_pages import Base, app_of
from tests.support.desk import open_database, sqlite_url
from tests.support.serving import serving


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Return the system's Chromium; without one the run ends, it never skips."""
    try:
        program = chromium()
    except ServersMissing as missing:
        pytest.exit(str(missing), returncode=1)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        await browser.close()


@pytest.fixture
async def notes(tmp_path: Path) -> AsyncIterator[str]:
    """Return where the pages of notes are served."""
    async with (
        open_database("notes", sqlite_url(tmp_path, "notes"), Base.metadata) as database,
        serving(app_of(database)) as url,
    ):
        yield url
