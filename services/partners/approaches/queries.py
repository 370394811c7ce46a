"""What can be read of approaches: an agency's own in full, the others' without names."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.approaches.models import Approach, ApproachVersion
from services.partners.approaches.period import Period, financial_year_of
from services.partners.approaches.views import (
    ApproachHistory,
    ApproachVersionView,
    ApproachView,
    DeclaredApproachView,
    LeadView,
)
from shared.access.caller import Caller
from shared.access.tables import known_agencies
from shared.errors import NotFound
from shared.pagination import Page, PageRequest, paginate
from shared.work import unseal

_IS_CURRENT = and_(
    ApproachVersion.approach_id == Approach.approach_id,
    ApproachVersion.version == Approach.version,
)


class Personal(BaseModel):
    """What is kept encrypted of a version."""

    lead_name: str | None
    notes: str | None


async def list_own(session: AsyncSession, caller: Caller, page: PageRequest) -> Page[ApproachView]:
    """Return the caller's own approaches as they are declared now, the newest first."""
    found = await paginate(
        session,
        select(Approach).where(Approach.agency_id == caller.agency_id),
        keys=(Approach.approach_id,),
        page=page,
        bound_to=f"approaches:{caller.agency_id}",
    )
    ids = [approach.approach_id for approach in found.rows]
    query = select(ApproachVersion).join(Approach, _IS_CURRENT).where(Approach.approach_id.in_(ids))
    current = {kept.approach_id: kept for kept in await session.scalars(query)}
    items = [
        show_approach(session, approach, current[approach.approach_id]) for approach in found.rows
    ]
    return Page(items=items, next=found.next)


async def own_approach(session: AsyncSession, caller: Caller, approach_id: UUID) -> Approach:
    """Return one of the caller's own, locked for a change; raises `NotFound` for another's."""
    query = select(Approach).where(
        Approach.approach_id == approach_id, Approach.agency_id == caller.agency_id
    )
    approach = await session.scalar(query.with_for_update())
    if approach is None:
        raise NotFound
    return approach


async def read_approach(
    session: AsyncSession, caller: Caller, approach_id: UUID
) -> ApproachHistory:
    """Return one of the caller's own with all its versions; raises `NotFound`."""
    query = (
        select(Approach, ApproachVersion)
        .join(ApproachVersion, ApproachVersion.approach_id == Approach.approach_id)
        .where(Approach.approach_id == approach_id, Approach.agency_id == caller.agency_id)
        .order_by(ApproachVersion.version.desc())
    )
    rows = (await session.execute(query)).all()
    if not rows:
        raise NotFound
    current, *earlier = rows
    view = show_approach(session, current[0], current[1])
    return ApproachHistory(
        earlier_versions=[_show_version(session, row[1]) for row in earlier], **dict(view)
    )


async def list_declared(
    session: AsyncSession, caller: Caller, page: PageRequest
) -> Page[DeclaredApproachView]:
    """Return what the other agencies of the caller's world declared, the newest first."""
    found = await paginate(
        session,
        _declared_beside(caller),
        keys=(Approach.approach_id,),
        page=page,
        bound_to=f"declared_approaches:{caller.agency_id}",
    )
    ids = [approach.approach_id for approach in found.rows]
    query = (
        select(ApproachVersion, known_agencies.c.kind)
        .join(Approach, _IS_CURRENT)
        .join(known_agencies, known_agencies.c.agency_id == Approach.agency_id)
        .where(Approach.approach_id.in_(ids))
    )
    current = {row[0].approach_id: (row[0], row[1]) for row in await session.execute(query)}
    items = [_show_declared(approach, *current[approach.approach_id]) for approach in found.rows]
    return Page(items=items, next=found.next)


def _declared_beside(caller: Caller) -> Select[Approach]:
    return select(Approach).where(
        Approach.synthetic == caller.synthetic, Approach.agency_id != caller.agency_id
    )


def show_approach(session: AsyncSession, approach: Approach, kept: ApproachVersion) -> ApproachView:
    """Return an approach with one of its versions, names included: for its own agency."""
    return ApproachView(
        approach_id=approach.approach_id,
        **_period(approach),
        **dict(_show_version(session, kept)),
    )


def _show_version(session: AsyncSession, kept: ApproachVersion) -> ApproachVersionView:
    told = Personal.model_validate_json(unseal(session, kept.personal, kept.personal_row))
    return ApproachVersionView(
        version=kept.version,
        named_lead=LeadView(named=kept.lead, name=told.lead_name, role=kept.lead_role),
        notes=told.notes,
        declared_at=kept.declared_at,
        declared_by_practitioner_id=kept.declared_by_practitioner_id,
        specialist_team=kept.specialist_team,
        **kept.figures,
    )


def _show_declared(approach: Approach, kept: ApproachVersion, kind: Any) -> DeclaredApproachView:
    return DeclaredApproachView(
        kind=kind,
        lead=kept.lead,
        lead_role=kept.lead_role,
        specialist_team=kept.specialist_team,
        **_period(approach),
        **kept.figures,
    )


def _period(approach: Approach) -> dict[str, Any]:
    period = Period(approach.first_day, approach.last_day)
    return {**period._asdict(), "financial_year": financial_year_of(period)}
