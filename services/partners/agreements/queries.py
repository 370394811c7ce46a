"""What can be read of sharing agreements, and what those in force let through."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.agreements.models import Agreement, AgreementType, in_force_at
from services.partners.agreements.terms import (
    ENDING_WITHIN,
    AgreementState,
    state_on,
)
from services.partners.agreements.views import AgreementView
from shared.access.caller import Caller
from shared.access.tables import known_agencies
from shared.clock import london_date
from shared.errors import NotFound
from shared.pagination import Page, PageRequest, paginate
from shared.work import now, unseal


async def list_agreements(
    session: AsyncSession, caller: Caller, state: AgreementState | None, page: PageRequest
) -> Page[AgreementView]:
    """Return the caller's own agreements, those it made and those made with it, newest first."""
    query = select(Agreement).where(_is_side(caller))
    if state is not None:
        query = query.where(_is_in(session, state))
    found = await paginate(
        session,
        query,
        keys=(Agreement.made_at, Agreement.agreement_id),
        page=page,
        bound_to=f"agreements:{caller.agency_id}:{state}",
    )
    return Page(items=await view_agreements(session, found.rows), next=found.next)


async def read_agreement(
    session: AsyncSession, caller: Caller, agreement_id: UUID
) -> AgreementView:
    """Return one of the caller's own agreements; raises `NotFound` for another's."""
    query = select(Agreement).where(Agreement.agreement_id == agreement_id, _is_side(caller))
    agreement = await session.scalar(query)
    if agreement is None:
        raise NotFound
    return (await view_agreements(session, [agreement]))[0]


async def made_agreement(session: AsyncSession, caller: Caller, agreement_id: UUID) -> Agreement:
    """Return an agreement that the caller's council made, locked; raises `NotFound`."""
    query = select(Agreement).where(
        Agreement.agreement_id == agreement_id,
        Agreement.council_agency_id == caller.agency_id,
    )
    agreement = await session.scalar(query.with_for_update())
    if agreement is None:
        raise NotFound
    return agreement


async def shares_less_than_all(session: AsyncSession, agency_id: UUID) -> bool:
    """Tell whether any agreement in force with the agency leaves a field out."""
    query = select(Agreement.left_out).where(
        Agreement.agency_id == agency_id, in_force_at(now(session))
    )
    return any(await session.scalars(query))


async def agencies_agreed_with(
    session: AsyncSession, council_agency_id: UUID, agency_ids: Collection[UUID]
) -> set[UUID]:
    """Return with which of these agencies the council has an agreement in force."""
    query = select(Agreement.agency_id).where(
        Agreement.council_agency_id == council_agency_id,
        Agreement.agency_id.in_(agency_ids),
        in_force_at(now(session)),
    )
    return set(await session.scalars(query))


async def view_agreements(
    session: AsyncSession, agreements: Sequence[Agreement]
) -> list[AgreementView]:
    """Return agreements as both sides read them."""
    ids = [agreement.agreement_id for agreement in agreements]
    types: dict[UUID, list[str]] = {agreement_id: [] for agreement_id in ids}
    query = select(AgreementType).where(AgreementType.agreement_id.in_(ids))
    for row in await session.scalars(query.order_by(AgreementType.type)):
        types[row.agreement_id].append(row.type)
    names = {row.agreement_id: row for row in await session.execute(_names(ids))}
    return [
        _view(session, agreement, types[agreement.agreement_id], names[agreement.agreement_id])
        for agreement in agreements
    ]


def _names(agreement_ids: Collection[UUID]) -> Select[Any]:
    council, agency = known_agencies.alias(), known_agencies.alias()
    return (
        select(
            Agreement.agreement_id,
            council.c.name.label("council_name"),
            agency.c.name.label("agency_name"),
        )
        .join(council, council.c.agency_id == Agreement.council_agency_id)
        .join(agency, agency.c.agency_id == Agreement.agency_id)
        .where(Agreement.agreement_id.in_(agreement_ids))
    )


def _view(
    session: AsyncSession, agreement: Agreement, types: list[str], names: Any
) -> AgreementView:
    row, reason = agreement.agreement_id, agreement.ending_reason
    day = london_date(now(session))
    state = state_on(
        day,
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        is_ended=agreement.ended_at is not None,
    )
    return AgreementView(
        agreement_id=row,
        council_agency_id=agreement.council_agency_id,
        council_name=names.council_name,
        agency_id=agreement.agency_id,
        agency_name=names.agency_name,
        event_types=None if agreement.covers_all else types,
        left_out=agreement.left_out,
        purpose=unseal(session, agreement.purpose, f"agreements.purpose:{row}"),
        lawful_basis=agreement.lawful_basis,
        condition=agreement.condition,
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        state=state,
        is_ending=state is AgreementState.IN_FORCE and agreement.ends_on <= day + ENDING_WITHIN,
        made_at=agreement.made_at,
        ended_at=agreement.ended_at,
        ending_reason=unseal(session, reason, f"agreements.ending_reason:{row}")
        if reason
        else None,
    )


def _is_side(caller: Caller) -> ColumnElement[bool]:
    return or_(
        Agreement.council_agency_id == caller.agency_id, Agreement.agency_id == caller.agency_id
    )


def _is_in(session: AsyncSession, state: AgreementState) -> ColumnElement[bool]:
    day = london_date(now(session))
    running = Agreement.ended_at.is_(None)
    match state:
        case AgreementState.UPCOMING:
            return running & (Agreement.starts_on > day)
        case AgreementState.IN_FORCE:
            return in_force_at(now(session))
        case AgreementState.EXPIRED:
            return running & (Agreement.ends_on < day)
        case AgreementState.ENDED:
            return ~running
