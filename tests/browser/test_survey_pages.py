"""A survey's pages: on a phone and a desk, without scripts, by whoever it asks."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from tests.browser.looking import DESK, PHONE, complaints, is_too_wide, looking_at, violations
from tests.exchange.busy_case import BusyCase, busy_case
from tests.services.outcomes.survey_bodies import SURVEYS, survey
from tests.support.agencies import COUNCIL, EMPLOYER

PAGE = "/outcomes/surveys"


async def ask_practitioners(busy: BusyCase) -> str:
    opened = await busy.post(COUNCIL, SURVEYS, survey())
    return f"{PAGE}/{opened['survey_id']}"


@pytest.mark.timeout(180)
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_every_page_of_a_survey_is_accessible(
    browser: Browser, tmp_path: Path, size: ViewportSize
) -> None:
    async with busy_case(tmp_path) as busy:
        one = await ask_practitioners(busy)
        async with (
            looking_at(busy, browser, COUNCIL, size) as (page, url),
            complaints(page) as found,
        ):
            for path in (PAGE, one, f"{PAGE}/done"):
                await page.goto(url + path)
                await expect(page.get_by_role("heading", level=1)).to_be_visible()
                assert await violations(page) == [], path
                assert not await is_too_wide(page), path
            assert found == []
            await page.goto(url + one)
            await page.get_by_role("button", name="Send").click()
            await expect(page.get_by_role("alert")).to_contain_text("Answer at least one question")
            assert (await page.title()).startswith("Error: ")
            assert await violations(page) == []


async def test_a_survey_is_answered_without_scripts_and_once(
    browser: Browser, tmp_path: Path
) -> None:
    async with busy_case(tmp_path) as busy:
        one = await ask_practitioners(busy)
        async with looking_at(busy, browser, COUNCIL, PHONE, scripts=False) as (page, url):
            await page.goto(url + PAGE)
            await page.get_by_role("main").get_by_role("link").click()
            await page.get_by_label("I agree", exact=True).first.check()
            await page.get_by_label("Is there anything else").fill("More time.\nAnd نص")
            await page.get_by_role("button", name="Send").click()
            await expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
            await page.get_by_role("link", name="Back to your surveys").click()
            await expect(page.get_by_role("main")).to_contain_text("No survey asks you now")
            await page.goto(url + one)
            await expect(page.get_by_role("heading", level=1)).to_have_text(
                "Making Safeguarding Personal: your experience of it"
            )
            await page.get_by_label("I agree", exact=True).first.check()
            await page.get_by_role("button", name="Send").click()
            await expect(page.get_by_role("main")).to_contain_text("You have answered this survey")


async def test_who_would_rather_not_says_so_and_others_find_nothing(
    browser: Browser, tmp_path: Path
) -> None:
    async with busy_case(tmp_path) as busy:
        one = await ask_practitioners(busy)
        async with looking_at(busy, browser, COUNCIL, DESK, scripts=False) as (page, url):
            await page.goto(url + one)
            await page.get_by_label("No time").check()
            await page.get_by_role("button", name="I would rather not answer").click()
            await page.get_by_role("link", name="Back to your surveys").click()
            await expect(page.get_by_role("main")).to_contain_text("would rather not answer")
        async with looking_at(busy, browser, EMPLOYER, DESK) as (page, url):
            answer = await page.goto(url + one)
            assert answer is not None
            assert answer.status == 404
