"""A contribution passes to another agency on a basis stated anew, if that agency accepts."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from services.partners.contributions.models import Contribution
from services.partners.transfers.models import Transfer
from shared.events.partners import (
    ContributionOffered,
    ContributionRefused,
    ContributionTransferred,
)
from tests.services.partners.cases import Cases, code_of
from tests.services.partners.contributions.giving import WORDS, give, revise
from tests.support.agencies import BYSTANDER, COUNCIL, EMPLOYER, POLICE, TRUST, Agency

WHY = "Her care passes to them."


async def _case(cases: Cases) -> UUID:
    case_id = await cases.begin(referrer=BYSTANDER)
    await cases.join(case_id, TRUST, POLICE, EMPLOYER)
    return case_id


async def offer(
    cases: Cases, giver: Agency, path: str, taker: Agency, **more: Any
) -> httpx.Response:
    body = {
        "to_agency_id": str(taker.id),
        "legal_basis": "dpa_2018_sch1_para18",
        "reason": WHY,
        **more,
    }
    return await cases.post(giver, f"{path}/transfer", body)


async def test_it_has_a_new_owner_once_that_agency_accepts(cases: Cases) -> None:
    case_id = await _case(cases)
    path = await give(cases, case_id, TRUST)
    offered = await offer(cases, TRUST, path, POLICE)
    assert offered.status_code == 201, offered.text
    assert WORDS not in offered.text
    assert (await cases.get(POLICE, path)).status_code == 404
    (waiting,) = (await cases.get(POLICE, f"/cases/{case_id}/transfers")).json()["items"]
    assert (waiting["reason"], waiting["state"]) == (WHY, "offered")
    answer = f"/cases/{case_id}/transfers/{waiting['transfer_id']}"
    assert (await cases.post(POLICE, f"{answer}/acceptance")).json()["state"] == "accepted"
    owned = (await cases.get(POLICE, path)).json()
    assert (owned["owner_agency_id"], owned["words"]) == (str(POLICE.id), WORDS)
    assert owned["shared_with_agency_ids"] == [str(TRUST.id)]
    assert code_of(await revise(cases, TRUST, path)) == (403, "not_the_owner")
    assert (await revise(cases, POLICE, path)).status_code == 200
    for event in (ContributionOffered, ContributionTransferred):
        assert len(await cases.desk.published(event)) == 1


async def test_the_basis_is_stated_anew_and_has_to_fit(cases: Cases) -> None:
    case_id = await _case(cases)
    path = await give(cases, case_id, TRUST)
    for basis in ("care_act_s6", "care_act_s7", "care_act_s45", "dpa_2018_sch2_para2"):
        refused = await offer(cases, TRUST, path, POLICE, legal_basis=basis)
        assert code_of(refused) == (400, "basis_does_not_fit")
    assert (await offer(cases, TRUST, path, POLICE, legal_basis=None)).status_code == 422
    offered = await offer(cases, TRUST, path, COUNCIL, legal_basis="care_act_s6")
    assert (offered.json()["legal_basis"], offered.json()["legal_basis_before"]) == (
        "care_act_s6",
        "dpa_2018_sch1_para18",
    )
    one = f"/cases/{case_id}/transfers/{offered.json()['transfer_id']}"
    await cases.post(COUNCIL, f"{one}/acceptance")
    assert (await cases.get(COUNCIL, path)).json()["legal_basis"] == "care_act_s6"


async def test_it_stays_whose_it_was_when_declined_and_is_answered_once(cases: Cases) -> None:
    case_id = await _case(cases)
    path = await give(cases, case_id, TRUST)
    offered = (await offer(cases, TRUST, path, POLICE)).json()
    one = f"/cases/{case_id}/transfers/{offered['transfer_id']}"
    again = await offer(cases, TRUST, path, EMPLOYER)
    assert code_of(again) == (409, "offered_already")
    declined = await cases.post(POLICE, f"{one}/decline", {"reason": "Not ours to keep."})
    assert declined.json()["decline_reason"] == "Not ours to keep."
    for step, body in (("acceptance", None), ("decline", {"reason": "Once more."})):
        late = await cases.post(POLICE, f"{one}/{step}", body)
        assert code_of(late) == (409, "offer_is_settled")
    assert (await cases.get(POLICE, path)).status_code == 404
    assert (await offer(cases, TRUST, path, EMPLOYER)).status_code == 201
    assert len(await cases.desk.published(ContributionRefused)) == 1


async def test_nobody_but_the_agency_it_was_offered_to_answers(cases: Cases) -> None:
    case_id = await _case(cases)
    path = await give(cases, case_id, TRUST)
    offered = (await offer(cases, TRUST, path, POLICE)).json()
    one = f"/cases/{case_id}/transfers/{offered['transfer_id']}"
    for known in (TRUST, COUNCIL):
        taken = await cases.post(known, f"{one}/acceptance")
        assert code_of(taken) == (403, "not_offered_to_you")
    for other, status in ((EMPLOYER, 404), (BYSTANDER, 403)):
        for step, body in (("acceptance", None), ("decline", {"reason": "No."})):
            assert (await cases.post(other, f"{one}/{step}", body)).status_code == status
    assert (await cases.get(EMPLOYER, f"/cases/{case_id}/transfers")).json()["items"] == []
    await cases.tell()
    assert "contribution" not in str(await cases.feed(EMPLOYER))


@pytest.mark.parametrize("taker", [TRUST, BYSTANDER])
async def test_it_is_offered_to_another_party(cases: Cases, taker: Agency) -> None:
    case_id = await _case(cases)
    path = await give(cases, case_id, TRUST)
    refused = await offer(cases, TRUST, path, taker)
    assert refused.status_code == (400 if taker is TRUST else 409)
    for other in (POLICE, COUNCIL):
        assert (await offer(cases, other, path, other)).status_code in {403, 404}
    assert await cases.desk.count(Transfer) == 0


async def test_an_offer_ends_with_the_owners_withdrawal_and_with_the_takers_exclusion(
    cases: Cases,
) -> None:
    case_id = await _case(cases)
    first, second = [await give(cases, case_id, TRUST) for _ in range(2)]
    offers = [(await offer(cases, TRUST, path, POLICE)).json() for path in (first, second)]
    await cases.post(TRUST, f"{first}/withdrawal", {"reason": "Wrong adult."})
    one, other = (f"/cases/{case_id}/transfers/{made['transfer_id']}" for made in offers)
    late = await cases.post(POLICE, f"{one}/acceptance")
    assert code_of(late) == (409, "offer_is_settled")
    await cases.exclude(case_id, POLICE)
    assert (await cases.post(POLICE, f"{other}/acceptance")).status_code == 404
    async with cases.desk.database.transaction() as session:
        rows = (await session.execute(Contribution.__table__.select())).all()
    assert {row.owner_agency_id for row in rows} == {TRUST.id}
