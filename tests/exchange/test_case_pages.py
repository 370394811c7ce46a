"""A case's pages show each reader what the API behind them shows, and nothing beside it."""

from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from services.partners.deliveries.models import Delivery, DeliveryState
from shared.audit.append import audit_entries
from tests.exchange.busy_case import CONCERNS, BusyCase, busy_case, seen
from tests.exchange.full_case import (
    ANEW,
    ANSWER,
    BEFORE_THAT,
    DECISION,
    EVIDENCE,
    FEELINGS,
    NIECE,
    STOP,
    SUMMARY,
    UNDONE,
    correct,
    fill,
)
from tests.services.intake.bodies import adult, concern
from tests.services.outcomes.wish_bodies import RETRACTION, death
from tests.support.agencies import (
    BYSTANDER,
    COUNCIL,
    EMPLOYER,
    NURSE,
    POLICE,
    SAFEGUARDING_LEAD,
    TRUST,
    Agency,
    Person,
    named,
)

BEHIND = {
    "/intake/cases/{case_id}": (
        CONCERNS + "/{concern_id}",
        CONCERNS + "/{further_concern_id}",
        CONCERNS + "/{further_concern_id}/earlier",
        "/intake/v1/cases/{case_id}/decision",
        "/intake/v1/cases/{case_id}/information",
    ),
    "/outcomes/cases/{case_id}": (
        "/outcomes/v1/cases/{case_id}/enquiry",
        "/outcomes/v1/cases/{case_id}/conversations",
        "/outcomes/v1/cases/{case_id}/weighings",
        "/outcomes/v1/cases/{case_id}/prompts",
        "/outcomes/v1/cases/{case_id}/coercion",
        "/outcomes/v1/cases/{case_id}/help-requests",
        "/outcomes/v1/cases/{case_id}/capacity",
        "/outcomes/v1/cases/{case_id}/best-interests",
        "/outcomes/v1/cases/{case_id}/advocacy",
        "/outcomes/v1/cases/{case_id}/representatives",
        "/outcomes/v1/cases/{case_id}/invitations",
        "/outcomes/v1/cases/{case_id}/effort",
    ),
    "/partners/cases/{case_id}": (
        "/partners/v1/cases/{case_id}/parties",
        "/partners/v1/cases/{case_id}/requests",
        "/partners/v1/cases/{case_id}/actions",
        "/partners/v1/cases/{case_id}/contributions",
    ),
}

PARTS = {
    "death": "In November 2026",
    "conclusion": SUMMARY,
    "experience": ANSWER,
    "capacity": DECISION,
    "best-interests": FEELINGS,
    "advocacy": EVIDENCE,
    "representatives": NIECE,
    "effort": "1 hour 40 minutes",
}
"""Each part of the page of outcomes that not everybody reads, with something told in it alone."""


async def look(
    busy: BusyCase, agency: Agency, path: str, person: Person = NURSE, **more: Any
) -> httpx.Response:
    """Return a page as somebody sees it who is signed in."""
    session = busy.exchange.signer.token(agency, person, aud="alongside/pages")
    headers = {"Cookie": f"__Host-alongside={session}"}
    return await busy.call(None, "GET", path.format_map(busy.ids), headers=headers, **more)


def _sentences(part: Any) -> Iterator[str]:
    """Yield what people wrote: texts that hold a blank; codes, ids and instants do not."""
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from _sentences(one)
    elif isinstance(part, str) and " " in part:
        yield part


async def _told(busy: BusyCase, agency: Agency, person: Person, paths: tuple[str, ...]) -> set[str]:
    told: set[str] = set()
    for path in paths:
        answer = await busy.call(agency, "GET", path.format_map(busy.ids), person=person)
        if answer.is_success:
            told |= set(_sentences(answer.json()))
    return told


@pytest.mark.parametrize("agency", [COUNCIL, TRUST, POLICE, BYSTANDER], ids=named)
async def test_a_page_holds_what_its_reader_is_told_and_nothing_that_only_others_are(
    tmp_path: Path, agency: Agency
) -> None:
    person = SAFEGUARDING_LEAD if agency is COUNCIL else NURSE
    async with busy_case(tmp_path) as busy:
        await fill(busy)
        everything = {
            sentence
            for reader, who in ((COUNCIL, SAFEGUARDING_LEAD), (TRUST, NURSE), (POLICE, NURSE))
            for paths in BEHIND.values()
            for sentence in await _told(busy, reader, who, paths)
        }
        of_its_own: set[str] = set()
        for page, paths in BEHIND.items():
            answer = await look(busy, agency, page, person)
            assert answer.status_code == 200, page
            text = unescape(answer.text)
            told = await _told(busy, agency, person, paths)
            of_its_own |= told
            assert [sentence for sentence in told if sentence not in text] == [], page
        kept_from_it = {
            sentence for sentence in everything if not any(sentence in own for own in of_its_own)
        }
        assert kept_from_it or agency is COUNCIL
        for page in BEHIND:
            text = unescape((await look(busy, agency, page, person)).text)
            assert [sentence for sentence in kept_from_it if sentence in text] == [], page


@pytest.mark.parametrize(
    ("agency", "hidden"), [(COUNCIL, set()), (TRUST, {"experience"})], ids=["lead", "party"]
)
async def test_each_part_is_shown_to_whoever_may_read_it_and_to_nobody_else(
    tmp_path: Path, agency: Agency, hidden: set[str]
) -> None:
    async with busy_case(tmp_path) as busy:
        await fill(busy)
        text = unescape((await look(busy, agency, "/outcomes/cases/{case_id}")).text)
    for part, told in PARTS.items():
        assert (f'id="{part}"' in text) is (part not in hidden), part
        assert (told in text) is (part not in hidden), part
    assert UNDONE in text
    assert STOP in text


async def test_in_an_emergency_a_death_is_told_and_of_the_other_parts_nothing(
    tmp_path: Path,
) -> None:
    async with busy_case(tmp_path) as busy:
        await fill(busy)
        departure = f"/partners/v1/cases/{busy.case_id}/parties/departure"
        await busy.post(POLICE, departure, {"reason": "Done."})
        page = await look(busy, POLICE, "/outcomes/cases/{case_id}")
    assert page.status_code == 200
    text = unescape(page.text)
    assert "The adult has died" in text
    shown = {part for part in PARTS if f'id="{part}"' in text}
    assert shown == {"death"}
    assert [told for told in (*PARTS.values(), UNDONE, STOP) if told in text] == []


async def test_a_death_that_was_recorded_in_error_is_said_to_be_none(tmp_path: Path) -> None:
    async with busy_case(tmp_path) as busy:
        case = f"/outcomes/v1/cases/{busy.case_id}"
        await busy.post(TRUST, f"{case}/death", death())
        await busy.post(COUNCIL, f"{case}/death/retraction", RETRACTION)
        text = unescape((await look(busy, TRUST, "/outcomes/cases/{case_id}")).text)
    assert "A death was recorded in error" in text
    assert RETRACTION["why"] in text
    assert "has died" not in text


async def test_a_corrected_concern_shows_what_it_told_before_and_that_it_was_withdrawn(
    tmp_path: Path,
) -> None:
    async with busy_case(tmp_path) as busy:
        await correct(busy)
        text = unescape((await look(busy, POLICE, "/intake/cases/{case_id}")).text)
        cases = (await look(busy, POLICE, "/intake/cases")).text
    assert text.index(", withdrawn</h3>") < text.index(ANEW) < text.index(BEFORE_THAT)
    assert text.count("As it was told before,") == 1
    assert "<strong>Withdrawn</strong>" in cases


async def test_who_reads_only_its_own_concern_sees_nothing_of_how_others_were_told(
    tmp_path: Path,
) -> None:
    async with busy_case(tmp_path, raiser=BYSTANDER) as busy:
        await correct(busy)
        departure = f"/partners/v1/cases/{busy.case_id}/parties/departure"
        await busy.post(BYSTANDER, departure, {"reason": "Done."})
        text = unescape((await look(busy, BYSTANDER, "/intake/cases/{case_id}")).text)
    assert "What was reported" in text
    assert [told for told in (ANEW, BEFORE_THAT, "withdrawn", "told before") if told in text] == []


async def test_the_accused_employer_finds_nothing_by_any_page(tmp_path: Path) -> None:
    async with busy_case(tmp_path) as busy:
        for page in BEHIND:
            real = await look(busy, EMPLOYER, page)
            ids = dict.fromkeys(busy.ids, "00000000-0000-7000-8000-000000000000")
            missing = await look(busy, EMPLOYER, page.format_map(ids))
            assert real.status_code == 404
            assert seen(real) == seen(missing)
        cases = await look(busy, EMPLOYER, "/intake/cases")
        assert "There is no case that you can be shown" in cases.text
        assert busy.case_id not in cases.text


async def test_looking_is_audited_as_reading_is(tmp_path: Path) -> None:
    async with busy_case(tmp_path) as busy:
        query = select(audit_entries.c.operation).where(
            audit_entries.c.practitioner_id == "looker", audit_entries.c.kind == "access"
        )
        found: dict[str, set[str]] = {}
        for page in BEHIND:
            await look(busy, COUNCIL, page, Person("looker"))
            service = page.split("/")[1]
            async with busy.exchange.databases[service].engine.connect() as connection:
                found[service] = set((await connection.execute(query)).scalars())
    assert found["intake"] == {"read_concern", "read_information"}
    assert {"read_enquiry", "read_weighings"} <= found["outcomes"]
    assert {"read_parties", "read_request", "read_action"} <= found["partners"]


async def test_looking_at_the_timeline_confirms_nothing(tmp_path: Path) -> None:
    async with busy_case(tmp_path) as busy:
        page = await look(busy, POLICE, "/partners/cases/{case_id}")
        assert "Party invited" in page.text
        assert "Northshire Police" in page.text
        query = select(Delivery.state).where(Delivery.agency_id == POLICE.id)
        async with busy.exchange.databases["partners"].engine.connect() as connection:
            states = set((await connection.execute(query)).scalars())
    assert DeliveryState.RECEIVED not in states
    assert DeliveryState.SENT not in states


async def test_the_timeline_goes_back_to_the_first_thing_that_was_told(tmp_path: Path) -> None:
    async with busy_case(tmp_path) as busy:
        path = "/partners/cases/{case_id}"
        whole = (await look(busy, COUNCIL, path)).text.count("<li><h3")
        counted, cursor = 0, None
        while counted == 0 or cursor:
            params = {"limit": "5"} | ({"cursor": cursor} if cursor else {})
            page = (await look(busy, COUNCIL, path, params=params)).text
            counted += page.count("<li><h3")
            _, _, after = page.partition('href="?cursor=')
            cursor = unescape(after.partition('"')[0])
            cursor = httpx.URL(f"/?cursor={cursor}").params["cursor"] if cursor else None
        assert counted == whole > 10


async def test_a_referrer_is_led_to_the_part_that_it_may_read_and_to_no_other(
    tmp_path: Path,
) -> None:
    async with busy_case(tmp_path) as busy:
        departure = f"/partners/v1/cases/{busy.case_id}/parties/departure"
        await busy.post(TRUST, departure, {"reason": "Done."})
        page = await look(busy, TRUST, "/intake/cases/{case_id}")
        assert page.status_code == 200
        assert "/outcomes/cases/" not in page.text
        refused = await look(busy, TRUST, "/outcomes/cases/{case_id}")
        assert refused.status_code == 403


async def test_before_an_enquiry_is_opened_the_page_says_so(tmp_path: Path) -> None:
    async with busy_case(tmp_path) as busy:
        other = await busy.post(TRUST, CONCERNS, concern(adult=adult(nhs_number=None)))
        page = await look(busy, COUNCIL, f"/outcomes/cases/{other['case_id']}")
    assert page.status_code == 200
    assert "No enquiry has been opened" in page.text
