"""What the lead agency can read of who opened its cases in an emergency."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.emergencies.models import Emergency
from services.partners.emergencies.views import EmergencyView, ReviewView
from shared.access.caller import Caller
from shared.access.policy import Operation
from shared.access.tables import known_agencies
from shared.access.visibility import Access, visible_to
from shared.audit.append import record_access
from shared.errors import NotFound
from shared.pagination import Page, PageRequest, paginate
from shared.work import now, unseal


async def list_emergencies_of_case(
    session: AsyncSession, access: Access, page: PageRequest
) -> Page[EmergencyView]:
    """Return every emergency access to the case, the newest first."""
    return await _page(
        session,
        select(Emergency).where(Emergency.case_id == access.case_id),
        page,
        f"emergencies:{access.case_id}:{access.caller.agency_id}",
    )


async def list_emergencies(
    session: AsyncSession, caller: Caller, *, reviewed: bool | None, page: PageRequest
) -> Page[EmergencyView]:
    """Return emergency accesses to the cases the caller leads, the newest first."""
    query = select(Emergency).where(
        visible_to(caller, Operation.READ_EMERGENCIES, Emergency.case_id)
    )
    if reviewed is not None:
        is_reviewed = Emergency.reviewed_at.is_not(None)
        query = query.where(is_reviewed if reviewed else ~is_reviewed)
    found = await _page(session, query, page, f"emergencies:{caller.agency_id}:{reviewed}")
    for case_id in sorted({item.case_id for item in found.items}):
        record_access(session, Operation.READ_EMERGENCIES, case_id)
    return found


async def emergency_of(session: AsyncSession, case_id: UUID, emergency_id: UUID) -> Emergency:
    """Return one emergency access to the case, locked; raises `NotFound`."""
    query = (
        select(Emergency)
        .where(Emergency.case_id == case_id, Emergency.emergency_id == emergency_id)
        .with_for_update()
    )
    emergency = await session.scalar(query)
    if emergency is None:
        raise NotFound
    return emergency


async def name_of(session: AsyncSession, agency_id: UUID) -> str:
    """Return the name of an agency."""
    query = select(known_agencies.c.name).where(known_agencies.c.agency_id == agency_id)
    name: str = (await session.execute(query)).scalar_one()
    return name


async def _page(
    session: AsyncSession, query: Select[Any], page: PageRequest, bound_to: str
) -> Page[EmergencyView]:
    found = await paginate(
        session,
        query,
        keys=(Emergency.opened_at, Emergency.emergency_id),
        page=page,
        bound_to=bound_to,
    )
    agency_ids = {emergency.agency_id for emergency in found.rows}
    names = {
        row.agency_id: row.name
        for row in await session.execute(
            select(known_agencies.c.agency_id, known_agencies.c.name).where(
                known_agencies.c.agency_id.in_(agency_ids)
            )
        )
    }
    return Page(
        items=[
            view_emergency(session, emergency, names[emergency.agency_id])
            for emergency in found.rows
        ],
        next=found.next,
    )


def view_emergency(session: AsyncSession, emergency: Emergency, agency_name: str) -> EmergencyView:
    """Return an emergency access with its reason and its review."""
    until = emergency.reviewed_at or now(session)
    return EmergencyView(
        emergency_id=emergency.emergency_id,
        case_id=emergency.case_id,
        agency_id=emergency.agency_id,
        agency_name=agency_name,
        practitioner_id=emergency.practitioner_id,
        unit=emergency.unit,
        reason=unseal(session, emergency.reason, f"emergencies.reason:{emergency.emergency_id}"),
        opened_at=emergency.opened_at,
        ends_at=emergency.ends_at,
        age_minutes=int((until - emergency.opened_at).total_seconds() // 60),
        review=_view_review(session, emergency),
    )


def _view_review(session: AsyncSession, emergency: Emergency) -> ReviewView | None:
    if (
        emergency.finding is None
        or emergency.review is None
        or emergency.reviewed_at is None
        or emergency.reviewed_by_practitioner_id is None
    ):
        return None
    return ReviewView(
        finding=emergency.finding,
        note=unseal(session, emergency.review, f"emergencies.review:{emergency.emergency_id}"),
        reviewed_at=emergency.reviewed_at,
        reviewed_by_practitioner_id=emergency.reviewed_by_practitioner_id,
    )
