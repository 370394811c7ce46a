"""The shell that all pages share."""

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from tests.browser.looking import DESK, PHONE, complaints, is_too_wide, violations


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
async def test_a_form_and_its_errors_are_accessible(
    browser: Browser, notes: str, size: ViewportSize, *, scripts: bool
) -> None:
    page = await browser.new_page(viewport=size, java_script_enabled=scripts)
    await page.goto(f"{notes}/notes/write")
    await page.get_by_role("button", name="Keep it").click()
    await expect(page.get_by_role("alert")).to_contain_text("Write something")
    await page.get_by_role("link", name="Write something").click()
    await expect(page.get_by_label("What would you like to say?")).to_be_visible()
    await page.get_by_label("What would you like to say?").fill("x" * 300)
    await page.get_by_label("Yes").check()
    await page.get_by_role("button", name="Keep it").click()
    await expect(page.get_by_role("paragraph").filter(has_text="x" * 300)).to_be_visible()
    if scripts:
        assert await violations(page) == []
        assert not await is_too_wide(page)


async def test_a_page_loads_without_a_complaint_and_is_enhanced(
    browser: Browser, notes: str
) -> None:
    page = await browser.new_page(viewport=DESK)
    async with complaints(page) as found:
        await page.goto(f"{notes}/notes/write")
        await expect(page.locator("body.govuk-frontend-supported")).to_be_visible()
    assert found == []


async def test_the_keyboard_alone_skips_to_the_content_and_fills_in_the_form(
    browser: Browser, notes: str
) -> None:
    page = await browser.new_page(viewport=DESK)
    await page.goto(f"{notes}/notes/write")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.type("by keyboard")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("paragraph").filter(has_text="by keyboard")).to_be_visible()


async def test_a_page_that_is_not_there_is_accessible(browser: Browser, notes: str) -> None:
    page = await browser.new_page(viewport=PHONE)
    await page.goto(f"{notes}/notes/by-id/nothing")
    await expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
    assert await violations(page) == []
