"""An agency leaves for good: its part in each case ends, and nothing of it works any more."""

from collections.abc import Iterable
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from services.partners.agencies.models import Agency as Row
from services.partners.contacts.models import Contact
from services.partners.joining.models import JoiningCode
from services.partners.subscriptions.channels import SubscriptionState
from services.partners.subscriptions.models import Subscription
from shared.events.partners import AgencyLeft, PartyDeclined, PartyLeft
from tests.services.partners.cases import REASON, Cases, code_of
from tests.services.partners.registry import KEYS, Registry, claims_of, signed
from tests.support.agencies import (
    COUNCIL,
    POLICE,
    REAL_COUNCIL,
    REAL_TRUST,
    TRUST,
    Agency,
)


async def _register(cases: Cases, agencies: Iterable[Agency]) -> None:
    """Put agencies that are known already on the register too, live."""
    at = cases.desk.database.clock()
    async with cases.desk.database.transaction() as session:
        session.add_all(
            Row(
                agency_id=agency.id,
                kind=agency.kind,
                name=agency.name,
                synthetic=agency.synthetic,
                registered_at=at,
                joined_at=at,
                live_at=at,
                may_use_secret=False,
            )
            for agency in agencies
        )


async def _leave(cases: Cases, agency: Agency) -> httpx.Response:
    return await cases.post(agency, f"/agencies/{agency.id}/departure", {"reason": REASON})


async def _all(cases: Cases, model: Any) -> list[Any]:
    async with cases.desk.database.transaction() as session:
        return list(await session.scalars(select(model)))


async def test_its_part_in_every_case_ends_and_the_others_are_told(cases: Cases) -> None:
    await _register(cases, [TRUST])
    one, other = await cases.begin(referrer=POLICE), await cases.begin(referrer=POLICE)
    for case_id in (one, other):
        await cases.join(case_id, TRUST)
    invited_to = await cases.begin(referrer=POLICE)
    await cases.invite(invited_to, TRUST)
    left = await _leave(cases, TRUST)
    assert left.status_code == 200
    assert left.json().keys() == {"agency_id", "state", "left_at"}, "it says in how many cases"
    assert left.json()["state"] == "left"
    told = {event["data"]["case_id"] for event in await cases.desk.published(PartyLeft)}
    assert told == {str(one), str(other)}
    (declined,) = await cases.desk.published(PartyDeclined)
    assert declined["data"]["case_id"] == str(invited_to)
    assert len(await cases.desk.published(AgencyLeft)) == 1
    (party,) = (await cases.get(COUNCIL, f"/cases/{one}/parties")).json()["items"]
    assert party["state"] == "left"
    assert code_of(await cases.invite(one, TRUST)) == (400, "agency_cannot_be_named")


async def test_its_tokens_stop_at_once_and_its_channels_end(cases: Cases) -> None:
    await _register(cases, [TRUST])
    made = await cases.post(TRUST, "/subscriptions", {"channel": "feed"})
    assert made.status_code == 201, made.text
    contact = {"role": "technical", "name": "Ada", "email": "ada@nhs.example"}
    await cases.post(TRUST, f"/agencies/{TRUST.id}/contacts", contact)
    await _leave(cases, TRUST)
    assert (await cases.get(TRUST, "/feed")).status_code == 401
    (subscription,) = await _all(cases, Subscription)
    assert subscription.state is SubscriptionState.ENDED
    assert await _all(cases, Contact) == []


async def test_the_reason_is_kept_sealed_and_no_case_is_told_it(cases: Cases) -> None:
    await _register(cases, [TRUST])
    await cases.join(await cases.begin(referrer=POLICE), TRUST)
    await _leave(cases, TRUST)
    (row,) = await _all(cases, Row)
    assert row.leaving_reason is not None
    assert REASON.encode() not in row.leaving_reason
    assert REASON not in str(await cases.desk.published())


async def test_an_agency_that_leads_cases_does_not_leave(cases: Cases) -> None:
    await _register(cases, [REAL_COUNCIL])
    await cases.begin(lead=REAL_COUNCIL, referrer=REAL_TRUST)
    assert code_of(await _leave(cases, REAL_COUNCIL)) == (409, "agency_leads_cases")
    (row,) = await _all(cases, Row)
    assert row.left_at is None
    assert await cases.desk.published() == []


async def test_a_made_up_council_leaves_as_it_came(cases: Cases) -> None:
    await _register(cases, [COUNCIL])
    await cases.begin()
    assert (await _leave(cases, COUNCIL)).status_code == 200


async def test_no_agency_makes_another_leave(cases: Cases) -> None:
    await _register(cases, [POLICE])
    refused = await cases.post(TRUST, f"/agencies/{POLICE.id}/departure", {"reason": REASON})
    assert code_of(refused) == (403, "agency_not_your_own")


STEPS = ("resumption", "suspension", "admission", "test-events", "joining-code", "departure")


async def test_an_agency_that_has_left_does_not_come_back(registry: Registry) -> None:
    agency_id = await registry.register()
    left = await registry.operate(f"/agencies/{agency_id}/departure", {"reason": REASON})
    assert left.json()["state"] == "left"
    answer = await registry.ask(signed(claims_of(agency_id), KEYS["ES256"]))
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    for step in STEPS:
        refused = await registry.operate(f"/agencies/{agency_id}/{step}", {"reason": REASON})
        assert refused.status_code == 409, step
    code = {"scheme": "ods", "value": "RZZ03"}
    refused = await registry.operate(f"/agencies/{agency_id}/identifiers/confirmations", code)
    assert refused.json()["code"] == "agency_has_left"


async def test_the_codes_of_one_that_left_are_nobody_elses(registry: Registry) -> None:
    agency_id = await registry.register()
    await registry.operate(f"/agencies/{agency_id}/departure", {"reason": REASON})
    with pytest.raises(httpx.HTTPStatusError, match="409"):
        await registry.invite()


async def test_the_code_of_an_invited_agency_is_good_no_more_once_it_has_left(
    registry: Registry,
) -> None:
    invited = await registry.invite()
    path = f"/agencies/{invited['agency_id']}/departure"
    assert (await registry.operate(path, {"reason": REASON})).status_code == 200
    assert (await registry.join(invited)).json()["code"] == "joining_refused"
    async with registry.database.transaction() as session:
        assert list(await session.scalars(select(JoiningCode))) == []
