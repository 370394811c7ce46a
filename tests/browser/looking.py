"""Ways to look at a page: by axe, for what browsers complain of, on screens of two sizes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, ViewportSize

from tests.exchange.busy_case import BusyCase
from tests.support.agencies import NURSE, Agency
from tests.support.serving import serving

PHONE = ViewportSize(width=360, height=740)
DESK = ViewportSize(width=1280, height=800)

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


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


@asynccontextmanager
async def looking_at(
    busy: BusyCase, browser: Browser, agency: Agency, size: ViewportSize, *, scripts: bool = True
) -> AsyncIterator[tuple[Page, str]]:
    """Serve the exchange, and sign somebody of an agency in to it in a browser."""
    session = busy.exchange.signer.token(agency, NURSE, aud="alongside/pages")
    async with serving(busy.exchange.front) as url:
        page = await browser.new_page(viewport=size, java_script_enabled=scripts)
        await page.context.add_cookies(
            [
                {
                    "name": "__Host-alongside",
                    "value": session,
                    "url": f"{url.replace('http:', 'https:')}/",
                    "secure": True,
                }
            ]
        )
        yield page, url
