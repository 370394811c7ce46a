"""The pages on which an adult answers: on a phone, without scripts, by keyboard, enlarged."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from services.outcomes.answering.wording import wording
from services.outcomes.app import create_app
from services.outcomes.schema import Base
from services.outcomes.settings import OutcomesSettings
from shared.reference.experience import Question, Respondent, Variant
from tests.browser.looking import DESK, PHONE, complaints, is_too_wide, violations
from tests.services.outcomes.cases import Case, decide, raise_concern
from tests.services.outcomes.experience.invited import concluded, invitation, path_of, sent
from tests.support.desk import open_database, open_desk, settings_for, sqlite_url
from tests.support.serving import serving

ENLARGED_FOUR_TIMES = ViewportSize(width=320, height=256)
"""What a screen of 1280 by 1024 has room for at 400% (WCAG 1.4.10)."""

MORNING = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
ENGLISH = wording(Variant.ENGLISH)
WORDS = "Thank the nurse.\n\u0645\u0631\u062d\u0628"


@dataclass(frozen=True)
class Asked:
    """Where the pages are served, and how somebody was invited to them."""

    url: str
    case: Case
    link: str
    code: str


@pytest.fixture
async def asked(tmp_path: Path) -> AsyncIterator[Asked]:
    url = sqlite_url(tmp_path, "outcomes")
    async with open_database("outcomes", url, Base.metadata, lambda: MORNING) as database:
        app = create_app(OutcomesSettings(**settings_for(url)), database)
        async with open_desk(app, database) as desk:
            case = await raise_concern(desk)
            await decide(desk, case)
            made = await sent(case, await concluded(case))
            async with serving(app) as served:
                app.state.origin = served
                yield Asked(served, case, served + path_of(made["link"]), made["code"])


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
async def test_an_adult_answers_on_a_phone(
    browser: Browser, asked: Asked, *, scripts: bool
) -> None:
    page = await browser.new_page(viewport=PHONE, java_script_enabled=scripts)
    await page.goto(asked.link)
    await expect(page).to_have_title("Your views")
    await page.get_by_role("button", name="Start").click()
    for question in Question:
        title = ENGLISH.questions[question][Respondent.ADULT]
        await expect(page.get_by_role("heading", name=title)).to_be_visible()
        if question is Question.FEEL_SAFER:
            await page.get_by_label("A bit safer").check()
        await page.get_by_role("button", name="Continue").click()
    await page.get_by_label(ENGLISH.words[Respondent.ADULT]).fill(WORDS)
    await page.get_by_role("button", name="Continue").click()
    await expect(page.get_by_text("A bit safer")).to_be_visible()
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    told = (await invitation(asked.case))["experience"]
    assert told["answers"] == {"feel_safer": "a_bit_safer"}
    assert told["words"] == WORDS


@pytest.mark.parametrize("variant", Variant)
async def test_every_page_is_accessible_in_every_version(
    browser: Browser, asked: Asked, variant: Variant
) -> None:
    page = await browser.new_page(viewport=PHONE)
    for size in (PHONE, DESK, ENLARGED_FOUR_TIMES):
        await page.set_viewport_size(size)
        for path in ("", "/q/paper", "/nothing", "/q/done", "/q/check"):
            await page.goto(f"{asked.url}/outcomes/f{path}?version={variant}")
            assert not await is_too_wide(page), path
    await page.set_viewport_size(PHONE)
    for path in ("/outcomes/f", "/outcomes/f/q/paper", "/outcomes/f/q/done", "/outcomes/f/nothing"):
        await page.goto(f"{asked.url}{path}?version={variant}")
        assert await violations(page) == [], path
    await page.goto(f"{asked.link}?version={variant}")
    assert await violations(page) == []
    await page.get_by_role("button", name=wording(variant).text["start"]).click()
    for path in ("/q/1", "/q/7", "/q/8", "/q/check"):
        await page.goto(f"{asked.url}/outcomes/f{path}")
        assert await violations(page) == [], path
        for size in (ENLARGED_FOUR_TIMES, PHONE):
            await page.set_viewport_size(size)
            assert not await is_too_wide(page), path


async def test_the_keyboard_alone_answers_and_a_wrong_code_leads_back_to_it(
    browser: Browser, asked: Asked
) -> None:
    page = await browser.new_page(viewport=DESK)
    await page.goto(f"{asked.url}/outcomes/f")
    await page.get_by_label(ENGLISH.text["code_heading"]).press("Enter")
    await expect(page.get_by_role("alert")).to_be_visible()
    await page.get_by_role("alert").get_by_role("link").press("Enter")
    await page.keyboard.type(asked.code.lower())
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("group")).to_be_visible()
    await page.get_by_label("Yes").focus()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_label("Partly")).to_be_checked()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/q/2")


async def test_a_page_can_be_left_at_once(browser: Browser, asked: Asked) -> None:
    page = await browser.new_page(viewport=PHONE)
    async with complaints(page) as found:
        await page.goto(asked.link)
        leave = page.get_by_role("button", name=ENGLISH.text["exit"])
        await expect(leave).to_be_visible()
        assert await leave.get_attribute("href") == "https://www.bbc.co.uk/weather"
    assert found == []
    still = await browser.new_page(viewport=PHONE, java_script_enabled=False)
    await still.goto(asked.link)
    away = still.locator("a.govuk-exit-this-page__button")
    await expect(away).to_be_visible()
    assert await away.get_attribute("href") == "https://www.bbc.co.uk/weather"
