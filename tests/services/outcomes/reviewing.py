"""A review, spoken to as anybody."""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.services.outcomes.cases import Case
from tests.services.outcomes.review_bodies import (
    ACTION,
    COMMISSION,
    COMPLETION,
    DECISION,
    referral,
)
from tests.support.agencies import BOARD, COUNCIL, NURSE, SAFEGUARDING_LEAD, Agency, Person
from tests.support.desk import Desk

REVIEWS = "/outcomes/v1/reviews"
ACTIONS = "/outcomes/v1/review-actions"


@dataclass(frozen=True)
class Reviewing:
    """A review at a desk, by its id."""

    desk: Desk
    id: str

    @property
    def path(self) -> str:
        return f"{REVIEWS}/{self.id}"

    async def read(self, agency: Agency = BOARD, person: Person | None = NURSE) -> httpx.Response:
        async with self.desk.client(agency, person) as client:
            return await client.get(self.path)

    async def put(
        self,
        tail: str,
        body: dict[str, Any],
        agency: Agency = BOARD,
        *,
        seen: str | None = None,
        person: Person | None = SAFEGUARDING_LEAD,
    ) -> httpx.Response:
        """Put at the version the board sees, unless another is given."""
        seen = seen or (await self.read()).headers.get("ETag", '"1"')
        async with self.desk.client(agency, person) as client:
            return await client.put(f"{self.path}/{tail}", json=body, headers={"If-Match": seen})

    async def done(self, tail: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = await self.put(tail, body)
        assert answer.status_code == 200, answer.text
        shown: dict[str, Any] = answer.json()
        return shown

    async def begin(self, **changes: Any) -> dict[str, Any]:
        await self.done("decision", DECISION)
        return await self.done("commission", COMMISSION | changes)

    async def complete(self, **changes: Any) -> dict[str, Any]:
        return await self.done("completion", COMPLETION | changes)

    async def set_action(self, agency: Agency = BOARD, **changes: Any) -> httpx.Response:
        async with self.desk.client(agency) as client:
            return await client.post(f"{self.path}/actions", json=ACTION | changes)


async def send_referral(
    case: Case, agency: Agency | None = COUNCIL, *, person: Person | None = NURSE, **changes: Any
) -> httpx.Response:
    async with case.desk.client(agency, person) as client:
        return await client.post(REVIEWS, json=referral(case.id) | changes)


async def referred(case: Case, agency: Agency = COUNCIL, **changes: Any) -> Reviewing:
    """Refer the adult of a case for a review."""
    answer = await send_referral(case, agency, **changes)
    assert answer.status_code == 201, answer.text
    review = Reviewing(case.desk, answer.json()["review_id"])
    assert answer.headers["Location"] == review.path
    return review


async def listed(
    desk: Desk, agency: Agency, person: Person | None = NURSE, path: str = REVIEWS
) -> list[dict[str, Any]]:
    async with desk.client(agency, person) as client:
        answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items
