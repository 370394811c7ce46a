"""An agency that has joined and is not live: no case reaches it, wherever it asks."""

from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from joserfc.jwk import ECKey
from sqlalchemy import select

from shared.access.caller import Scope
from shared.access.tables import case_exclusions
from shared.reference.agencies import AgencyKind
from tests.exchange.busy_case import CONCERNS, SECRET, BusyCase, absent, busy_case, seen
from tests.services.intake.bodies import concern
from tests.support.agencies import COUNCIL, SAFEGUARDING_LEAD, TRUST, Agency
from tests.support.desk import client_for

KEY = ECKey.generate_key("P-256")
LIMITED = frozenset({Scope.FEED_READ, Scope.AGENCY_MANAGE})


async def _join(busy: BusyCase, kind: AgencyKind, **more: Any) -> Agency:
    """Have an agency invited, and let it join."""
    body = {"kind": kind.value, "name": "Newcomer", "synthetic": True, **more}
    async with busy.operator() as operator, busy.exchange.client(None) as anyone:
        invited = (await operator.post("/partners/v1/agencies", json=body)).json()
        joining = {
            "agency_id": invited["agency_id"],
            "code": invited["joining_code"],
            "jwks": {"keys": [KEY.as_dict(private=False)]},
        }
        joined = await anyone.post("/partners/v1/joining", json=joining)
        assert joined.status_code == 201, joined.text
    await busy.exchange.settle()
    return Agency("Newcomer", kind, id=invited["agency_id"])


def _client(busy: BusyCase, agency: Agency, scopes: frozenset[Scope]) -> httpx.AsyncClient:
    return client_for(busy.exchange.front, busy.exchange.signer.token(agency, scopes=scopes))


async def test_with_the_scopes_it_is_given_it_gets_nowhere_near_a_case(tmp_path: Path) -> None:
    async with busy_case(tmp_path) as busy:
        newcomer = await _join(busy, AgencyKind.POLICE)
        async with _client(busy, newcomer, LIMITED) as client:
            for call in busy.calls:
                if not call.is_about_a_case:
                    continue
                body = busy.body_for(call)
                answers = [
                    await client.request(call.method, call.path.format_map(ids), json=body)
                    for ids in (busy.ids, absent(busy.ids))
                ]
                assert answers[0].status_code == 403, call
                assert seen(answers[0]) == seen(answers[1]), call
            assert SECRET not in (await client.get("/partners/v1/feed")).text


async def test_even_with_every_scope_it_finds_no_case(tmp_path: Path) -> None:
    async with busy_case(tmp_path) as busy:
        newcomer = await _join(busy, AgencyKind.POLICE)
        everything = frozenset(Scope) - {Scope.AGENCIES_OPERATE}
        async with _client(busy, newcomer, everything) as client:
            for call in busy.calls:
                if call.method != "GET" or not call.is_about_a_case:
                    continue
                answer = await client.get(call.path.format_map(busy.ids))
                assert answer.status_code == 404, call
                assert SECRET not in answer.text


async def test_a_council_leads_no_case_before_it_is_live(tmp_path: Path) -> None:
    async with busy_case(tmp_path) as busy:
        newcomer = await _join(busy, AgencyKind.COUNCIL)
        refused = await busy.call(TRUST, "POST", CONCERNS, concern(lead_agency_id=newcomer.id))
        assert refused.json()["code"] == "lead_agency_unsuitable"
        unnamed = await busy.call(TRUST, "POST", CONCERNS, concern())
        assert unnamed.status_code == 201


async def test_its_codes_hold_it_from_a_case_before_it_is_live(tmp_path: Path) -> None:
    async with busy_case(tmp_path) as busy:
        code = {"scheme": "cqc_provider", "value": "1-999000555"}
        newcomer = await _join(busy, AgencyKind.CARE_PROVIDER, identifiers=[code])
        accused = {
            "source": "service_provider",
            "relationship": "home care",
            "organisation_name": "Somebody",
            "identifiers": [code],
        }
        raised = await busy.post(TRUST, CONCERNS, concern(sources_of_risk=[accused]))
        path = f"/partners/v1/cases/{raised['case_id']}/exclusions"
        held = await busy.call(COUNCIL, "GET", path, person=SAFEGUARDING_LEAD)
        assert {one["agency_id"] for one in held.json()["items"]} == {str(newcomer.id)}


async def test_an_employer_that_joins_later_is_held_everywhere(tmp_path: Path) -> None:
    async with busy_case(tmp_path) as busy:
        named = {"source": "service_provider", "organisation_name": "The Newcomer Ltd"}
        raised = await busy.post(TRUST, CONCERNS, concern(sources_of_risk=[named]))
        await busy.exchange.settle()
        newcomer = await _join(busy, AgencyKind.CARE_PROVIDER)
        held = select(case_exclusions.c.case_id).where(
            case_exclusions.c.agency_id == UUID(str(newcomer.id)), case_exclusions.c.is_hold
        )
        for name, database in busy.exchange.databases.items():
            async with database.transaction() as session:
                found = [str(case_id) for case_id in await session.scalars(held)]
            assert found == [raised["case_id"]], name
