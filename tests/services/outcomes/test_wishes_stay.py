"""Whatever is decided, reviewed, explained or weighed around a wish, it and its verdicts stay."""

import random
from typing import Any

import pytest

from services.outcomes.desired_outcomes.models import DesiredOutcomeVersion
from services.outcomes.verdicts.models import Verdict
from tests.services.outcomes import bodies
from tests.services.outcomes.cases import Case
from tests.services.outcomes.wish_bodies import (
    explanation,
    full_limitation,
    review,
    weighing,
)
from tests.support.agencies import COUNCIL, POLICE, TRUST
from tests.support.desk import Desk

STEPS = 30
LATER = {"limitations"}
"""All that an enquiry shows of a wish and that these steps add to."""


class Meddler:
    """Does around a wish whatever may be done, and some that may not; the same for each seed."""

    def __init__(self, case: Case, wish_id: str, seed: int) -> None:
        self.case = case
        self.wish_id = wish_id
        self.random = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self.limits: list[str] = []
        self.weighings: list[tuple[str, int]] = []
        self.accepted: set[str] = set()

    async def step(self) -> None:
        name = self.random.choice(("limit", "review", "explain", "weigh", "weigh_anew"))
        if await getattr(self, name)():
            self.accepted.add(name)

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any] | None:
        agency = self.random.choice((TRUST, POLICE, COUNCIL))
        answer = await self.case.post(path, body, agency)
        assert answer.status_code < 500, answer.text
        told: dict[str, Any] = answer.json()
        return told if answer.status_code == 201 else None

    async def limit(self) -> bool:
        path = f"desired-outcomes/{self.wish_id}/limitations"
        body = self.random.choice((bodies.limitation(), full_limitation()))
        told = await self._post(path, body)
        if told:
            self.limits.append(f"{path}/{told['limitation_id']}")
        return told is not None

    async def review(self) -> bool:
        findings = ("still_applies", "changed", "no_longer_applies", "nonsense")
        body = review(self.random.choice(findings))
        one = self.random.choice([*self.limits, "desired-outcomes/x/limitations/y"])
        return await self._post(f"{one}/reviews", body) is not None

    async def explain(self) -> bool:
        one = self.random.choice([*self.limits, "desired-outcomes/x/limitations/y"])
        return await self._post(f"{one}/explanation", explanation()) is not None

    async def weigh(self) -> bool:
        about = self.random.choice((None, self.wish_id))
        told = await self._post("weighings", weighing(desired_outcome_id=about))
        if told:
            self.weighings.append((told["weighing_id"], 1))
        return told is not None

    async def weigh_anew(self) -> bool:
        if not self.weighings:
            return False
        one, seen = self.weighings.pop()
        body = weighing(why="Once more.")
        answer = await self.case.put(f"weighings/{one}", body, f'"{seen}"')
        self.weighings.append((one, seen + 1))
        return answer.status_code == 200


def told_of(enquiry: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the wishes and verdicts of an enquiry, without what limits them."""
    wishes = [
        {name: value for name, value in wish.items() if name not in LATER}
        for wish in enquiry["desired_outcomes"]
    ]
    return [*wishes, *enquiry["overall_verdicts"], {"asked": enquiry["asked"]}]


@pytest.mark.parametrize("seed", range(5))
async def test_no_sequence_of_limitations_reviews_and_weighings_changes_a_wish_or_a_verdict(
    desk: Desk, case: Case, seed: int
) -> None:
    wish_id = await case.wish()
    await case.wish(words=bodies.SECOND_WISH)
    await case.judge(wish_id, achieved="not")
    await case.judge(wish_id, achieved="fully", judged_by="worker")
    await case.judge(None, achieved="partially")
    before = told_of(await case.enquiry())
    rows = [await desk.count(DesiredOutcomeVersion), await desk.count(Verdict)]
    meddler = Meddler(case, wish_id, seed)
    for _ in range(STEPS):
        await meddler.step()
    assert len(meddler.accepted) >= 4
    assert told_of(await case.enquiry()) == before
    assert [await desk.count(DesiredOutcomeVersion), await desk.count(Verdict)] == rows
    concluded = await case.conclude()
    assert concluded["conclusion"]["result"] == {
        "achieved": "partially",
        "judged_by": "adult",
        "derived": False,
    }
