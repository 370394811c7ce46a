"""Concerns that are added to a case, told anew or withdrawn, as they are counted."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from services.outcomes.statistics.models import ConcernFact
from shared.errors import NotYetKnown
from shared.events.intake import ConcernAdded, ConcernCorrected, ConcernWithdrawn, Hold
from shared.reference.care_act import DecisionOutcome
from shared.reference.concerns import WithdrawalReason
from shared.reference.msp import Asked
from shared.reference.sac import AbuseType, Location, SourceOfRisk
from tests.services.outcomes.cases import RAISED_AT, Case, decide, decision, hear, raise_concern
from tests.services.outcomes.test_statistics import figures, report
from tests.support.agencies import COUNCIL, POLICE, TRUST
from tests.support.desk import Desk

TOLD = {
    "raised_by_agency_id": POLICE.id,
    "occurred_on": None,
    "abuse_types": (AbuseType.DOMESTIC_ABUSE,),
    "location": Location.OTHER,
    "sources_of_risk": (SourceOfRisk.OTHER_KNOWN,),
    "asked": Asked.NOT_ASKED,
    "immediate_danger": True,
    "has_unmatched_employer": False,
}


def added(case: Case, *holds: Hold) -> ConcernAdded:
    return ConcernAdded.model_validate(
        TOLD
        | {
            "case_id": case.id,
            "synthetic": case.synthetic,
            "concern_id": uuid4(),
            "raised_at": RAISED_AT + timedelta(hours=1),
            "holds": holds,
        }
    )


def withdrawn(concern: ConcernAdded, reason: WithdrawalReason) -> ConcernWithdrawn:
    return ConcernWithdrawn(
        case_id=concern.case_id,
        synthetic=concern.synthetic,
        concern_id=concern.concern_id,
        raised_by_agency_id=concern.raised_by_agency_id,
        reason=reason,
        withdrawn_at=RAISED_AT,
    )


async def counted(desk: Desk) -> dict[str, str]:
    return figures((await report(desk))["concerns"])


@pytest.mark.parametrize("order", ["added, decided", "decided, added"])
async def test_each_concern_counts_with_the_decision_on_its_case(desk: Desk, order: str) -> None:
    case = await raise_concern(desk)
    happens = {"added": added(case), "decided": decision(case)}
    await hear(desk, *(happens[one] for one in order.split(", ")))
    shown = await counted(desk)
    assert (shown["concerns"], shown["decided_section_42"]) == ("2", "2 of 2 concerns")


async def test_a_concern_added_before_the_first_is_known_waits(desk: Desk) -> None:
    with pytest.raises(NotYetKnown):
        await hear(desk, added(Case(desk)))


@pytest.mark.parametrize(
    ("reason", "left"),
    [
        (WithdrawalReason.RAISED_IN_ERROR, "1"),
        (WithdrawalReason.RAISED_TWICE, "1"),
        (WithdrawalReason.FOUND_TO_BE_UNFOUNDED, "2"),
    ],
)
async def test_what_never_was_a_concern_is_not_counted_as_one(
    desk: Desk, reason: WithdrawalReason, left: str
) -> None:
    concern = added(await raise_concern(desk))
    await hear(desk, concern, withdrawn(concern, reason))
    assert (await counted(desk))["concerns"] == left


async def test_what_is_told_anew_is_what_the_enquiry_ends_with(desk: Desk) -> None:
    case = await raise_concern(desk)
    await decide(desk, case, DecisionOutcome.SECTION_42)
    first = added(case)
    told = first.model_dump(exclude={"raised_at", "type"})
    anew = told | {"version": 2, "corrected_at": RAISED_AT, "location": Location.OWN_HOME}
    await hear(desk, first, ConcernCorrected.model_validate(anew))
    async with desk.database.engine.connect() as connection:
        query = select(ConcernFact.location).where(ConcernFact.concern_id == first.concern_id)
        assert (await connection.execute(query)).scalar_one() == Location.OWN_HOME
    from_concerns = (await case.enquiry())["from_concerns"]
    assert {"financial_or_material", "domestic_abuse"} <= set(str(from_concerns).split("'"))


async def test_a_party_that_is_accused_now_reads_nothing_more(desk: Desk) -> None:
    case = await raise_concern(desk)
    await decide(desk, case)
    assert (await case.get("enquiry", POLICE)).status_code == 200
    await hear(desk, added(case, Hold(exclusion_id=uuid4(), agency_id=POLICE.id)))
    assert (await case.get("enquiry", POLICE)).status_code == 404
    assert (await report(desk, POLICE))["concerns"][0]["count"] == 0
    assert (await case.get("enquiry", TRUST)).status_code == 200
    assert (await case.get("enquiry", COUNCIL)).status_code == 200
