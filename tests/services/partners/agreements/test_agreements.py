"""A council makes agreements with one agency, which both sides read, and which end or run out."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import delete, select

from services.partners.agreements.models import Agreement
from services.partners.worker import watch_agreements
from shared.events.outcomes import EnquiryOpened, VerdictGiven
from shared.events.partners import AgreementEnded, AgreementEnding, AgreementMade
from tests.services.partners.cases import REASON, Cases, Hands, code_of
from tests.support.agencies import (
    BYSTANDER,
    COUNCIL,
    NURSE,
    POLICE,
    REAL_TRUST,
    SAFEGUARDING_LEAD,
    TRUST,
    Agency,
    Person,
)

TODAY = date(2026, 11, 22)
TERMS: dict[str, Any] = {
    "agency_id": str(POLICE.id),
    "purpose": "canary-purpose",
    "lawful_basis": "uk_gdpr_art6_1_e",
    "condition": "uk_gdpr_art9_2_g_sch1_para18",
    "starts_on": "2026-11-22",
    "ends_on": "2027-11-21",
}


@pytest.fixture(autouse=True)
async def _nothing_agreed(cases: Cases) -> None:
    """Begin without the agreements that other tests stand on."""
    async with cases.desk.database.transaction() as session:
        await session.execute(delete(Agreement))


async def _make(
    cases: Cases,
    agency: Agency = COUNCIL,
    person: Person | None = SAFEGUARDING_LEAD,
    **changes: Any,
) -> httpx.Response:
    return await cases.post(agency, "/agreements", TERMS | changes, person=person)


async def test_both_sides_read_what_was_agreed_and_nobody_else_does(cases: Cases) -> None:
    made = await _make(cases, event_types=[VerdictGiven.named()], left_out=["judged_by"])
    assert made.status_code == 201, made.text
    view = made.json()
    assert (view["council_name"], view["agency_name"]) == (COUNCIL.name, POLICE.name)
    assert (view["state"], view["is_ending"]) == ("in_force", False)
    assert (view["event_types"], view["left_out"]) == ([VerdictGiven.named()], ["judged_by"])
    assert view["purpose"] == TERMS["purpose"]
    one = made.headers["Location"].removeprefix("/partners/v1")
    for agency in (COUNCIL, POLICE):
        assert (await cases.get(agency, one)).json() == view
        assert (await cases.get(agency, "/agreements")).json()["items"] == [view]
    for agency in (TRUST, REAL_TRUST):
        assert (await cases.get(agency, one)).status_code == 404
        assert (await cases.get(agency, "/agreements")).json()["items"] == []
    async with cases.desk.database.transaction() as session:
        kept = (await session.execute(select(Agreement.purpose))).scalar_one()
    assert b"canary" not in kept


async def test_each_side_is_told_in_a_notice_of_its_own(cases: Cases) -> None:
    agreement_id = (await _make(cases)).json()["agreement_id"]
    published = await cases.desk.published(AgreementMade)
    assert [one["data"]["agency_id"] for one in published] == [str(COUNCIL.id), str(POLICE.id)]
    await cases.tell()
    for agency in (COUNCIL, POLICE):
        (notice,) = (await cases.feed(agency))["items"]
        assert notice["subject"] == f"agency/{agency.id}"
        assert notice["data"]["agreement_id"] == agreement_id
        assert "purpose" not in notice["data"]
    assert (await cases.feed(TRUST))["items"] == []


@pytest.mark.parametrize(
    ("agency", "person"),
    [(COUNCIL, NURSE), (COUNCIL, None), (POLICE, SAFEGUARDING_LEAD)],
)
async def test_only_a_safeguarding_lead_of_a_council_agrees(
    cases: Cases, agency: Agency, person: Person | None
) -> None:
    refused = await _make(cases, agency, person, agency_id=str(TRUST.id))
    assert code_of(refused) == (403, "only_a_council_agrees")
    made = (await _make(cases)).json()
    path = f"/agreements/{made['agreement_id']}/ending"
    kept = await cases.post(agency, path, {"reason": REASON}, person=person)
    assert kept.status_code == (403 if agency == COUNCIL else 404)
    assert await cases.desk.published(AgreementEnded) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"starts_on": "2026-11-21"}, "agreement_starts_in_the_past"),
        ({"ends_on": "2026-11-21"}, "agreement_too_long"),
        ({"ends_on": "2029-11-26"}, "agreement_too_long"),
        ({"condition": "dpa_2018_sch8_para4"}, "basis_and_condition_apart"),
        ({"event_types": ["intake.unheard_of.v1"]}, "unknown_event_type"),
        ({"event_types": ["partners.exclusion_decided.v1"]}, "unknown_event_type"),
        ({"event_types": [VerdictGiven.named()] * 2}, "unknown_event_type"),
        ({"left_out": ["unheard_of"]}, "unknown_field"),
        ({"left_out": ["case_id"]}, "unknown_field"),
        ({"left_out": ["holds"]}, "unknown_field"),
        ({"event_types": [EnquiryOpened.named()], "left_out": ["judged_by"]}, "unknown_field"),
        ({"agency_id": str(COUNCIL.id)}, "agency_cannot_be_named"),
        ({"agency_id": str(REAL_TRUST.id)}, "agency_cannot_be_named"),
        ({"agency_id": str(uuid4())}, "agency_cannot_be_named"),
    ],
)
async def test_terms_that_cannot_be_agreed(
    cases: Cases, changes: dict[str, Any], code: str
) -> None:
    assert code_of(await _make(cases, **changes)) == (400, code)
    assert await cases.desk.count(Agreement) == 0


@pytest.mark.parametrize("missing", ["ends_on", "purpose", "lawful_basis", "condition"])
async def test_nothing_is_agreed_without_its_end_its_purpose_and_its_basis(
    cases: Cases, missing: str
) -> None:
    body = {name: value for name, value in TERMS.items() if name != missing}
    refused = await cases.post(COUNCIL, "/agreements", body, person=SAFEGUARDING_LEAD)
    assert refused.status_code == 422


async def test_an_agreement_ends_early_with_a_reason_once(cases: Cases) -> None:
    agreement_id = (await _make(cases)).json()["agreement_id"]
    path = f"/agreements/{agreement_id}/ending"
    blank = await cases.post(COUNCIL, path, {"reason": " "}, person=SAFEGUARDING_LEAD)
    assert blank.status_code == 422
    ended = await cases.post(COUNCIL, path, {"reason": REASON}, person=SAFEGUARDING_LEAD)
    assert ended.status_code == 200, ended.text
    assert (ended.json()["state"], ended.json()["ending_reason"]) == ("ended", REASON)
    again = await cases.post(COUNCIL, path, {"reason": REASON}, person=SAFEGUARDING_LEAD)
    assert code_of(again) == (409, "agreement_not_running")
    assert len(await cases.desk.published(AgreementEnded)) == 2


async def test_lists_by_state(cases: Cases, hands: Hands) -> None:
    await _make(cases, ends_on="2026-12-01")
    await _make(cases, agency_id=str(TRUST.id), starts_on="2026-12-24", ends_on="2027-06-01")
    listed = {}
    for day in (TODAY, date(2026, 12, 2), date(2026, 12, 24), date(2027, 6, 2)):
        hands.at += day - hands.at.date()
        for state in ("upcoming", "in_force", "expired", "ended"):
            page = (await cases.get(COUNCIL, "/agreements", state=state)).json()["items"]
            assert {one["state"] for one in page} <= {state}
            listed[day, state] = {one["agency_name"] for one in page}
    seen = {key: names for key, names in listed.items() if names}
    assert seen == {
        (TODAY, "upcoming"): {TRUST.name},
        (TODAY, "in_force"): {POLICE.name},
        (date(2026, 12, 2), "upcoming"): {TRUST.name},
        (date(2026, 12, 2), "expired"): {POLICE.name},
        (date(2026, 12, 24), "in_force"): {TRUST.name},
        (date(2026, 12, 24), "expired"): {POLICE.name},
        (date(2027, 6, 2), "expired"): {POLICE.name, TRUST.name},
    }


async def test_both_sides_are_warned_once_before_an_agreement_runs_out(
    cases: Cases, hands: Hands
) -> None:
    await _make(cases, ends_on="2027-01-31")
    await _make(cases, agency_id=str(BYSTANDER.id), ends_on="2028-01-31")
    database = cases.desk.database
    assert not await watch_agreements(database)
    hands.at += date(2027, 1, 1) - hands.at.date()
    assert await watch_agreements(database)
    assert not await watch_agreements(database)
    warned = await cases.desk.published(AgreementEnding)
    assert [one["data"]["agency_id"] for one in warned] == [str(COUNCIL.id), str(POLICE.id)]
    ending = (await cases.get(POLICE, "/agreements")).json()["items"]
    assert [one["is_ending"] for one in ending] == [True]
    hands.at += timedelta(days=40)
    assert not await watch_agreements(database)
