"""A provider reports its own worker; the adult answers by a code from a letter, to others."""

import re
from typing import Any
from urllib.parse import urlencode

import httpx

from deploy.story.cast import Cast
from deploy.story.checks import check_finds_nothing, check_the_employer_sees_nothing, must
from deploy.story.counts import read_counts
from deploy.story.hard.stage import (
    adult,
    begin_enquiry,
    carer,
    conclude,
    judge,
    let_join,
    show_timelines,
    talk,
    wish,
)
from deploy.story.place import Place
from deploy.story.telling import Telling

_PAGES = "/outcomes/f"
_OWN_WORDS = "They came when they said. Nobody asked me before the carer was sent away, though."


async def a_provider_reports_its_own(
    cast: Cast, tell: Telling, http: httpx.AsyncClient, place: Place
) -> None:
    """Brightway reports a carer who shouted; it learns nothing more, and the adult is heard."""
    tell.act("A care provider reports its own worker, and the adult says how it was")
    shouted = {
        "adult": adult("Walter", "Hope", date_of_birth="1940-12-24"),
        "abuse_types": ["psychological"],
        "what_happened": "A colleague heard him shout at Mr Hope about the washing.",
        "sources_of_risk": [carer("BHC-0777", "Lee Made-Up")],
        "asked": "asked_and_expressed",
        "asked_of": "adult",
        "words": "I'd like somebody kind.",
    }
    before = await read_counts(cast.care_manager)
    case_id = await begin_enquiry(cast, cast.care_manager, shouted)
    await check_finds_nothing(cast.care_manager, case_id)
    tell.says(
        "Lena Brook of Brightway reports one of her own. She can read what she sent, and is given "
        "no case: what becomes of it is for others to say."
    )
    await let_join(cast, case_id, cast.nurse)
    wished = await wish(
        cast, case_id, await talk(cast, case_id), "I'd like somebody kind", "feel_safer"
    )
    await judge(cast, case_id, wished, "adult", "fully", "Joan is kind.")
    findings = {
        "risks": [{"type": "psychological", "source": "service_provider", "location": "own_home"}],
        "risk_assessment": "identified",
        "action": "taken",
        "risk_outcome": "removed",
        "lacked_capacity": "no",
        "support": "not_recorded",
    }
    await conclude(cast, case_id, findings, "Another carer comes, and he likes her.")
    await _the_adult_answers(cast, tell, http, place, case_id)
    await check_the_employer_sees_nothing(cast, case_id)
    must(await read_counts(cast.care_manager) == before, "nothing is counted for the employer")
    tell.says("Through all of it the employer's system found nothing, and was told nothing.")
    await show_timelines(cast, tell, case_id, "outcomes.enquiry_concluded.v1")


async def _the_adult_answers(
    cast: Cast, tell: Telling, http: httpx.AsyncClient, place: Place, case_id: str
) -> None:
    path = f"/outcomes/v1/cases/{case_id}/invitations"
    lead = cast.safeguarding_lead
    [invitation] = (await lead.get(path))["items"]
    letter = {"addressed_to": "adult", "asker": "independent"}
    sent = await lead.post(f"{path}/{invitation['invitation_id']}/sending", letter)
    tell.says(
        "The moment the enquiry ended there was an invitation; a letter goes to Mr Hope with a "
        "code, which says nothing of what it is about."
    )
    answered = await _fill_in(http, place, sent["code"])
    [invitation] = (await lead.get(path))["items"]
    experience: dict[str, Any] = invitation["experience"]
    must(invitation["state"] == "answered", "the answers have reached the case")
    must(experience["respondent"] == "adult", "they are the adult's own")
    must(experience["words"] == _OWN_WORDS, "word for word")
    must(len(experience["answers"]) == answered, "every answer that was given is kept")
    again = await _submit(http, place.url(_PAGES), code=sent["code"])
    must(not again.is_redirect, "a code opens nothing any more once it has been used")
    tell.says(
        f"He types the code at a page without an account, answers {answered} questions, leaves one "
        f'out, and writes: "{_OWN_WORDS}" It reaches the case as his, and nobody can change it.'
    )


_AS_A_BROWSER = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Sec-Fetch-Site": "same-origin",
}


async def _submit(http: httpx.AsyncClient, url: str, **form: str) -> httpx.Response:
    """Send a form as a browser does, empty ones too."""
    return await http.post(url, content=urlencode(form), headers=_AS_A_BROWSER)


async def _fill_in(http: httpx.AsyncClient, place: Place, code: str) -> int:
    """Answer as somebody with a phone would, page by page; return how many were answered."""
    begun = await _submit(http, place.url(_PAGES), code=code)
    must(begun.is_redirect, "the code opens the questions")
    answered, at = 0, begun.headers["Location"]
    while not at.endswith("/check"):
        page = await http.get(place.url(at))
        must("safeguarding" not in _title(page), "no title tells what it is about")
        choices = re.findall(r'name="answer"[^>]*value="([^"]+)"', page.text)
        form = _filled(choices, leave_out=at.endswith("/q/1"))
        answered += "answer" in form
        kept = await _submit(http, place.url(at), **form)
        at = kept.headers["Location"]
    sent = await _submit(http, place.url(at))
    must(sent.is_redirect, "the answers are sent")
    return answered


def _filled(choices: list[str], *, leave_out: bool) -> dict[str, str]:
    """Return a form: the first answer, none at all, or, where there is nothing to choose, words."""
    if not choices:
        return {"words": _OWN_WORDS}
    return {} if leave_out else {"answer": choices[0]}


def _title(page: httpx.Response) -> str:
    found = re.search(r"<title>(.*?)</title>", page.text, re.DOTALL)
    return found[1].casefold() if found else ""
