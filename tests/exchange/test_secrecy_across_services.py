"""Whoever must not know of a case gets, from all services, the answers of one that is not there."""

from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text, update

from shared.access.tables import known_agencies
from shared.audit.append import AuditKind, audit_entries
from tests.exchange.busy_case import CONCERNS, SECRET, BusyCase, Call, absent, busy_case, seen
from tests.services.intake.bodies import WHAT_HAPPENED, concern
from tests.support.agencies import (
    EMPLOYER,
    NURSE,
    POLICE,
    REAL_COUNCIL,
    REAL_TRUST,
    SAFEGUARDING_LEAD,
    TRUST,
    Agency,
    Person,
)

MALFORMED: tuple[dict[str, Any], ...] = (
    {"json": {"unknown": 1}},
    {"content": b"{", "headers": {"Content-Type": "application/json"}},
    {"content": b"x", "headers": {"Content-Type": "text/plain"}},
    {"headers": {"Idempotency-Key": "a b"}},
)
ODD_QUERIES: tuple[dict[str, Any], ...] = (
    {"params": {"limit": "0"}},
    {"params": {"unknown": "x"}},
)


_PROPERLY = slice(0, 1)
_IN_EVERY_WAY = slice(None)


def _ways(busy: BusyCase, call: Call) -> list[dict[str, Any]]:
    if call.method == "GET":
        return [{}, *ODD_QUERIES]
    body = busy.body_for(call)
    proper: dict[str, Any] = {} if body is None else {"json": body}
    versions = [{**proper, "headers": {"If-Match": tag}} for tag in ('"1"', '"9"', "*")]
    return [proper, *MALFORMED, *(versions if call.method == "PUT" else ())]


async def _must_find_nothing(
    busy: BusyCase, agency: Agency, person: Person | None, *, ways: slice = _PROPERLY
) -> None:
    """Hold every call on the case against the same on one that is not there."""
    for call in busy.calls:
        is_own_concern = "{concern_id}" in call.path and agency == EMPLOYER
        if not call.is_about_a_case or is_own_concern:
            continue
        for way in _ways(busy, call)[ways]:
            real = call.path.format_map(busy.ids)
            other = call.path.format_map(absent(busy.ids))
            hidden = await busy.call(agency, call.method, real, person=person, **way)
            missing = await busy.call(agency, call.method, other, person=person, **way)
            assert seen(hidden) == seen(missing), (call, way)
            assert hidden.status_code in {404, 422} if "params" in way else 404, (call, way)


OPEN_TO_NO_AGENCY_HERE = {"not_the_operator", "queue_unavailable"}
"""The operator's own pages, and the queue where there is no broker."""


async def _shown(busy: BusyCase, agency: Agency, person: Person | None) -> str:
    """Return all that lists, counts and the feed show, as one text; a feed asks for a name."""
    answers = [
        await busy.call(agency, "GET", call.path, person=person)
        for call in busy.calls
        if call.method == "GET" and "{" not in call.path and "/v1/" in call.path
    ]
    assert len(answers) > 5
    refused = {answer.json()["code"] for answer in answers if answer.status_code != 200}
    assert refused - OPEN_TO_NO_AGENCY_HERE == (set() if person else {"reader_unnamed"})
    return "\n".join(answer.text for answer in answers)


async def _rows(busy: BusyCase) -> Counter[str]:
    """Count the rows of every table but the audit's."""
    counted: Counter[str] = Counter()
    for name, service in busy.exchange.services.items():
        async with service.database.engine.connect() as connection:
            query = text("SELECT name FROM sqlite_master WHERE type = 'table'")
            for table in (await connection.execute(query)).scalars().all():
                if table != audit_entries.name:
                    count = select(func.count()).select_from(text(table))
                    counted[f"{name}.{table}"] = (await connection.execute(count)).scalar_one()
    return counted


async def test_a_held_employer_finds_and_changes_nothing(tmp_path: Path) -> None:
    async with busy_case(tmp_path) as busy:
        before = await _rows(busy)
        assert len([call for call in busy.calls if call.is_about_a_case]) > 30
        await _must_find_nothing(busy, EMPLOYER, SAFEGUARDING_LEAD, ways=_IN_EVERY_WAY)
        await _must_find_nothing(busy, EMPLOYER, None)
        for person in (SAFEGUARDING_LEAD, None):
            everything = await _shown(busy, EMPLOYER, person)
            assert busy.case_id not in everything
            assert SECRET not in everything
        assert await _rows(busy) == before
        await _every_look_was_audited(busy)


async def _every_look_was_audited(busy: BusyCase) -> None:
    """Hold that whoever was refused on the case is in the audit of each service."""
    for name, service in busy.exchange.services.items():
        async with service.database.engine.connect() as connection:
            query = select(audit_entries).where(
                audit_entries.c.kind == AuditKind.DENIAL,
                audit_entries.c.agency_id == EMPLOYER.id,
                audit_entries.c.reason == "excluded",
            )
            rows = (await connection.execute(query)).all()
        own = [row for row in rows if str(row.case_id) == busy.case_id]
        asked = [call for call in busy.calls if f"/{name}/" in call.path and call.is_about_a_case]
        assert len(own) > len([call for call in asked if "{case_id}" in call.path]), name


OWN_WORKER: tuple[dict[str, Any], ...] = (
    {"source": "service_provider", "organisation_name": "The Brightway Home-Care Ltd."},
    {"source": "service_provider", "practitioner_id": "carer-7"},
    {"source": "service_provider"},
)
"""Of a provider that does not give its name as it is registered, or not at all."""


async def test_a_provider_that_reports_its_own_worker_reads_back_what_it_sent_and_no_more(
    tmp_path: Path,
) -> None:
    manager = Person("manager-1", "office")
    under_another_name = {"source": "service_provider", "organisation_name": "Sunny House"}
    async with busy_case(tmp_path, raiser=EMPLOYER, sources_of_risk=[under_another_name]) as busy:
        for source in OWN_WORKER:
            body = concern(sources_of_risk=[source])
            receipt = await busy.call(EMPLOYER, "POST", CONCERNS, body, person=manager)
            assert receipt.json()["case_id"] is None, source
        await busy.exchange.settle()
        everything = await _shown(busy, EMPLOYER, manager)
        assert everything.count(WHAT_HAPPENED) == 1 + len(OWN_WORKER)
        assert '"case_id":"' not in everything
        assert "case/" not in everything
        for call in busy.calls:
            if "{case_id}" in call.path:
                body = busy.body_for(call)
                path = call.path.format_map(busy.ids)
                hidden = await busy.call(EMPLOYER, call.method, path, body, person=manager)
                assert hidden.status_code == 404, call


async def test_who_was_a_party_and_is_excluded_finds_what_a_stranger_finds(tmp_path: Path) -> None:
    accused = Person("PC\u20137 José", "Custody  Süd", "safeguarding_lead")
    async with busy_case(tmp_path) as busy:
        decided = await busy.exclude(POLICE)
        await _must_find_nothing(busy, POLICE, NURSE)
        assert busy.case_id not in await _shown(busy, POLICE, NURSE)
        await busy.lift(decided)
        decided = await busy.exclude(POLICE, practitioner_id="pc-7 Jose\u0301")
        await _must_find_nothing(busy, POLICE, accused)
        assert busy.case_id not in await _shown(busy, POLICE, accused)
        assert busy.case_id in await _shown(busy, POLICE, NURSE)
        await busy.lift(decided)
        assert busy.case_id in await _shown(busy, POLICE, accused)


EXCLUDED_UNIT = "Custody Süd"
IN_IT = (
    "custody süd",
    " CUSTODY\t SU\u0308D ",
    "\uff23ustody\u00a0Süd",
    "Cus\u00adtody\u200b Süd",
    None,
)


async def test_an_excluded_unit_is_known_however_it_is_written(tmp_path: Path) -> None:
    async with busy_case(tmp_path) as busy:
        await busy.exclude(POLICE, unit=EXCLUDED_UNIT)
        for service in ("intake/v1/cases/{}", "outcomes/v1/cases/{}/enquiry"):
            path = f"/{service}".format(busy.case_id)
            for unit in IN_IT:
                answer = await busy.call(POLICE, "GET", path, person=Person("pc-1", unit))
                assert answer.status_code == 404, unit
            assert (await busy.call(POLICE, "GET", path, person=None)).status_code == 404
            assert (await busy.call(POLICE, "GET", path)).status_code == 200
        assert busy.case_id not in await _shown(busy, POLICE, None)


async def test_real_agencies_find_nothing_of_made_up_cases(tmp_path: Path) -> None:
    async with busy_case(tmp_path) as busy:
        before = await _rows(busy)
        await _must_find_nothing(busy, REAL_COUNCIL, SAFEGUARDING_LEAD)
        for agency in (REAL_COUNCIL, REAL_TRUST):
            everything = await _shown(busy, agency, None)
            assert busy.case_id not in everything
            assert SECRET not in everything
        assert await _rows(busy) == before


async def test_the_operator_and_a_suspended_agency_get_nowhere_near_a_case(tmp_path: Path) -> None:
    async with busy_case(tmp_path) as busy:
        for service in busy.exchange.services.values():
            async with service.database.transaction() as session:
                suspension = update(known_agencies).values(suspended=True)
                await session.execute(suspension.where(known_agencies.c.agency_id == TRUST.id))
        async with busy.operator() as operator:
            for call in busy.calls:
                if not call.is_about_a_case:
                    continue
                body = busy.body_for(call)
                for ids in (busy.ids, absent(busy.ids)):
                    path = call.path.format_map(ids)
                    refused = await operator.request(call.method, path, json=body)
                    assert refused.status_code == 403, call
                    suspended = await busy.call(TRUST, call.method, path, body)
                    assert suspended.status_code == 401, call
