"""A made-up area is the same for the same plan, is told as services tell, and is biased."""

import json
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from deploy.servers.postgres import Postgres
from deploy.services import SERVICES
from deploy.synthesis.area import Plan
from deploy.synthesis.logs import AreaAlreadyThere, RealCasesThere
from deploy.synthesis.making import draw, make
from services.outcomes.statistics.counted import Counted
from services.outcomes.statistics.dataset import Dataset
from services.outcomes.statistics.rebuilding import rebuild
from shared.access.tables import known_agencies, known_cases
from shared.events.contract import EVENT_TYPES
from shared.events.outcomes import EnquiryConcluded
from shared.messaging.envelope import Envelope
from shared.messaging.outbox import outbox
from shared.reference.msp import Asked
from tests.support.desk import sqlite_url
from tests.support.exchange import Exchange, open_exchange

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


@pytest.fixture(params=["sqlite", "postgresql"])
async def urls(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[dict[str, str]]:
    """Give each service a database of its own, on either kind of server."""
    names = [f"{name}_{uuid4().hex}" for name in SERVICES]
    if request.param == "sqlite":
        yield {name: sqlite_url(tmp_path, name) for name in SERVICES}
        return
    server: Postgres = request.getfixturevalue("postgres_server")
    yield {
        service: await server.create_database(name)
        for service, name in zip(SERVICES, names, strict=True)
    }
    for name in names:
        await server.drop_database(name)


async def test_it_stands_in_the_logs_and_is_counted_from_there(
    tmp_path: Path, urls: dict[str, str]
) -> None:
    async with open_exchange(tmp_path, urls=urls) as exchange:
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
        dataset = await _counted(exchange, Counted())
        concluded = dataset.rows(
            "SELECT count(*) AS found FROM enquiries "
            "WHERE kind = 'section_42' AND concluded_on IS NOT NULL"
        )
        assert concluded == [{"found": truth.concluded}]


async def test_what_is_counted_is_the_same_on_either_kind_of_server_and_after_a_rebuild(
    tmp_path: Path, urls: dict[str, str]
) -> None:
    async with open_exchange(tmp_path, urls=urls) as exchange:
        made, _ = await make(exchange.databases, PLAN, beside_real_cases=True)
        copy = Counted()
        before = await _counted(exchange, copy)
        enquiries = before.rows("SELECT * FROM enquiries ORDER BY case_id")
        again = [so_far async for so_far in rebuild(exchange.databases)][-1]
        assert (again.differed, again.rows) == (0, made["facts"])
        after = await _counted(exchange, copy)
        assert after.rows("SELECT * FROM enquiries ORDER BY case_id") == enquiries
        assert len(enquiries) == PLAN.enquiries
        for table in ("concerns", "conversations", "engagements", "invitations", "approaches"):
            assert after.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"] > 0  # noqa: S608
        week = [row["opened_on"] for row in enquiries]
        assert min(week) >= date(2025, 3, 1)
        assert {type(row["risks"]) for row in enquiries} <= {list, type(None)}


async def _counted(exchange: Exchange, copy: Counted) -> Dataset:
    async with exchange.databases["outcomes"].transaction() as session:
        return await copy.current(session)


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
