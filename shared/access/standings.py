"""What agencies are to cases, read from the facts that each service keeps."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, select, true, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.caller import Caller
from shared.access.policy import Operation, relation_for
from shared.access.relations import Decider, Emergency, Exclusion, Relation, Standing
from shared.access.tables import (
    case_deciders,
    case_emergencies,
    case_exclusions,
    case_parties,
    known_agencies,
    known_cases,
)
from shared.database import UtcDateTime
from shared.work import now


def _facts() -> Select[Any]:
    """Select a row for each case, agency and exclusion in force that names the agency."""
    own_party = and_(
        case_parties.c.case_id == known_cases.c.case_id,
        case_parties.c.agency_id == known_agencies.c.agency_id,
    )
    own_exclusions = and_(
        case_exclusions.c.case_id == known_cases.c.case_id,
        case_exclusions.c.agency_id == known_agencies.c.agency_id,
        case_exclusions.c.lifted_at.is_(None),
    )
    return (
        select(
            known_cases,
            known_agencies.c.agency_id,
            known_agencies.c.synthetic.label("agency_is_synthetic"),
            case_parties.c.state,
            case_exclusions.c.exclusion_id,
            case_exclusions.c.unit,
            case_exclusions.c.practitioner_id,
        )
        .select_from(known_cases)
        .join(known_agencies, true())
        .outerjoin(case_parties, own_party)
        .outerjoin(case_exclusions, own_exclusions)
    )


def _facts_for_caller() -> Select[Any]:
    """Select what matters to one who calls too: who decides, which emergency access is open."""
    own_emergencies = and_(
        case_emergencies.c.case_id == known_cases.c.case_id,
        case_emergencies.c.agency_id == known_agencies.c.agency_id,
        case_emergencies.c.ends_at > bindparam("called_at", type_=UtcDateTime()),
    )
    return (
        _facts()
        .add_columns(
            case_deciders.c.agency_id.label("decider_agency_id"),
            case_deciders.c.practitioner_id.label("decider_practitioner_id"),
            case_emergencies.c.practitioner_id.label("emergency_practitioner_id"),
            case_emergencies.c.ends_at.label("emergency_ends_at"),
        )
        .outerjoin(case_deciders, case_deciders.c.case_id == known_cases.c.case_id)
        .outerjoin(case_emergencies, own_emergencies)
    )


_IS_ONE_CASE = known_cases.c.case_id == bindparam("one_case")
_IS_ONE_OF_MANY = known_cases.c.case_id.in_(bindparam("many_cases", expanding=True))
_IS_ONE_AGENCY = known_agencies.c.agency_id == bindparam("one_agency")

_FACTS_OF_ONE = _facts_for_caller().where(_IS_ONE_CASE, _IS_ONE_AGENCY)
_FACTS_OF_MANY_FOR_CALLER = _facts_for_caller().where(_IS_ONE_OF_MANY, _IS_ONE_AGENCY)
_FACTS_OF_MANY = _facts().where(_IS_ONE_OF_MANY, _IS_ONE_AGENCY)
_FACTS_OF_CASE = _facts().where(
    known_cases.c.case_id == bindparam("one_case"),
    known_agencies.c.agency_id.in_(
        union_all(
            select(known_cases.c.lead_agency_id).where(
                known_cases.c.case_id == bindparam("one_case")
            ),
            select(known_cases.c.referrer_agency_id).where(
                known_cases.c.case_id == bindparam("one_case")
            ),
            select(case_parties.c.agency_id).where(case_parties.c.case_id == bindparam("one_case")),
        )
    ),
)
"""Built once: they are asked on every request and for every event."""


async def standing_of(session: AsyncSession, caller: Caller, case_id: UUID) -> Standing | None:
    """Return the facts that relate `caller` to the case, or None where no case is known."""
    asked = {
        "one_case": case_id,
        "one_agency": caller.agency_id,
        "called_at": caller.called_at or now(session),
    }
    rows = (await session.execute(_FACTS_OF_ONE, asked)).all()
    return _standing_for_caller(rows) if rows else None


async def relations_to_case(session: AsyncSession, case_id: UUID) -> dict[UUID, Relation]:
    """Return what each agency that has to do with the case is to it, as a whole.

    Empty where no case is known.
    """
    rows = (await session.execute(_FACTS_OF_CASE, {"one_case": case_id})).all()
    return {
        agency_id: _relation_of_agency(about)
        for agency_id, about in _grouped(rows, "agency_id").items()
    }


async def relations_of_agency(
    session: AsyncSession, agency_id: UUID, case_ids: Sequence[UUID]
) -> dict[UUID, Relation]:
    """Return what the agency as a whole is to each of these cases, those it is nothing to too."""
    asked = {"many_cases": list(case_ids), "one_agency": agency_id}
    rows = (await session.execute(_FACTS_OF_MANY, asked)).all()
    return {
        case_id: _relation_of_agency(about) for case_id, about in _grouped(rows, "case_id").items()
    }


async def relations_of_caller(
    session: AsyncSession, caller: Caller, operation: Operation, case_ids: Sequence[UUID]
) -> dict[UUID, Relation]:
    """Return as what `caller` does `operation` on each of these cases, if it may at all."""
    asked = {
        "many_cases": list(case_ids),
        "one_agency": caller.agency_id,
        "called_at": caller.called_at or now(session),
    }
    rows = (await session.execute(_FACTS_OF_MANY_FOR_CALLER, asked)).all()
    return {
        case_id: relation_for(_standing_for_caller(about), caller, operation)
        for case_id, about in _grouped(rows, "case_id").items()
    }


def _grouped(rows: Sequence[Row[Any]], column: str) -> dict[UUID, list[Row[Any]]]:
    groups: dict[UUID, list[Row[Any]]] = {}
    for row in rows:
        groups.setdefault(getattr(row, column), []).append(row)
    return groups


def _standing_for_caller(rows: Sequence[Row[Any]]) -> Standing:
    first = rows[0]
    has_decider = first.decider_agency_id is not None
    return replace(
        _standing(rows),
        decider=Decider(first.decider_agency_id, first.decider_practitioner_id)
        if has_decider
        else None,
        emergencies=tuple(
            Emergency(row.agency_id, row.emergency_practitioner_id, row.emergency_ends_at)
            for row in rows
            if row.emergency_ends_at is not None
        ),
    )


def _standing(rows: Sequence[Row[Any]]) -> Standing:
    first = rows[0]
    return Standing(
        case_id=first.case_id,
        synthetic=first.synthetic,
        is_lead=first.lead_agency_id == first.agency_id,
        is_referrer=first.referrer_agency_id == first.agency_id,
        party_state=first.state,
        exclusions=tuple(
            Exclusion(row.agency_id, row.unit, row.practitioner_id)
            for row in rows
            if row.exclusion_id is not None
        ),
    )


def _relation_of_agency(rows: Sequence[Row[Any]]) -> Relation:
    return _standing(rows).relation_of_agency(synthetic=rows[0].agency_is_synthetic)
