"""A case's pages for people: on a phone and a desk, by keyboard, without scripts, on paper."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from tests.browser.looking import DESK, PHONE, complaints, is_too_wide, looking_at, violations
from tests.exchange.busy_case import BusyCase, busy_case
from tests.exchange.full_case import fill
from tests.services.intake.bodies import adult, concern
from tests.services.outcomes import bodies
from tests.support.agencies import COUNCIL, TRUST

PARTS = ("intake", "outcomes", "partners")
HEADINGS = (
    "The adult has died",
    "How the enquiry ended",
    "What it was like for the adult",
    "Mental capacity, decision by decision",
    "Decided in the adult's best interests",
    "Advocacy",
    "Who speaks for or with the adult",
    "What the case took",
)
IN_ARABIC = "أريد أن أبقى في بيتي، وأن تأتي ابنتي كل يوم جمعة"
VERY_LONG = "Wilhelmina" * 20


@pytest.mark.timeout(180)
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_each_part_is_accessible_whatever_stands_in_it(
    browser: Browser, tmp_path: Path, size: ViewportSize
) -> None:
    who = adult(given_name=VERY_LONG, family_name=IN_ARABIC)
    named = concern(adult=who, words=IN_ARABIC, asked="asked_and_expressed", asked_of="adult")
    async with busy_case(tmp_path, **_without(named, "not_asked_reason")) as busy:
        await _wish(busy, IN_ARABIC)
        await _wish(busy, "W" * 300)
        await fill(busy)
        async with looking_at(busy, browser, COUNCIL, size) as (page, url):
            async with complaints(page) as found:
                for path in ("/intake/cases", *(f"/{each}/cases/{busy.case_id}" for each in PARTS)):
                    await page.goto(url + path)
                    await expect(page.get_by_role("heading", level=1)).to_be_visible()
                    assert await violations(page) == [], path
                    assert not await is_too_wide(page), path
            assert found == []


async def test_without_scripts_and_on_paper_each_part_of_a_full_case_stands_there(
    browser: Browser, tmp_path: Path
) -> None:
    async with busy_case(tmp_path) as busy:
        await fill(busy)
        async with looking_at(busy, browser, COUNCIL, PHONE, scripts=False) as (page, url):
            await page.goto(f"{url}/outcomes/cases/{busy.case_id}")
            for media in ("screen", "print"):
                await page.emulate_media(media=media)
                for heading in HEADINGS:
                    found = page.get_by_role("heading", level=2, name=heading, exact=True)
                    await expect(found).to_be_visible()
            await page.goto(f"{url}/intake/cases/{busy.case_id}")
            await page.emulate_media(media="print")
            before = page.get_by_role("heading", level=4, name="As it was told before")
            await expect(before).to_be_visible()


@pytest.mark.timeout(180)
async def test_two_hundred_wishes_are_all_there_in_the_adults_own_words(
    browser: Browser, tmp_path: Path
) -> None:
    async with busy_case(tmp_path) as busy:
        for number in range(199):
            await _wish(busy, f"wish number {number}", settle=False)
        async with looking_at(busy, browser, COUNCIL, PHONE) as (page, url):
            await page.goto(f"{url}/outcomes/cases/{busy.case_id}")
            await expect(page.get_by_role("heading", name="Wish 200 of 200")).to_be_visible()
            quoted = page.locator("#wishes ~ .govuk-summary-card blockquote")
            assert "wish number 198" in await quoted.all_inner_texts()


async def test_the_keyboard_alone_leads_from_the_list_to_each_part(
    browser: Browser, tmp_path: Path
) -> None:
    async with (
        busy_case(tmp_path) as busy,
        looking_at(busy, browser, TRUST, DESK, scripts=False) as (page, url),
    ):
        await page.goto(f"{url}/intake/cases")
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
        await page.keyboard.press("Enter")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")
        for name in ("Wishes and what came of them", "Agencies and timeline"):
            await expect(page.get_by_role("heading", level=1)).to_be_visible()
            while not await page.get_by_role("link", name=name).evaluate(
                "link => link === document.activeElement"
            ):
                await page.keyboard.press("Tab")
            await page.keyboard.press("Enter")
            await expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


async def test_on_paper_stands_the_case_and_no_way_about(browser: Browser, tmp_path: Path) -> None:
    async with (
        busy_case(tmp_path) as busy,
        looking_at(busy, browser, TRUST, DESK) as (page, url),
    ):
        await page.goto(f"{url}/outcomes/cases/{busy.case_id}")
        await page.emulate_media(media="print")
        await expect(page.get_by_text(bodies.FIRST_WISH)).to_be_visible()
        for way in ("Cases", "All cases", "Agencies and timeline", "Skip to main content"):
            await expect(page.get_by_role("link", name=way, exact=True)).to_be_hidden()
        await expect(page.get_by_role("button", name="Sign out")).to_be_hidden()


async def _wish(busy: BusyCase, words: str, *, settle: bool = True) -> None:
    body = bodies.wish(busy.ids["conversation_id"], words)
    path = f"/outcomes/v1/cases/{busy.case_id}/desired-outcomes"
    answer = await busy.call(TRUST, "POST", path, body)
    assert answer.status_code == 201, answer.text
    if settle:
        await busy.exchange.settle()


def _without(body: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: None if name in names else value for name, value in body.items()}
