"""What is counted follows from what was published, and from nothing else."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select

from services.outcomes.statistics.commands import table_of
from services.outcomes.statistics.counted import Counted
from services.outcomes.statistics.dataset import Dataset
from services.outcomes.statistics.models import FACTS, EnquiryFact
from services.outcomes.statistics.rebuilding import Rebuilt, rebuild
from tests.exchange.busy_case import BusyCase, busy_case
from tests.exchange.full_case import fill
from tests.services.outcomes.bodies import conversation
from tests.services.outcomes.conclusion_bodies import reopening
from tests.support.agencies import COUNCIL, POLICE, TRUST
from tests.support.exchange import Exchange


@pytest.fixture
async def busy(tmp_path: Path) -> AsyncIterator[BusyCase]:
    async with busy_case(tmp_path) as busy:
        await fill(busy)
        await busy.exchange.settle()
        yield busy


async def kept(exchange: Exchange) -> dict[str, list[tuple[Any, ...]]]:
    async with exchange.databases["outcomes"].engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, await connection.execute(select(table))), key=str)
            for table in map(table_of, FACTS)
        }


async def rebuilt(exchange: Exchange) -> Rebuilt:
    return [so_far async for so_far in rebuild(exchange.databases)][-1]


async def counted(exchange: Exchange, question: str) -> list[dict[str, Any]]:
    return (await current(Counted(), exchange)).rows(question)


async def current(copy: Counted, exchange: Exchange) -> Dataset:
    async with exchange.databases["outcomes"].transaction() as session:
        return await copy.current(session)


async def test_every_kind_of_fact_is_kept_of_a_case_in_which_everything_happened(
    busy: BusyCase,
) -> None:
    rows = await kept(busy.exchange)
    assert [name for name, found in rows.items() if not found] == []


async def test_a_rebuild_finds_the_facts_as_they_were_kept_to_the_byte(busy: BusyCase) -> None:
    before = await kept(busy.exchange)
    found = await rebuilt(busy.exchange)
    assert (found.differed, found.passed_over) == (0, 0)
    assert found.before.hexdigest() == found.after.hexdigest()
    assert found.events > 30
    assert await kept(busy.exchange) == before


async def test_facts_that_were_lost_come_back_from_the_logs(busy: BusyCase) -> None:
    before = await kept(busy.exchange)
    async with busy.exchange.databases["outcomes"].transaction() as session:
        for kind in FACTS:
            await session.execute(delete(table_of(kind)))
    found = await rebuilt(busy.exchange)
    assert found.differed > 0
    assert found.before.hexdigest() != found.after.hexdigest()
    assert await kept(busy.exchange) == before


async def test_a_fact_that_no_event_tells_of_is_found_and_mended(busy: BusyCase) -> None:
    before = await kept(busy.exchange)
    table = table_of(EnquiryFact)
    async with busy.exchange.databases["outcomes"].transaction() as session:
        await session.execute(table.update().values(derived=~table.c.derived))
    assert (await rebuilt(busy.exchange)).differed == len(before["enquiry_facts"])
    assert await kept(busy.exchange) == before


async def test_the_copy_that_reports_are_asked_of_has_every_fact(busy: BusyCase) -> None:
    exchange = busy.exchange
    facts = await kept(exchange)
    for copied, table in (
        ("concerns", "concern_facts"),
        ("enquiries", "enquiry_facts"),
        ("conversations", "conversation_facts"),
        ("desired_outcomes", "desired_outcome_facts"),
        ("engagements", "engagement_facts"),
        ("invitations", "invitation_facts"),
    ):
        rows = await counted(exchange, f"SELECT council_id, case_id FROM {copied}")  # noqa: S608
        assert len(rows) == len(facts[table]), copied
        assert all(row["council_id"] == COUNCIL.id for row in rows)


async def test_an_enquiry_is_counted_with_its_adult_its_concern_and_its_ending(
    busy: BusyCase,
) -> None:
    rows = await counted(
        busy.exchange,
        f"SELECT * FROM enquiries WHERE case_id = '{busy.case_id}'",  # noqa: S608
    )
    assert len(rows) == 1
    row = rows[0]
    assert row["raised_by_agency_id"] == TRUST.id
    assert row["has_died"]
    assert row["concluded_on"] is not None
    assert row["person_id"] is not None
    assert isinstance(row["health_conditions"], list)
    assert row["risks"] is None or {"type", "source", "location"} == set(row["risks"][0])


async def test_the_copy_follows_what_changes_and_counts_nothing_twice(busy: BusyCase) -> None:
    copy = Counted()
    counts = "SELECT count(*) AS rows, count(DISTINCT conversation_id) AS different"
    asked = f"{counts} FROM conversations"
    was = (await current(copy, busy.exchange)).rows(asked)[0]["different"]
    case = f"/outcomes/v1/cases/{busy.case_id}"
    await busy.post(COUNCIL, f"{case}/reopening", reopening())
    await busy.post(POLICE, f"{case}/conversations", conversation())
    now = await current(copy, busy.exchange)
    assert now.rows(asked) == [{"rows": was + 1, "different": was + 1}]
    assert now.rows("SELECT concluded_on FROM enquiries") == [{"concluded_on": None}]


async def test_nothing_is_carried_over_when_nothing_changed(busy: BusyCase) -> None:
    copy = Counted()
    first = await current(copy, busy.exchange)
    asked: list[int] = []

    def question(dataset: Any) -> int:
        asked.append(1)
        return len(dataset.rows("SELECT 1"))

    assert [
        await first.ask(question),
        await (await current(copy, busy.exchange)).ask(question),
    ] == [1, 1]
    assert asked == [1]
