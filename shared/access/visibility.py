"""The policy asked of the database: one case for one caller, or the filter of every list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ColumnExpressionArgument,
    Exists,
    FromClause,
    Row,
    Select,
    and_,
    case,
    exists,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from shared.access.caller import Caller
from shared.access.policy import (
    RULES,
    Exclusion,
    Operation,
    Relation,
    Standing,
    Verdict,
    decide,
    same_name,
)
from shared.access.tables import (
    PartyState,
    case_exclusions,
    case_parties,
    known_agencies,
    known_cases,
)
from shared.audit.append import record_access
from shared.errors import Denial, Forbidden, NotFound


@dataclass(frozen=True, slots=True)
class Access:
    """A caller who was let near a case, and what it is to that case."""

    caller: Caller
    case_id: UUID
    relation: Relation


async def standing_of(session: AsyncSession, caller: Caller, case_id: UUID) -> Standing | None:
    """Return the facts that relate `caller` to the case, or None where no case is known."""
    query = _facts().where(
        known_cases.c.case_id == case_id, known_agencies.c.agency_id == caller.agency_id
    )
    rows = (await session.execute(query)).all()
    return _standing(rows) if rows else None


async def relations_to_case(session: AsyncSession, case_id: UUID) -> dict[UUID, Relation]:
    """Return what each agency that has to do with the case is to it, as a whole.

    Empty where no case is known.
    """
    of_case = known_cases.c.case_id == case_id
    involved = union_all(
        select(known_cases.c.lead_agency_id).where(of_case),
        select(known_cases.c.referrer_agency_id).where(of_case),
        select(case_parties.c.agency_id).where(case_parties.c.case_id == case_id),
    )
    query = _facts().where(of_case, known_agencies.c.agency_id.in_(involved))
    grouped = _grouped((await session.execute(query)).all(), "agency_id")
    return {agency_id: _relation_of_agency(rows) for agency_id, rows in grouped.items()}


async def relations_of_agency(
    session: AsyncSession, agency_id: UUID, case_ids: Sequence[UUID]
) -> dict[UUID, Relation]:
    """Return what the agency as a whole is to each of these cases, those it is nothing to too."""
    query = _facts().where(
        known_cases.c.case_id.in_(case_ids), known_agencies.c.agency_id == agency_id
    )
    grouped = _grouped((await session.execute(query)).all(), "case_id")
    return {case_id: _relation_of_agency(rows) for case_id, rows in grouped.items()}


async def relations_of_caller(
    session: AsyncSession, caller: Caller, case_ids: Sequence[UUID]
) -> dict[UUID, Relation]:
    """Return what `caller` is to each of these cases, those it is nothing to too."""
    query = _facts().where(
        known_cases.c.case_id.in_(case_ids), known_agencies.c.agency_id == caller.agency_id
    )
    grouped = _grouped((await session.execute(query)).all(), "case_id")
    return {case_id: _standing(rows).relation(caller) for case_id, rows in grouped.items()}


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


def _grouped(rows: Sequence[Row[Any]], column: str) -> dict[UUID, list[Row[Any]]]:
    groups: dict[UUID, list[Row[Any]]] = {}
    for row in rows:
        groups.setdefault(getattr(row, column), []).append(row)
    return groups


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


async def require(
    session: AsyncSession, caller: Caller, operation: Operation, case_id: UUID
) -> Relation:
    """Let the caller do `operation` on the case, and record that it did.

    Raises `NotFound` where the case is hidden, unknown or not there, and `Forbidden` where it is
    known to the caller but not for this. Both are audited as denials.
    """
    standing = await standing_of(session, caller, case_id)
    relation = standing.relation(caller) if standing else Relation.NON_PARTY
    verdict = decide(caller, operation, relation)
    if verdict is Verdict.ALLOWED:
        record_access(session, operation, case_id)
        return relation
    denial = Denial(operation, case_id, "case", relation)
    if verdict is Verdict.HIDDEN:
        raise NotFound(denial=denial)
    raise Forbidden(denial=denial)


def visible_to(
    caller: Caller, operation: Operation, case_id_column: ColumnExpressionArgument[Any]
) -> ColumnElement[bool]:
    """Return the filter of every list and count: the cases on which `caller` may do `operation`.

    The caller's scope and role are not asked here: the route that lists has asked them.
    """
    cases, relation = _cases_with_relation(caller)
    return _visible(caller, cases, case_id_column, relation.in_(RULES[operation].relations))


def visible_by(
    caller: Caller,
    operation_column: InstrumentedAttribute[Operation],
    operations: Sequence[Operation],
    case_id_column: ColumnExpressionArgument[Any],
) -> ColumnElement[bool]:
    """Return the same filter for rows that name, each for itself, one of these operations."""
    cases, relation = _cases_with_relation(caller)
    may_do_it = or_(
        *(
            and_(operation_column == operation, relation.in_(RULES[operation].relations))
            for operation in operations
        )
    )
    return _visible(caller, cases, case_id_column, may_do_it)


_Cases = tuple[FromClause, FromClause]
"""The cases under a name of their own, and with what makes an agency a party to them."""


def _visible(
    caller: Caller,
    cases: _Cases,
    case_id_column: ColumnExpressionArgument[Any],
    condition: ColumnElement[bool],
) -> ColumnElement[bool]:
    known, joined = cases
    return exists(
        select(true())
        .select_from(joined)
        .where(
            known.c.case_id == case_id_column,
            known.c.synthetic == caller.synthetic,
            condition,
            ~_excluded(caller, known),
        )
    )


def _cases_with_relation(caller: Caller) -> tuple[_Cases, ColumnElement[Relation]]:
    """Say in SQL what `Standing` says of who is not excluded; a test holds the two together."""
    cases, parties = known_cases.alias(), case_parties.alias()
    own_party = and_(parties.c.case_id == cases.c.case_id, parties.c.agency_id == caller.agency_id)
    relation = case(
        (cases.c.lead_agency_id == caller.agency_id, Relation.LEAD),
        (parties.c.state == PartyState.ACCEPTED, Relation.PARTY),
        (cases.c.referrer_agency_id == caller.agency_id, Relation.REFERRER),
        (parties.c.state == PartyState.INVITED, Relation.INVITED),
        (parties.c.state.is_not(None), Relation.FORMER_PARTY),
        else_=Relation.NON_PARTY,
    )
    return (cases, cases.outerjoin(parties, own_party)), relation


def _excluded(caller: Caller, cases: FromClause) -> ColumnElement[bool]:
    table = case_exclusions.alias()
    return _in_force(caller, table, cases.c.case_id, _covers(caller, table)).correlate(cases)


def is_named_in(
    caller: Caller, case_id_column: ColumnExpressionArgument[Any]
) -> ColumnElement[bool]:
    """Tell whether an exclusion names a unit or a person that the caller may be.

    Of what an agency sent itself, and would read back, these are kept from reading.
    """
    table = case_exclusions.alias()
    is_narrow = or_(table.c.unit.is_not(None), table.c.practitioner_id.is_not(None))
    return _in_force(
        caller, table, case_id_column, and_(is_narrow, _covers(caller, table))
    ).correlate_except(table)


def _in_force(
    caller: Caller,
    table: FromClause,
    case_id_column: ColumnExpressionArgument[Any],
    condition: ColumnElement[bool],
) -> Exists:
    return exists(
        select(true())
        .select_from(table)
        .where(
            table.c.case_id == case_id_column,
            table.c.agency_id == caller.agency_id,
            table.c.lifted_at.is_(None),
            condition,
        )
    )


def _covers(caller: Caller, table: FromClause) -> ColumnElement[bool]:
    """Say in SQL what `Exclusion.covers` says; a test holds the two together."""
    person = caller.practitioner
    if person is None:
        return true()
    unit, person_id = table.c.unit, table.c.practitioner_id
    same_unit = true() if person.unit is None else unit == same_name(person.unit)
    return or_(
        and_(unit.is_(None), person_id.is_(None)),
        person_id == same_name(person.id),
        and_(person_id.is_(None), unit.is_not(None), same_unit),
    )
