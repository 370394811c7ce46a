"""Somebody without an account answers, on pages that say little of themselves."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from services.outcomes.answering.wording import wording
from services.outcomes.experience.models import Draft
from shared.reference.experience import ExperienceAnswer, Question, Respondent, Variant
from tests.services.outcomes.cases import Case
from tests.services.outcomes.conftest import Hands
from tests.services.outcomes.experience.invited import (
    WORDS,
    Browser,
    concluded,
    invitation,
    path_of,
    sent,
    text_of,
)
from tests.support.agencies import COUNCIL

TELLING = ("safeguard", "abuse", "neglect", "concern", "enquiry", "alongside")


@pytest.fixture
async def browser(case: Case) -> AsyncIterator[Browser]:
    browser = Browser(case.desk)
    yield browser
    await browser.close()


async def begun(case: Case, browser: Browser) -> str:
    """Begin by a link; return the invitation's path."""
    one = await concluded(case)
    path = path_of((await sent(case, one))["link"])
    assert (await browser.get(path)).status_code == 200
    first = await browser.post(path, version="en")
    assert first.url.path == "/outcomes/f/q/1"
    return one


async def test_an_adult_answers_and_it_reaches_the_case_as_their_own(
    case: Case, browser: Browser
) -> None:
    await begun(case, browser)
    for number, answer in enumerate(("yes", "partly", "no", "", "too_soon_to_say"), 1):
        page = await browser.post(f"/outcomes/f/q/{number}", answer=answer)
        assert page.url.path == f"/outcomes/f/q/{number + 1}"
    checked = await browser.post("/outcomes/f/q/8", words=WORDS)
    assert WORDS in text_of(checked)
    done = await browser.post("/outcomes/f/q/check")
    assert done.url.path == "/outcomes/f/q/done"
    assert done.status_code == 200
    found = await invitation(case)
    assert found["state"] == "answered"
    assert found["experience"]["method"] == "own_account"
    assert found["experience"]["words"] == WORDS
    assert found["experience"]["answers"] == {
        "asked": "yes",
        "listened_to": "partly",
        "understood": "no",
        "got_what_i_wanted": "too_soon_to_say",
    }
    assert [step["state"] for step in found["steps"]] == ["due", "sent", "opened", "answered"]
    assert found["steps"][-1]["agency_id"] is None
    async with case.desk.database.transaction() as session:
        assert (await session.scalars(select(Draft))).all() == []


async def test_looking_at_a_link_uses_nothing_up(case: Case, browser: Browser) -> None:
    path = path_of((await sent(case, await concluded(case)))["link"])
    for _ in range(3):
        assert (await browser.get(path)).status_code == 200
    assert (await invitation(case))["state"] == "sent"
    assert not browser.cookies


async def test_a_code_from_a_letter_opens_it_however_it_is_typed(
    case: Case, browser: Browser
) -> None:
    code = (await sent(case, await concluded(case)))["code"]
    first = await browser.post("/outcomes/f", code=f" {code.lower().replace('-', ' ')} ")
    assert first.url.path == "/outcomes/f/q/1"


@pytest.mark.parametrize("code", ["BCDF-GHJK-2345-MNPR", "canary'; --", "\u0130" * 20], ids=repr)
async def test_a_wrong_code_opens_nothing_and_is_not_repeated(browser: Browser, code: str) -> None:
    page = await browser.post("/outcomes/f", code=code)
    assert page.status_code == 404
    assert code not in text_of(page).replace("such as BCDF-GHJK-2345-MNPQ", "")
    assert (await browser.post("/outcomes/f", code="")).status_code == 400


async def test_what_was_filled_in_is_there_when_one_comes_back(
    case: Case, browser: Browser
) -> None:
    one = await concluded(case)
    path = path_of((await sent(case, one))["link"])
    await browser.post(path, version="en")
    await browser.post("/outcomes/f/q/1", answer="partly")
    other = Browser(case.desk)
    await other.post(path, version="en")
    page = await other.get("/outcomes/f/q/1")
    assert page.text.count("checked") == 1
    await other.close()


async def test_an_answer_can_be_taken_back_before_it_is_sent(case: Case, browser: Browser) -> None:
    await begun(case, browser)
    await browser.post("/outcomes/f/q/1", answer="no")
    await browser.post("/outcomes/f/q/1")
    nothing = await browser.get("/outcomes/f/q/check")
    assert wording(Variant.ENGLISH).text["nothing_yet"] in text_of(nothing)
    await browser.post("/outcomes/f/q/check")
    assert (await invitation(case))["state"] == "opened"


async def test_answers_that_were_sent_can_not_be_reached_again(
    case: Case, browser: Browser
) -> None:
    one = await concluded(case)
    made = await sent(case, one)
    await browser.post(path_of(made["link"]), version="en")
    await browser.post("/outcomes/f/q/1", answer="yes")
    await browser.post("/outcomes/f/q/check")
    assert (await browser.get(path_of(made["link"]))).status_code == 404
    assert (await browser.post("/outcomes/f", code=made["code"])).status_code == 404
    assert (await browser.get("/outcomes/f/q/1")).status_code == 404
    assert (await browser.post("/outcomes/f/q/check")).status_code == 404


async def test_a_link_is_dead_once_another_was_made_or_it_was_taken_back(
    case: Case, browser: Browser
) -> None:
    one = await concluded(case)
    first = path_of((await sent(case, one))["link"])
    second = path_of((await sent(case, one))["link"])
    assert (await browser.get(first)).status_code == 404
    assert (await browser.get(second)).status_code == 200
    await browser.post(second, version="en")
    stop = {"state": "not_safe_to_contact", "reason": "He opens her post."}
    await case.done(f"{one}/state", stop, COUNCIL)
    assert (await browser.get(second)).status_code == 404
    assert (await browser.post("/outcomes/f/q/1", answer="yes")).status_code == 404


async def test_a_link_runs_out_and_so_does_a_pause(
    case: Case, browser: Browser, hands: Hands
) -> None:
    one = await concluded(case)
    path = path_of((await sent(case, one))["link"])
    await browser.post(path, version="en")
    hands.at += timedelta(hours=2, seconds=1)
    assert (await browser.get("/outcomes/f/q/1")).status_code == 404
    assert (await browser.get(path)).status_code == 200
    hands.at += timedelta(weeks=9)
    assert (await browser.get(path)).status_code == 404


async def test_a_page_says_nowhere_what_it_is_about(case: Case, browser: Browser) -> None:
    await begun(case, browser)
    for path in ("/outcomes/f", "/outcomes/f/q/1", "/outcomes/f/q/8", "/outcomes/f/q/check"):
        page = await browser.get(path)
        assert not [word for word in TELLING if word in page.text.lower().replace("/alongside.", "")
                    .replace("alongside-", "")]  # fmt: skip
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.headers["X-Robots-Tag"] == "noindex"
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]


async def test_a_form_of_another_site_does_nothing(case: Case, browser: Browser) -> None:
    await begun(case, browser)
    led = await browser.post("/outcomes/f/q/1", site="cross-site", answer="no")
    assert led.status_code == 403


async def test_a_cookie_that_was_made_up_is_none(case: Case, browser: Browser) -> None:
    await begun(case, browser)
    browser.cookies.clear()
    browser.cookies.set("views", "AAAA", path="/outcomes/f")
    assert (await browser.get("/outcomes/f/q/1")).status_code == 404


@pytest.mark.parametrize(
    ("number", "fields", "status"),
    [
        ("1", {"answer": "much_safer"}, 400),
        ("8", {"words": "x" * 5001}, 400),
        ("8", {"words": "\x07"}, 400),
        ("9", {"answer": "yes"}, 404),
        ("0", {"answer": "yes"}, 404),
        ("x", {"answer": "yes"}, 404),
        ("1", {"canary": "yes"}, 422),
    ],
    ids=["scale", "long", "bell", "nine", "nought", "letter", "field"],
)
async def test_what_is_no_answer_is_said_so_and_not_kept(
    case: Case, browser: Browser, number: str, fields: dict[str, str], status: int
) -> None:
    await begun(case, browser)
    answer = await browser.post(f"/outcomes/f/q/{number}", **fields)
    assert answer.status_code == status
    check = await browser.get("/outcomes/f/q/check")
    assert wording(Variant.ENGLISH).text["nothing_yet"] in text_of(check)


@pytest.mark.parametrize("variant", Variant)
async def test_it_can_be_read_in_every_version(
    case: Case, browser: Browser, variant: Variant
) -> None:
    one = await concluded(case)
    made = await sent(case, one, addressed_to="representative", variant=variant)
    path = path_of(made["link"])
    said = wording(variant)
    start = await browser.get(path)
    assert said.intro[Respondent.REPRESENTATIVE][0] in text_of(start)
    assert f'<html lang="{said.lang}"' in start.text
    await browser.post(path, version=variant)
    page = await browser.get("/outcomes/f/q/7")
    assert said.questions[Question.FEEL_SAFER][Respondent.REPRESENTATIVE] in text_of(page)
    switched = await browser.get("/outcomes/f/q/7?version=en")
    assert wording(Variant.ENGLISH).answers[ExperienceAnswer.LESS_SAFE] in text_of(switched)
    paper = await browser.get(f"/outcomes/f/q/paper?version={variant}&of=adult")
    assert all(said.questions[one][Respondent.ADULT] in text_of(paper) for one in Question)


def test_every_version_says_everything() -> None:
    english = wording(Variant.ENGLISH)
    for variant in Variant:
        said = wording(variant)
        assert said.text.keys() == english.text.keys()
        assert said.questions.keys() == set(Question)
        assert all(one.keys() == set(Respondent) for one in said.questions.values())
        assert said.answers.keys() == set(ExperienceAnswer)
        assert said.intro.keys() == said.words.keys() == set(Respondent)
