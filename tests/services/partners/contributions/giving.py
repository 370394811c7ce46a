"""What agencies give in these tests."""

from typing import Any
from uuid import UUID

import httpx

from tests.services.partners.cases import Cases
from tests.support.agencies import Agency

WORDS = "She told our nurse in confidence: \u201cI\u2019m afraid of him.\u201d \u2615\ufe0f e\u0301"
CONDITION = "dpa_2018_sch1_para18"


async def try_to_give(
    cases: Cases, case_id: UUID, giver: Agency, *readers: Agency, **more: Any
) -> httpx.Response:
    body = {
        "words": WORDS,
        "legal_basis": CONDITION,
        "shared_with_agency_ids": [str(reader.id) for reader in readers],
        **more,
    }
    return await cases.post(giver, f"/cases/{case_id}/contributions", body)


async def give(cases: Cases, case_id: UUID, giver: Agency, *readers: Agency) -> str:
    """Give something; return its path."""
    given = await try_to_give(cases, case_id, giver, *readers)
    assert given.status_code == 201, given.text
    location: str = given.headers["Location"]
    return location.removeprefix("/partners/v1")


async def revise(
    cases: Cases, giver: Agency, path: str, *readers: Agency, seen: str = '"1"', **more: Any
) -> httpx.Response:
    body = {
        "words": "She says now that it was the neighbour.",
        "why": "She was asked again.",
        "shared_with_agency_ids": [str(reader.id) for reader in readers],
        **more,
    }
    async with cases.desk.client(giver) as client:
        headers = {"If-Match": seen}
        return await client.put(f"/partners/v1{path}", json=body, headers=headers)
