"""A party is sent what an agreement in force covers, with its fields, as of the sending."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select

from services.partners.agreements.models import Agreement
from services.partners.deliveries.models import Delivery, DeliveryState, WithheldFor
from shared.events.outcomes import EnquiryOpened, VerdictGiven
from shared.events.partners import PartyInvited
from shared.reference.care_act import EnquiryKind
from shared.reference.msp import Achieved, JudgedBy
from tests.services.partners.agreements.test_agreements import TERMS
from tests.services.partners.cases import REASON, Cases, Hands
from tests.services.partners.sendings.pushing import Pushes, event_in, subscribe
from tests.support.agencies import COUNCIL, NURSE, POLICE, SAFEGUARDING_LEAD, TRUST, Agency

OPENED, VERDICT = EnquiryOpened.named(), VerdictGiven.named()


async def _agree(cases: Cases, agency: Agency = POLICE, **changes: Any) -> str:
    body = TERMS | {"agency_id": str(agency.id)} | changes
    made = await cases.post(COUNCIL, "/agreements", body, person=SAFEGUARDING_LEAD)
    assert made.status_code == 201, made.text
    agreement_id: str = made.json()["agreement_id"]
    return agreement_id


async def _end(cases: Cases, agreement_id: str) -> None:
    path = f"/agreements/{agreement_id}/ending"
    ended = await cases.post(COUNCIL, path, {"reason": REASON}, person=SAFEGUARDING_LEAD)
    assert ended.status_code == 200, ended.text


@pytest.fixture
async def case_id(cases: Cases) -> UUID:
    """A case raised by the trust in which the trust and the police take part; nothing agreed."""
    async with cases.desk.database.transaction() as session:
        await session.execute(delete(Agreement))
    begun = await cases.begin(referrer=TRUST)
    await cases.join(begun, POLICE, TRUST)
    return begun


async def _happen(cases: Cases, case_id: UUID) -> None:
    facts = {"case_id": case_id, "synthetic": True}
    at = cases.desk.database.clock()
    await cases.tell()
    await cases.arrive(
        EnquiryOpened(**facts, enquiry_id=uuid4(), kind=EnquiryKind.OTHER, opened_at=at),
        VerdictGiven(
            **facts,
            verdict_id=uuid4(),
            desired_outcome_id=None,
            achieved=Achieved.FULLY,
            judged_by=JudgedBy.ADULT,
            given_at=at,
            recorded_by_agency_id=COUNCIL.id,
        ),
    )


async def _told(cases: Cases, agency: Agency, **query: Any) -> dict[str, dict[str, Any]]:
    """Return what the agency's feed hands out of cases, by type."""
    items = (await cases.feed(agency, **query))["items"]
    assert [one["sequence"] for one in items] == list(range(1, len(items) + 1))
    return {one["type"]: one["data"] for one in items if one["subject"].startswith("case/")}


async def _kept(cases: Cases, agency: Agency, event_type: str) -> Delivery:
    async with cases.desk.database.transaction() as session:
        query = select(Delivery).where(Delivery.agency_id == agency.id, Delivery.type == event_type)
        return (await session.scalars(query)).one()


async def test_without_an_agreement_a_party_is_sent_nothing_but_its_invitation(
    cases: Cases, case_id: UUID
) -> None:
    await _happen(cases, case_id)
    assert set(await _told(cases, POLICE)) == {PartyInvited.named()}
    assert (await cases.get(POLICE, f"/cases/{case_id}/parties")).status_code == 200
    kept = await _kept(cases, POLICE, VERDICT)
    assert (kept.state, kept.withheld_for) == (DeliveryState.WITHHELD, WithheldFor.NO_AGREEMENT)
    assert kept.data == {}
    assert VERDICT in await _told(cases, COUNCIL)


async def test_who_raised_the_concern_is_told_what_it_would_be_told_anyway(
    cases: Cases, case_id: UUID
) -> None:
    await _happen(cases, case_id)
    told = await _told(cases, TRUST)
    assert "intake.concern_raised.v1" in told
    assert VERDICT not in told


async def test_an_agreement_shares_the_types_it_covers_without_the_fields_it_leaves_out(
    cases: Cases, case_id: UUID
) -> None:
    await _agree(cases, event_types=[VERDICT], left_out=["judged_by", "recorded_by_agency_id"])
    await _happen(cases, case_id)
    told = await _told(cases, POLICE)
    assert OPENED not in told
    assert set(told[VERDICT]) == {
        "case_id",
        "synthetic",
        "verdict_id",
        "desired_outcome_id",
        "achieved",
        "given_at",
    }
    whole = await _told(cases, COUNCIL)
    assert whole[VERDICT]["judged_by"] == "adult"


async def test_only_the_agreement_with_the_case_lead_counts(cases: Cases, case_id: UUID) -> None:
    await _agree(cases, TRUST)
    await _happen(cases, case_id)
    assert VERDICT not in await _told(cases, POLICE)
    assert VERDICT in await _told(cases, TRUST)


@pytest.mark.parametrize("days", [-1, 0, 364, 365])
async def test_an_agreement_shares_on_its_days(
    cases: Cases, case_id: UUID, hands: Hands, days: int
) -> None:
    await _agree(cases, starts_on="2026-11-23", ends_on="2027-11-22")
    hands.at += timedelta(days=days + 1)
    await _happen(cases, case_id)
    assert (VERDICT in await _told(cases, POLICE)) is (0 <= days <= 364)


async def test_what_is_agreed_too_late_stays_withheld_and_what_follows_is_sent(
    cases: Cases, case_id: UUID
) -> None:
    await _happen(cases, case_id)
    await _agree(cases)
    assert VERDICT not in await _told(cases, POLICE)
    await _happen(cases, case_id)
    assert VERDICT in await _told(cases, POLICE)


async def test_an_agreement_that_ends_before_the_release_stops_it(
    cases: Cases, case_id: UUID
) -> None:
    agreement_id = await _agree(cases)
    await _happen(cases, case_id)
    await _end(cases, agreement_id)
    assert VERDICT not in await _told(cases, POLICE)
    kept = await _kept(cases, POLICE, VERDICT)
    assert (kept.state, kept.withheld_for) == (DeliveryState.WITHHELD, WithheldFor.NO_AGREEMENT)


async def test_an_agreement_that_ends_after_the_release_stops_the_sending(
    cases: Cases, case_id: UUID
) -> None:
    agreement_id = await _agree(cases)
    await _happen(cases, case_id)
    assert VERDICT in await _told(cases, POLICE)
    await _end(cases, agreement_id)
    assert VERDICT not in await _told(cases, POLICE)
    assert VERDICT in await _told(cases, COUNCIL)


async def test_a_narrower_agreement_takes_fields_out_of_what_was_released(
    cases: Cases, case_id: UUID
) -> None:
    agreement_id = await _agree(cases)
    await _happen(cases, case_id)
    assert "judged_by" in (await _told(cases, POLICE))[VERDICT]
    await _agree(cases, left_out=["judged_by"])
    assert "judged_by" in (await _told(cases, POLICE))[VERDICT]
    await _end(cases, agreement_id)
    assert "judged_by" not in (await _told(cases, POLICE))[VERDICT]
    assert "judged_by" not in (await _kept(cases, POLICE, VERDICT)).data


async def test_the_lead_sees_what_is_not_shared_and_with_whom_it_has_agreed(
    cases: Cases, case_id: UUID
) -> None:
    await _agree(cases, TRUST)
    await cases.exclude(case_id, TRUST)
    await _happen(cases, case_id)
    await cases.feed(TRUST)
    told = await cases.get(COUNCIL, f"/cases/{case_id}/deliveries", person=SAFEGUARDING_LEAD)
    unshared = [one for one in told.json()["items"] if one["withheld_for"] == "no_agreement"]
    assert {one["agency_id"] for one in unshared} == {str(POLICE.id)}
    assert {one["type"] for one in unshared} >= {VERDICT, OPENED}
    assert {one["withheld_as"] for one in unshared} == {"party"}
    listed = (await cases.get(COUNCIL, f"/cases/{case_id}/parties")).json()["items"]
    agreed = {item["agency_id"]: item["has_agreement"] for item in listed}
    assert agreed == {str(POLICE.id): False, str(TRUST.id): True}
    seen = (await cases.get(POLICE, f"/cases/{case_id}/parties", person=NURSE)).json()["items"]
    assert {item["has_agreement"] for item in seen} == {None}


async def test_an_exclusion_beats_an_agreement(cases: Cases, case_id: UUID) -> None:
    await _agree(cases)
    await _happen(cases, case_id)
    await cases.exclude(case_id, POLICE)
    assert await _told(cases, POLICE) == {}
    kept = await _kept(cases, POLICE, VERDICT)
    assert kept.withheld_for is WithheldFor.MAY_NOT_KNOW


async def test_a_field_not_shared_any_more_is_gone_from_what_was_taken_and_not_sent_yet(
    cases: Cases, case_id: UUID
) -> None:
    whole = await _agree(cases, event_types=[VERDICT])
    pushes = Pushes(cases.desk.database)
    subscription_id = await subscribe(cases, POLICE, event_types=[VERDICT])
    await _happen(cases, case_id)
    (taken,) = await pushes.take(subscription_id)
    assert "judged_by" in event_in(taken)["data"]
    await _agree(cases, event_types=[VERDICT], left_out=["judged_by"])
    await _end(cases, whole)
    leaving = await pushes.at_the_door(taken)
    assert "judged_by" not in event_in(leaving)["data"]
    assert (leaving.event_id, leaving.number) == (taken.event_id, taken.number)
