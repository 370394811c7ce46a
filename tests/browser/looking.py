"""Ways to look at a page: served on a free port, checked by axe, on screens of two sizes."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, ViewportSize
from starlette.types import ASGIApp

PHONE = ViewportSize(width=360, height=740)
DESK = ViewportSize(width=1280, height=800)

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@asynccontextmanager
async def serving(app: ASGIApp) -> AsyncIterator[str]:
    """Serve `app` on a free loopback port; yield its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, lifespan="off", log_config=None, access_log=False)
        server = uvicorn.Server(config)
        task = asyncio.create_task(server._serve([listener]))  # noqa: SLF001 - catches no signals
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            await task


async def violations(page: Page) -> list[str]:
    """Return what axe finds wrong by WCAG 2.2 AA and good practice: rule, and where."""
    found = await Axe().run(page, options={"runOnly": _RULES, "resultTypes": ["violations"]})
    return [
        f"{violation['id']}: {node['target']}: {node['html'][:200]}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


async def is_too_wide(page: Page) -> bool:
    """Tell whether the page must be scrolled sideways (WCAG 1.4.10)."""
    wide: bool = await page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return wide


@asynccontextmanager
async def complaints(page: Page) -> AsyncIterator[list[str]]:
    """Yield what the browser complains of while the block runs: refused loads, broken scripts."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text))
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found
