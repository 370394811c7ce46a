"""An agency replaces its keys with overlap, and never locks itself out."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from joserfc.jwk import ECKey, Key
from sqlalchemy import select, update

from services.partners.credentials.coverage import Span, is_covered
from services.partners.credentials.models import AgencyKey
from tests.services.partners.registry import INSTANT, KEYS, Registry, claims_of, signed

NEW = ECKey.generate_key("P-256")
OLD = KEYS["ES256"]
TOMORROW = INSTANT + timedelta(days=1)


async def _post(
    registry: Registry, agency_id: str, path: str, body: Mapping[str, Any]
) -> httpx.Response:
    async with await registry.client(agency_id) as client:
        return await client.post(f"/partners/v1/agencies/{agency_id}/{path}", json=body)


def _new_key(key: Key = NEW, **more: Any) -> dict[str, Any]:
    return {"jwk": key.as_dict(private=False), **more}


async def _status(registry: Registry, agency_id: str, key: Any) -> int:
    return (await registry.ask(signed(claims_of(agency_id), key))).status_code


async def test_keys_overlap_until_the_old_one_is_retired(registry: Registry) -> None:
    agency_id = await registry.joined()
    added = await _post(registry, agency_id, "keys", _new_key())
    assert added.status_code == 201
    assert added.json()["key_id"] == NEW.thumbprint()
    assert [await _status(registry, agency_id, key) for key in (OLD, NEW)] == [200, 200]
    retired = await _post(registry, agency_id, f"keys/{OLD.thumbprint()}/retirement", {})
    assert retired.status_code == 200
    assert [await _status(registry, agency_id, key) for key in (OLD, NEW)] == [401, 200]


async def test_a_key_is_not_believed_before_its_time(registry: Registry) -> None:
    agency_id = await registry.joined()
    later = _new_key(valid_from=TOMORROW.isoformat())
    assert (await _post(registry, agency_id, "keys", later)).status_code == 201
    assert await _status(registry, agency_id, NEW) == 401
    async with registry.database.transaction() as session:
        await session.execute(update(AgencyKey).values(valid_from=INSTANT))
    assert await _status(registry, agency_id, NEW) == 200


async def test_a_key_retired_in_the_future_is_believed_until_then(registry: Registry) -> None:
    agency_id = await registry.joined()
    await _post(registry, agency_id, "keys", _new_key())
    path = f"keys/{OLD.thumbprint()}/retirement"
    retired = await _post(registry, agency_id, path, {"retires_at": TOMORROW.isoformat()})
    assert retired.json()["retires_at"].startswith(TOMORROW.date().isoformat())
    assert await _status(registry, agency_id, OLD) == 200
    async with registry.database.transaction() as session:
        gone = AgencyKey.retired_at.is_not(None)
        await session.execute(update(AgencyKey).where(gone).values(retired_at=INSTANT))
    assert await _status(registry, agency_id, OLD) == 401


async def test_the_last_key_is_not_retired_now_or_later(registry: Registry) -> None:
    agency_id = await registry.joined()
    later = _new_key(valid_from=(TOMORROW + timedelta(days=1)).isoformat())
    await _post(registry, agency_id, "keys", later)
    path = f"keys/{OLD.thumbprint()}/retirement"
    for retires_at in (None, TOMORROW.isoformat()):
        refused = await _post(registry, agency_id, path, {"retires_at": retires_at})
        assert (refused.status_code, refused.json()["code"]) == (409, "last_credential")
    assert await _status(registry, agency_id, OLD) == 200


async def test_the_past_is_not_changed(registry: Registry) -> None:
    agency_id = await registry.joined()
    yesterday = (INSTANT - timedelta(days=1)).isoformat()
    answers = [
        await _post(registry, agency_id, "keys", _new_key(valid_from=yesterday)),
        await _post(
            registry,
            agency_id,
            f"keys/{OLD.thumbprint()}/retirement",
            {"retires_at": yesterday},
        ),
    ]
    assert {answer.json()["code"] for answer in answers} == {"not_in_the_future"}


async def test_one_name_names_one_key_for_good(registry: Registry) -> None:
    agency_id = await registry.joined()
    again = await _post(registry, agency_id, "keys", _new_key(OLD))
    assert (again.status_code, again.json()["code"]) == (409, "key_name_taken")


async def test_an_ended_key_does_not_end_again(registry: Registry) -> None:
    agency_id = await registry.joined()
    await _post(registry, agency_id, "keys", _new_key())
    path = f"/agencies/{agency_id}/keys/{NEW.thumbprint()}/retirement"
    assert (await registry.operate(path, {})).status_code == 200
    again = await registry.operate(path, {})
    assert (again.status_code, again.json()["code"]) == (409, "credential_already_retired")


async def test_so_many_keys_and_no_more(registry: Registry) -> None:
    agency_id = await registry.joined()
    answers = [
        await _post(registry, agency_id, "keys", _new_key(ECKey.generate_key("P-256")))
        for _ in range(10)
    ]
    assert [answer.status_code for answer in answers] == [201] * 9 + [409]
    assert answers[-1].json()["code"] == "too_many_credentials"


async def test_nobody_adds_a_key_to_another_agency_not_even_the_operator(
    registry: Registry,
) -> None:
    agency_id, other = await registry.joined(), await registry.joined(identifiers=[])
    for named in (other, str(uuid4())):
        async with await registry.client(agency_id) as client:
            path = f"/partners/v1/agencies/{named}"
            added = await client.post(f"{path}/keys", json=_new_key())
            retired = await client.post(f"{path}/keys/{OLD.thumbprint()}/retirement", json={})
            listed = await client.get(f"{path}/credentials")
        for answer in (added, retired, listed):
            assert (answer.status_code, answer.json()["code"]) == (403, "agency_not_your_own")
    by_operator = await registry.operate(f"/agencies/{other}/keys", _new_key())
    assert (by_operator.status_code, by_operator.json()["code"]) == (403, "not_an_agency")
    async with registry.database.engine.connect() as connection:
        assert len((await connection.execute(select(AgencyKey.key_id))).all()) == 2


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("spans", "covered"),
    [
        ([(INSTANT, None)], True),
        ([], False),
        ([(INSTANT + HOUR, None)], False),
        ([(INSTANT, INSTANT + HOUR)], False),
        ([(INSTANT, INSTANT + HOUR), (INSTANT + HOUR, None)], True),
        ([(INSTANT, INSTANT + HOUR), (INSTANT + 2 * HOUR, None)], False),
        ([(INSTANT, INSTANT + 2 * HOUR), (INSTANT + HOUR, INSTANT + 3 * HOUR)], False),
        ([(INSTANT - HOUR, INSTANT), (INSTANT, None)], True),
    ],
)
def test_an_agency_is_covered_if_no_gap_ever_opens(spans: list[Span], covered: bool) -> None:  # noqa: FBT001
    assert is_covered(spans, INSTANT) is covered
