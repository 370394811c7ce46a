"""Whatever goes wrong is explained, in the documentation and where the answer points to."""

import httpx

from deploy.contracts import contracts
from shared.http import problem_types
from tests.support.desk import Desk


async def test_the_type_of_an_answer_leads_to_its_explanation(
    desk: Desk, trust: httpx.AsyncClient
) -> None:
    refused = await trust.post("/notes/v1/troubles", json={"kind": "rule"})
    page, _, code = refused.json()["type"].partition("#")
    async with desk.client() as anonymous:
        explained = await anonymous.get(page)
    assert explained.status_code == 200
    assert f'<article id="{code}">' in explained.text
    assert "script" not in explained.headers["Content-Security-Policy"]


def test_every_problem_has_a_meaning_and_says_what_to_do() -> None:
    contracts()
    listed = problem_types.problem_types("shared.", "services.")
    assert len(listed) > 60
    for each in listed:
        assert each.title, each.code
        assert len(each.meaning) > 10, each.code
        assert len(each.advice) > 20, each.code
    assert len({each.code for each in listed}) == len(listed)


def test_no_advice_is_left_of_a_problem_that_is_gone() -> None:
    contracts()
    codes = {each.code for each in problem_types.problem_types("shared.", "services.")}
    assert set(problem_types._BY_CODE) <= codes  # noqa: SLF001 - the table is what is tested
