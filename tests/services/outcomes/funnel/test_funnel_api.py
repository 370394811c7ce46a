"""The funnel over HTTP: of whose cases, for whom, and how it is asked for."""

import csv
import io
from typing import Any

import pytest

from shared.access.caller import Scope
from tests.services.outcomes.cases import Case, decide, raise_concern
from tests.support.agencies import BYSTANDER, COUNCIL, NURSE, POLICE, Agency
from tests.support.desk import Desk

FUNNEL = "/outcomes/v1/funnel"


async def read(case: Case, agency: Agency, year: str = "2026-27", **params: str) -> dict[str, Any]:
    async with case.desk.client(agency, NURSE) as client:
        answer = await client.get(f"{FUNNEL}/{year}", params=params)
    assert answer.status_code == 200, answer.text
    view: dict[str, Any] = answer.json()
    return view


async def test_everybody_reads_the_same_figures_of_a_council(case: Case) -> None:
    lead, party, outsider = [await read(case, who) for who in (COUNCIL, POLICE, BYSTANDER)]
    assert lead == party == outsider
    assert lead["council_id"] == str(COUNCIL.id)
    assert lead["year"] == "2026-27"


async def test_a_few_cases_are_told_of_nobody_not_even_of_the_lead(case: Case) -> None:
    view = await read(case, COUNCIL, by="gender")
    stages = [*view["concerns"], *view["enquiries"]]
    assert {stage["count"] for stage in stages} == {None}
    assert {stage["interval"] for stage in stages} == {None}


async def test_a_new_case_is_counted_in_the_next_answer(desk: Desk) -> None:
    for _ in range(5):
        await decide(desk, await raise_concern(desk))
    case = await raise_concern(desk)
    assert (await read(case, COUNCIL))["concerns"][0]["count"] == 6
    await raise_concern(desk)
    assert (await read(case, COUNCIL))["concerns"][0]["count"] == 7


@pytest.mark.parametrize("year", ["2026", "2026-28", "26-27", "1999-00", "२०२६-२७", "xyzzy"])
async def test_a_year_that_is_none_is_refused_without_repeating_it(case: Case, year: str) -> None:
    async with case.desk.client(COUNCIL, NURSE) as client:
        answer = await client.get(f"{FUNNEL}/{year}")
    assert answer.status_code == 400
    assert answer.json()["code"] == "no_reporting_year"
    assert year not in answer.text


async def test_it_needs_the_scope_for_statistics(case: Case) -> None:
    without = frozenset(Scope) - {Scope.STATISTICS_READ}
    async with case.desk.client(COUNCIL, NURSE, scopes=without) as client:
        assert (await client.get(f"{FUNNEL}/2026-27")).status_code == 403
    async with case.desk.client(None) as client:
        assert (await client.get(f"{FUNNEL}/2026-27")).status_code == 401


async def test_the_table_has_a_row_for_each_stage(case: Case) -> None:
    async with case.desk.client(COUNCIL, NURSE) as client:
        answer = await client.get(f"{FUNNEL}/2026-27/table", params={"by": "team"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["part"] for row in rows} >= {"concerns", "enquiries", "results", "limits"}
    assert {row["count"] for row in rows} == {""}


async def test_who_is_no_council_says_whose_where_there_are_none(desk: Desk) -> None:
    async with desk.client(POLICE, NURSE) as client:
        answer = await client.get(f"{FUNNEL}/2026-27")
    assert (answer.status_code, answer.json()["code"]) == (400, "council_needed")
