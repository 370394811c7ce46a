"""A made-up area is the same for the same plan, is told as services tell, and is biased."""

import json
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from deploy.synthesis.area import Plan
from deploy.synthesis.logs import AreaAlreadyThere, RealCasesThere
from deploy.synthesis.making import draw, make
from services.outcomes.statistics.commands import table_of
from services.outcomes.statistics.counted import Counted
from services.outcomes.statistics.models import EnquiryFact
from shared.access.tables import known_agencies, known_cases
from shared.events.contract import EVENT_TYPES
from shared.events.outcomes import EnquiryConcluded
from shared.messaging.envelope import Envelope
from shared.messaging.outbox import outbox
from shared.reference.msp import Asked
from tests.support.exchange import open_exchange

PLAN = Plan(enquiries=40, agencies=6, years=1, seed=3, until=date(2026, 3, 31))


def test_the_same_plan_is_the_same_area_to_the_byte_and_another_seed_another() -> None:
    def told(plan: Plan) -> list[str]:
        return [
            event.model_dump_json()
            for case in draw(plan)[2]
            for events in case.told.events.values()
            for _, event in events
        ]

    first = told(PLAN)
    assert first == told(PLAN)
    assert first != told(Plan(40, 6, 1, 4, date(2026, 3, 31)))


def test_every_event_is_one_that_the_services_would_believe() -> None:
    kinds = Counter[str]()
    for case in draw(PLAN)[2]:
        for service, events in case.told.events.items():
            for _, event in events:
                assert event.type.startswith(f"{service}.")
                told = event.model_dump(mode="json")
                assert EVENT_TYPES[event.type].model_validate(told) == event
                assert event.is_synthetic
                kinds[event.type] += 1
    assert len(kinds) >= 14


def test_there_are_as_many_enquiries_as_planned_and_more_concerns() -> None:
    _, truth, cases = draw(Plan(400, 8, 2, 5, date(2026, 3, 31)))
    assert sum(case.enquiry is not None for case in cases) == 400
    assert 2.5 < truth.concerns / 400 < 4.2


def test_teams_leave_out_more_or_less_of_what_they_should_record() -> None:
    asked = defaultdict(list)
    for case in draw(Plan(2000, 5, 1, 11, date(2026, 3, 31)))[2]:
        for _, event in case.told.events["outcomes"]:
            if isinstance(event, EnquiryConcluded):
                asked[event.team].append(event.asked in {Asked.NOT_RECORDED, Asked.DONT_KNOW})
    left_out = sorted(sum(each) / len(each) for each in asked.values())
    assert len(left_out) == 6
    assert left_out[-1] - left_out[0] > 0.1


async def test_it_stands_in_the_logs_and_is_counted_from_there(tmp_path: Path) -> None:
    async with open_exchange(tmp_path) as exchange:
        made, truth = await make(exchange.databases, PLAN, beside_real_cases=True)
        sequences = defaultdict(list)
        for database in exchange.databases.values():
            async with database.engine.connect() as connection:
                rows = (await connection.execute(select(outbox))).all()
            for row in rows:
                assert row.published_at is not None
                envelope = Envelope.model_validate_json(row.envelope)
                sequences[envelope.source, envelope.subject].append(envelope.sequence)
        assert sum(map(len, sequences.values())) == made["events"]
        for found in sequences.values():
            assert sorted(found) == list(range(1, len(found) + 1))
        async with exchange.databases["outcomes"].engine.connect() as connection:
            facts = select(func.count()).select_from(table_of(EnquiryFact))
            assert await connection.scalar(facts) == PLAN.enquiries
        async with exchange.databases["outcomes"].transaction() as session:
            dataset = await Counted().current(session)
        concluded = dataset.rows(
            "SELECT count(*) AS found FROM enquiries "
            "WHERE kind = 'section_42' AND concluded_on IS NOT NULL"
        )
        assert concluded == [{"found": truth.concluded}]


async def test_it_is_not_made_twice_nor_beside_real_cases_unless_that_is_meant(
    tmp_path: Path,
) -> None:
    async with open_exchange(tmp_path) as exchange:
        await make(exchange.databases, PLAN, beside_real_cases=False)
        with pytest.raises(AreaAlreadyThere):
            await make(exchange.databases, PLAN, beside_real_cases=False)
        async with exchange.databases["outcomes"].engine.begin() as connection:
            agency = await connection.scalar(select(known_agencies.c.agency_id).limit(1))
            await connection.execute(
                known_cases.insert().values(
                    case_id=agency,
                    lead_agency_id=agency,
                    referrer_agency_id=agency,
                    synthetic=False,
                    has_unmatched_employer=False,
                )
            )
        another = Plan(5, 3, 1, 99, date(2026, 3, 31))
        with pytest.raises(RealCasesThere):
            await make(exchange.databases, another, beside_real_cases=False)


def test_the_truth_is_told_beside_what_is_recorded() -> None:
    told = json.loads(json.dumps(draw(PLAN)[1].as_json()))
    for name in ("asked", "fully", "safer"):
        low, high = told[name]["bounds"]
        assert low <= told[name]["true_share"] <= high
