"""How agencies took part over HTTP: of whose cases, for whom, and how it is asked for."""

import csv
import io
from typing import Any

import pytest

from shared.access.caller import Scope
from tests.services.outcomes.cases import Case
from tests.support.agencies import BYSTANDER, COUNCIL, NURSE, POLICE, TRUST, Agency

ENGAGEMENT = "/outcomes/v1/engagement"


async def read(case: Case, agency: Agency, rest: str = "") -> dict[str, Any]:
    async with case.desk.client(agency, NURSE) as client:
        answer = await client.get(f"{ENGAGEMENT}/2026-27{rest}")
    assert answer.status_code == 200, answer.text
    view: dict[str, Any] = answer.json()
    return view


async def test_everybody_reads_the_same_figures_of_a_council(case: Case) -> None:
    lead, party, outsider = [await read(case, who) for who in (COUNCIL, POLICE, BYSTANDER)]
    assert lead == party == outsider
    names = [each["name"] for each in lead["agencies"]]
    assert names == sorted(names)
    assert "Westshire Council" not in names


async def test_one_conversation_is_told_exactly_to_who_recorded_it_and_to_nobody_else(
    case: Case,
) -> None:
    await case.wish()
    own = (await read(case, TRUST, "/own"))["own"]
    assert own["agency_id"] == str(TRUST.id)
    assert own["conversations"]["adult"] == 1
    assert (await read(case, POLICE, "/own"))["own"]["conversations"]["adult"] == 0
    shared = await read(case, TRUST)
    assert {each["conversations"]["adult"] for each in shared["agencies"]} == {None}


@pytest.mark.parametrize("year", ["2026", "2026-28", "26-27", "xyzzy"])
@pytest.mark.parametrize("rest", ["", "/own", "/table"])
async def test_a_year_that_is_none_is_refused_without_repeating_it(
    case: Case, year: str, rest: str
) -> None:
    async with case.desk.client(COUNCIL, NURSE) as client:
        answer = await client.get(f"{ENGAGEMENT}/{year}{rest}")
    assert answer.status_code == 400
    assert answer.json()["code"] == "no_reporting_year"
    assert year not in answer.text


@pytest.mark.parametrize("rest", ["", "/own", "/table"])
async def test_it_needs_the_scope_for_statistics(case: Case, rest: str) -> None:
    without = frozenset(Scope) - {Scope.STATISTICS_READ}
    async with case.desk.client(COUNCIL, NURSE, scopes=without) as client:
        assert (await client.get(f"{ENGAGEMENT}/2026-27{rest}")).status_code == 403
    async with case.desk.client(None) as client:
        assert (await client.get(f"{ENGAGEMENT}/2026-27{rest}")).status_code == 401


async def test_the_table_has_a_row_for_each_figure_of_each_agency(case: Case) -> None:
    async with case.desk.client(COUNCIL, NURSE) as client:
        answer = await client.get(f"{ENGAGEMENT}/2026-27/table")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    police = [row for row in rows if row["whose"] == str(POLICE.id)]
    assert {row["name"] for row in police} == {POLICE.name}
    assert len(police) == 8 * (1 + 7 + 6) + 4 + 2
    assert {row["value"] for row in rows} == {""}
