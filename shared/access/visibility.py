"""The policy asked of the database: may this caller do that, and the filter of every list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ColumnExpressionArgument,
    CompoundSelect,
    Exists,
    FromClause,
    Select,
    Uuid,
    and_,
    case,
    exists,
    false,
    or_,
    select,
    true,
    type_coerce,
    union,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from shared.access.caller import Caller
from shared.access.policy import (
    MAY_HOLD_THE_DECISION,
    RULES,
    Operation,
    Relation,
    Ruling,
    decide,
    relation_for,
    same_name,
)
from shared.access.standings import standing_of
from shared.access.tables import (
    PartyState,
    case_deciders,
    case_emergencies,
    case_exclusions,
    case_parties,
    known_cases,
)
from shared.audit.append import record_access
from shared.errors import Denial, Forbidden, NotFound
from shared.reference.agencies import AgencyKind


@dataclass(frozen=True, slots=True)
class Access:
    """A caller who was let near a case, and what it is to that case."""

    caller: Caller
    case_id: UUID
    relation: Relation


async def require(
    session: AsyncSession, caller: Caller, operation: Operation, case_id: UUID
) -> Relation:
    """Let the caller do `operation` on the case, and record that it did.

    Raises `NotFound` where the case is hidden, unknown or not there, and `Forbidden` where it is
    known to the caller but not for this. Both are audited as denials.
    """
    standing = await standing_of(session, caller, case_id)
    relation = relation_for(standing, caller, operation)
    ruling = decide(caller, operation, relation, standing.decider if standing else None)
    if ruling is Ruling.ALLOWED:
        record_access(session, operation, case_id)
        return relation
    denial = Denial(operation, case_id, "case", relation)
    if ruling is Ruling.HIDDEN:
        raise NotFound(denial=denial)
    raise Forbidden(denial=denial)


async def also(session: AsyncSession, access: Access, operation: Operation) -> Access | None:
    """Return access for what is shown beside what was asked for, recorded; None if it is not open.

    That something is left out of a page is no denial: nobody asked for it.
    """
    standing = await standing_of(session, access.caller, access.case_id)
    relation = relation_for(standing, access.caller, operation)
    decider = standing.decider if standing else None
    if decide(access.caller, operation, relation, decider) is not Ruling.ALLOWED:
        return None
    record_access(session, operation, access.case_id)
    return Access(access.caller, access.case_id, relation)


def visible_to(
    caller: Caller, operation: Operation, case_id_column: ColumnExpressionArgument[Any]
) -> ColumnElement[bool]:
    """Return the filter of every list and count: the cases on which `caller` may do `operation`.

    The caller's scope and role are not asked here: the route that lists has asked them.
    """
    cases, relation = _cases_with_relation(caller)
    may_do_it = _may_do(caller, operation, cases[0], relation)
    return _visible(caller, cases, case_id_column, may_do_it, (operation,))


def visible_by(
    caller: Caller,
    operation_column: InstrumentedAttribute[Operation],
    operations: Sequence[Operation],
    case_id_column: InstrumentedAttribute[Any],
) -> ColumnElement[bool]:
    """Return the same filter for rows that name, each for itself, one of these operations.

    A row that names no case is a notice to the agency whose row it is.
    """
    cases, relation = _cases_with_relation(caller)
    may_do_it = or_(
        *(
            and_(operation_column == operation, _may_do(caller, operation, cases[0], relation))
            for operation in operations
        )
    )
    is_notice = and_(operation_column == Operation.RECEIVE_NOTICE, case_id_column.is_(None))
    return or_(is_notice, _visible(caller, cases, case_id_column, may_do_it, operations))


_Cases = tuple[FromClause, FromClause]
"""The cases under a name of their own, and with what makes an agency a party to them."""


def _may_do(
    caller: Caller, operation: Operation, cases: FromClause, relation: ColumnElement[Relation]
) -> ColumnElement[bool]:
    """Say in SQL what `relation_for` and `decide` say of who is not excluded."""
    rule = RULES[operation]
    may_do_it: ColumnElement[bool] = relation.in_(rule.relations)
    if Relation.EMERGENCY in rule.relations:
        may_do_it = or_(may_do_it, _in_emergency(caller, cases))
    if not rule.by_decider:
        return may_do_it
    deciders = case_deciders.alias()
    of_case = select(true()).where(deciders.c.case_id == cases.c.case_id).correlate(cases)
    is_decider = exists(of_case.where(_is_the_practitioner(caller, deciders)))
    return or_(
        and_(may_do_it, ~exists(of_case)),
        and_(relation.in_(MAY_HOLD_THE_DECISION), is_decider),
    )


def _in_emergency(caller: Caller, cases: FromClause) -> ColumnElement[bool]:
    return exists(
        _open_emergencies(caller).where(case_emergencies.c.case_id == cases.c.case_id)
    ).correlate(cases)


def _open_emergencies(caller: Caller) -> Select[Any]:
    is_open = false() if caller.called_at is None else case_emergencies.c.ends_at > caller.called_at
    return select(case_emergencies.c.case_id).where(
        _is_the_practitioner(caller, case_emergencies), is_open
    )


def _is_the_practitioner(caller: Caller, table: FromClause) -> ColumnElement[bool]:
    if caller.practitioner is None:
        return false()
    return and_(
        table.c.agency_id == caller.agency_id,
        table.c.practitioner_id == same_name(caller.practitioner.id),
    )


def _visible(
    caller: Caller,
    cases: _Cases,
    case_id_column: ColumnExpressionArgument[Any],
    condition: ColumnElement[bool],
    operations: Sequence[Operation],
) -> ColumnElement[bool]:
    known, joined = cases
    is_visible = exists(
        select(true())
        .select_from(joined)
        .where(
            known.c.case_id == case_id_column,
            known.c.synthetic == caller.synthetic,
            condition,
            ~_excluded(caller, known),
        )
    )
    relations = frozenset().union(*(RULES[operation].relations for operation in operations))
    if caller.kind is AgencyKind.COUNCIL or Relation.NON_PARTY in relations:
        return is_visible
    emergencies = [_open_emergencies(caller)] if Relation.EMERGENCY in relations else []
    involving = _involving(caller, *emergencies)
    return and_(type_coerce(case_id_column, Uuid()).in_(involving), is_visible)


def _involving(caller: Caller, *more: Select[Any]) -> CompoundSelect[Any]:
    """Select the cases an agency has anything to do with, for an index to begin with.

    Only a council may lead, and who leads sees most cases: for it a list is quicker without.
    """
    return union(
        select(known_cases.c.case_id).where(known_cases.c.lead_agency_id == caller.agency_id),
        select(known_cases.c.case_id).where(known_cases.c.referrer_agency_id == caller.agency_id),
        select(case_parties.c.case_id).where(case_parties.c.agency_id == caller.agency_id),
        *more,
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
    return _in_force(caller, table, cases.c.case_id, covers(caller, table)).correlate(cases)


def is_excluded_from(
    caller: Caller, case_id_column: ColumnExpressionArgument[Any]
) -> ColumnElement[bool]:
    """Tell whether an exclusion or a hold in force keeps the caller from a case.

    For what is no case and tells of one: whoever must not know of the case must not know of it.
    """
    table = case_exclusions.alias()
    return _in_force(caller, table, case_id_column, covers(caller, table)).correlate_except(table)


def is_named_in(
    caller: Caller, case_id_column: ColumnExpressionArgument[Any]
) -> ColumnElement[bool]:
    """Tell whether an exclusion names a unit or a person that the caller may be.

    Of what an agency sent itself, and would read back, these are kept from reading.
    """
    table = case_exclusions.alias()
    is_narrow = or_(table.c.unit.is_not(None), table.c.practitioner_id.is_not(None))
    return _in_force(
        caller, table, case_id_column, and_(is_narrow, covers(caller, table))
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


def covers(caller: Caller, table: FromClause) -> ColumnElement[bool]:
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
