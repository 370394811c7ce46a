"""What can be read of a case's holds and exclusions, and of the case as far as they go."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.errors import AgencyCannotBeNamed
from services.partners.exclusions.models import DeciderNaming, ExclusionDecision
from services.partners.exclusions.views import (
    DeciderView,
    ExclusionDecisionView,
    ExclusionsView,
    ExclusionView,
)
from shared.access.relations import Decider, Exclusion
from shared.access.tables import (
    PartyState,
    case_deciders,
    case_exclusions,
    case_parties,
    known_agencies,
    known_cases,
)
from shared.errors import NotFound
from shared.work import unseal


async def lock_case(session: AsyncSession, case_id: UUID) -> Row[Any]:
    """Lock the case, so that changes to who takes part or is shut out follow one another."""
    query = select(known_cases).where(known_cases.c.case_id == case_id).with_for_update()
    return (await session.execute(query)).one()


async def nameable_agency(session: AsyncSession, case: Row[Any], agency_id: UUID) -> Row[Any]:
    """Return an agency that lives in the same world as the case, made-up or real."""
    query = select(known_agencies).where(
        known_agencies.c.agency_id == agency_id, known_agencies.c.synthetic == case.synthetic
    )
    agency = (await session.execute(query)).one_or_none()
    if agency is None:
        raise AgencyCannotBeNamed
    return agency


async def exclusions_in_force(
    session: AsyncSession, case_id: UUID, agency_id: UUID
) -> set[tuple[Exclusion, bool]]:
    """Return what keeps the agency, or someone in it, from knowing, each with `is_hold`."""
    query = select(case_exclusions).where(
        case_exclusions.c.case_id == case_id,
        case_exclusions.c.agency_id == agency_id,
        case_exclusions.c.lifted_at.is_(None),
    )
    return {
        (Exclusion(agency_id, row.unit, row.practitioner_id), row.is_hold)
        for row in await session.execute(query)
    }


async def wholly_excluded(session: AsyncSession, case_id: UUID) -> set[UUID]:
    """Return the agencies in which nobody may know of the case."""
    query = select(case_exclusions.c.agency_id).where(
        case_exclusions.c.case_id == case_id,
        case_exclusions.c.unit.is_(None),
        case_exclusions.c.practitioner_id.is_(None),
        case_exclusions.c.lifted_at.is_(None),
    )
    return set(await session.scalars(query))


async def party_state(session: AsyncSession, case_id: UUID, agency_id: UUID) -> PartyState | None:
    """Return how far the agency takes part in the case, beside leading it."""
    state: PartyState | None = await session.scalar(
        select(case_parties.c.state).where(
            case_parties.c.case_id == case_id, case_parties.c.agency_id == agency_id
        )
    )
    return state


async def decider_of(session: AsyncSession, case_id: UUID) -> Decider | None:
    """Return who was named to decide in the lead's stead, if anybody is."""
    query = select(case_deciders.c.agency_id, case_deciders.c.practitioner_id)
    row = (await session.execute(query.where(case_deciders.c.case_id == case_id))).one_or_none()
    return None if row is None else Decider(row.agency_id, row.practitioner_id)


async def read_decider(session: AsyncSession, case_id: UUID) -> DeciderView:
    """Return who decides exclusions in the lead's stead; raises `NotFound` where nobody does."""
    query = (
        select(DeciderNaming)
        .where(DeciderNaming.case_id == case_id)
        .order_by(DeciderNaming.naming_id.desc())
        .limit(1)
    )
    naming = await session.scalar(query)
    if naming is None or await decider_of(session, case_id) is None:
        raise NotFound
    return view_decider(session, naming)


def view_decider(session: AsyncSession, naming: DeciderNaming) -> DeciderView:
    """Return who was named, and why."""
    return DeciderView(
        agency_id=naming.agency_id,
        practitioner_id=naming.practitioner_id,
        reason=unseal(session, naming.reason, f"decider_namings.reason:{naming.naming_id}"),
        named_by_agency_id=naming.named_by_agency_id,
        named_by_practitioner_id=naming.named_by_practitioner_id,
        decides_since=naming.decides_since,
    )


async def list_exclusions(session: AsyncSession, case_id: UUID) -> ExclusionsView:
    """Return the holds and exclusions of a case, holds first."""
    query = _exclusions_of(case_id).order_by(
        case_exclusions.c.is_hold.desc(), case_exclusions.c.exclusion_id
    )
    rows = (await session.execute(query)).all()
    decisions = await session.scalars(
        select(ExclusionDecision)
        .where(ExclusionDecision.case_id == case_id)
        .order_by(ExclusionDecision.decision_id)
    )
    return ExclusionsView(items=_views(session, rows, decisions.all()))


async def view_exclusion(session: AsyncSession, case_id: UUID, exclusion_id: UUID) -> ExclusionView:
    """Return one hold or exclusion of a case; raises `NotFound`."""
    rows = (
        await session.execute(
            _exclusions_of(case_id).where(case_exclusions.c.exclusion_id == exclusion_id)
        )
    ).all()
    if not rows:
        raise NotFound
    decisions = await session.scalars(
        select(ExclusionDecision)
        .where(
            ExclusionDecision.case_id == case_id,
            ExclusionDecision.exclusion_id == exclusion_id,
        )
        .order_by(ExclusionDecision.decision_id)
    )
    return _views(session, rows, decisions.all())[0]


def _exclusions_of(case_id: UUID) -> Select[Any]:
    return (
        select(case_exclusions, known_agencies.c.name)
        .join(known_agencies, known_agencies.c.agency_id == case_exclusions.c.agency_id)
        .where(case_exclusions.c.case_id == case_id)
    )


def _views(
    session: AsyncSession, rows: Sequence[Row[Any]], decisions: Sequence[ExclusionDecision]
) -> list[ExclusionView]:
    return [
        ExclusionView(
            exclusion_id=row.exclusion_id,
            agency_id=row.agency_id,
            agency_name=row.name,
            unit=row.unit,
            practitioner_id=row.practitioner_id,
            is_hold=row.is_hold,
            lifted_at=row.lifted_at,
            decisions=[
                _view_decision(session, decision)
                for decision in decisions
                if decision.exclusion_id == row.exclusion_id
            ],
        )
        for row in rows
    ]


def _view_decision(session: AsyncSession, decision: ExclusionDecision) -> ExclusionDecisionView:
    place = f"exclusion_decisions.reason:{decision.decision_id}"
    return ExclusionDecisionView(
        step=decision.step,
        reason=unseal(session, decision.reason, place),
        decided_by_agency_id=decision.decided_by_agency_id,
        decided_by_practitioner_id=decision.decided_by_practitioner_id,
        decided_at=decision.decided_at,
    )
