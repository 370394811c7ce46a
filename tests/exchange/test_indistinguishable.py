"""What is hidden can't be told from what is not there: not by time, not by what collides."""

import random
import time
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.exchange.busy_case import CONCERNS, BusyCase, absent, busy_case, seen
from tests.services.intake.bodies import adult, concern
from tests.support.agencies import BYSTANDER, COUNCIL, EMPLOYER, POLICE, TRUST, Agency, Person
from tests.support.desk import client_for

PAIRS = 200
WITHIN_SECONDS = 0.005
ACCUSED = Person("carer-7", "mornings", "safeguarding_lead")
PROBES: tuple[tuple[str, str, Any], ...] = (
    ("GET", "/intake/v1/cases/{case_id}", None),
    ("GET", CONCERNS + "/{concern_id}", None),
    ("GET", "/outcomes/v1/cases/{case_id}/enquiry", None),
    ("GET", "/partners/v1/cases/{case_id}/parties", None),
    ("POST", "/partners/v1/cases/{case_id}/emergencies", {"reason": "Now.", "minutes": 5}),
)


async def _seconds(client: httpx.AsyncClient, method: str, path: str, body: Any) -> float:
    sent = {} if body is None else {"json": body}
    started = time.perf_counter()
    answer = await client.request(method, path, **sent)
    taken = time.perf_counter() - started
    assert answer.status_code == 404, path
    return taken


@pytest.mark.timeout(300)
async def test_a_hidden_case_takes_as_long_as_one_that_is_not_there(tmp_path: Path) -> None:
    """Medians of 200 pairs, taken in turn and in either order, within 5 ms."""
    hidden: defaultdict[str, list[float]] = defaultdict(list)
    missing: defaultdict[str, list[float]] = defaultdict(list)
    order = random.Random(7)  # noqa: S311 - it shuffles, and keeps no secret
    async with busy_case(tmp_path) as busy:
        token = busy.exchange.signer.token(EMPLOYER, ACCUSED)
        async with client_for(busy.exchange.front, token) as client:
            for _ in range(PAIRS):
                for method, path, body in PROBES:
                    both = [(hidden, busy.ids), (missing, absent(busy.ids))]
                    order.shuffle(both)
                    for taken, ids in both:
                        real = path.format_map(ids)
                        taken[path].append(await _seconds(client, method, real, body))
    for path, seconds in hidden.items():
        assert len(seconds) == len(missing[path]) == PAIRS
        assert abs(median(seconds) - median(missing[path])) < WITHIN_SECONDS, path


async def test_raising_about_an_adult_who_is_known_already_tells_nothing(tmp_path: Path) -> None:
    """The accused's own employer raises about the same adult, and about one never heard of."""
    async with busy_case(tmp_path) as busy:
        unknown = concern(adult=adult(nhs_number="9990001014", family_name="Nobody"))
        answers = [
            await busy.call(EMPLOYER, "POST", CONCERNS, body, person=Person("manager-1", "office"))
            for body in (concern(), unknown)
        ]
        assert [answer.status_code for answer in answers] == [201, 201]
        shapes = [
            (sorted(answer.headers), {name: type(value) for name, value in answer.json().items()})
            for answer in answers
        ]
        assert shapes[0] == shapes[1]
        assert busy.case_id not in answers[0].text


async def _with_key(
    busy: BusyCase, agency: Agency, path: str, body: Any, key: str
) -> httpx.Response:
    headers = {"Idempotency-Key": key}
    return await busy.call(agency, "POST", path, body, headers=headers)


async def test_a_key_that_another_agency_has_used_collides_with_nothing(tmp_path: Path) -> None:
    key = "the-same-key"
    async with busy_case(tmp_path) as busy:
        first = await _with_key(busy, TRUST, CONCERNS, concern(), key)
        second = await _with_key(busy, EMPLOYER, CONCERNS, concern(), key)
        assert (first.status_code, second.status_code) == (201, 201)
        assert "Idempotency-Replayed" not in second.headers
        assert first.json()["concern_id"] != second.json()["concern_id"]

        path = "/partners/v1/cases/{}/parties"
        body = {"agency_id": str(EMPLOYER.id), "reason": "We need them."}
        await _with_key(busy, COUNCIL, path.format(busy.case_id), body, key)
        hidden = await _with_key(busy, EMPLOYER, path.format(busy.case_id), body, key)
        missing = await _with_key(busy, EMPLOYER, path.format(uuid4()), body, key)
        assert seen(hidden) == seen(missing)
        assert hidden.status_code == 404


async def test_a_kept_answer_is_not_given_to_who_has_been_excluded_since(tmp_path: Path) -> None:
    key = "kept"
    async with busy_case(tmp_path) as busy:
        path = f"/partners/v1/cases/{busy.case_id}/requests"
        body = busy.body_for(next(call for call in busy.calls if call.path.endswith("/requests")))
        asked = await _with_key(busy, POLICE, path, body, key)
        assert asked.status_code == 201, asked.text
        await busy.exclude(POLICE)
        again = await _with_key(busy, POLICE, path, body, key)
        other = await _with_key(busy, POLICE, path.replace(busy.case_id, str(uuid4())), body, key)
        assert again.status_code == 404
        assert seen(again) == seen(other)


async def test_a_party_cannot_tell_who_is_excluded_from_who_takes_no_part(tmp_path: Path) -> None:
    """What a party may ask about another agency is answered alike, excluded or not there."""
    async with busy_case(tmp_path) as busy:
        path = f"/partners/v1/cases/{busy.case_id}/requests"
        call = next(call for call in busy.calls if call.path.endswith("/requests"))
        await busy.exclude(BYSTANDER)
        answers = [
            await busy.call(POLICE, "POST", path, busy.body_for(call) | {"asked_of_agency_id": one})
            for one in (str(BYSTANDER.id), str(EMPLOYER.id), str(uuid4()))
        ]
        assert len({answer.status_code for answer in answers}) == 1
        assert {answer.json()["code"] for answer in answers} == {"asked_agency_takes_no_part"}
        listed = await busy.call(POLICE, "GET", f"/partners/v1/cases/{busy.case_id}/parties")
        assert str(BYSTANDER.id) not in listed.text
