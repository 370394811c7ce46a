"""A party that a further or corrected concern accuses is told nothing more, nor what waited."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from services.partners.deliveries.models import Delivery, DeliveryState
from shared.events.intake import Accusing, ConcernAdded, ConcernCorrected, Hold
from shared.reference.msp import Asked
from shared.reference.sac import AbuseType, Location, SourceOfRisk
from tests.services.partners.cases import Cases, Hands, code_of, hold_on
from tests.services.partners.deliveries.happenings import enquiry_opened
from tests.support.agencies import BYSTANDER, COUNCIL, EMPLOYER, POLICE, TRUST


def accusing(case_id: UUID, kind: type[Accusing], *holds: Hold, **changes: Any) -> Accusing:
    told = {
        "case_id": case_id,
        "synthetic": True,
        "concern_id": uuid4(),
        "raised_by_agency_id": POLICE.id,
        "raised_at": Hands.at,
        "corrected_at": Hands.at,
        "version": 2,
        "occurred_on": None,
        "abuse_types": (AbuseType.PHYSICAL,),
        "location": Location.OWN_HOME,
        "sources_of_risk": (SourceOfRisk.SERVICE_PROVIDER,),
        "asked": Asked.NOT_ASKED,
        "immediate_danger": True,
        "holds": holds,
        "has_unmatched_employer": False,
    }
    return kind.model_validate(told | changes)


@pytest.mark.parametrize("kind", [ConcernAdded, ConcernCorrected])
async def test_parties_are_told_and_the_accused_among_them_is_not(
    cases: Cases, kind: type[Accusing]
) -> None:
    case_id = await cases.begin()
    await cases.join(case_id, POLICE, BYSTANDER)
    await cases.tell()
    await cases.arrive(accusing(case_id, kind, hold_on(BYSTANDER)))
    for agency in (COUNCIL, POLICE):
        [*_, last] = (await cases.feed(agency))["items"]
        assert last["type"] == kind.named()
        assert not {"holds", "has_unmatched_employer"} & set(last["data"])
    assert kind.named() not in str(await cases.feed(TRUST))
    assert (await cases.get(BYSTANDER, f"/cases/{case_id}/parties")).status_code == 404


async def test_what_waited_for_the_accused_is_withheld_for_good(cases: Cases) -> None:
    case_id = await cases.begin()
    await cases.join(case_id, BYSTANDER)
    await cases.tell()
    await cases.arrive(enquiry_opened(case_id))
    await cases.arrive(accusing(case_id, ConcernAdded, hold_on(BYSTANDER)))
    async with cases.desk.database.engine.connect() as connection:
        query = select(Delivery.state).where(Delivery.agency_id == BYSTANDER.id)
        states = set((await connection.execute(query)).scalars())
    assert states == {DeliveryState.WITHHELD}
    assert (await cases.feed(BYSTANDER))["items"] == []


async def test_the_lead_is_warned_of_an_employer_that_is_named_only_now(cases: Cases) -> None:
    case_id = await cases.begin()
    await cases.arrive(accusing(case_id, ConcernAdded, has_unmatched_employer=True))
    refused = await cases.invite(case_id, EMPLOYER)
    assert code_of(refused) == (409, "employer_not_matched")


async def test_two_urgent_ones_are_watched_apart(cases: Cases) -> None:
    case_id = await cases.begin(immediate_danger=True)
    await cases.arrive(accusing(case_id, ConcernAdded))
    await cases.arrive(accusing(case_id, ConcernAdded))
    assert len((await cases.feed(COUNCIL))["items"]) == 3
