"""The policy asked of the database: one case for one caller, or the filter of every list."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.caller import Caller
from shared.access.policy import (
    RULES,
    Exclusion,
    Operation,
    Relation,
    Standing,
    Verdict,
    decide,
)
from shared.access.tables import PartyState, case_exclusions, case_parties, known_cases
from shared.audit.append import record_access
from shared.errors import Denial, Forbidden, NotFound


async def standing_of(session: AsyncSession, caller: Caller, case_id: UUID) -> Standing | None:
    """Return the facts that relate `caller` to the case, or None where no case is known."""
    own_exclusions = and_(
        case_exclusions.c.case_id == known_cases.c.case_id,
        case_exclusions.c.agency_id == caller.agency_id,
        case_exclusions.c.lifted_at.is_(None),
    )
    own_party = and_(
        case_parties.c.case_id == known_cases.c.case_id,
        case_parties.c.agency_id == caller.agency_id,
    )
    query = (
        select(
            known_cases,
            case_parties.c.state,
            case_exclusions.c.exclusion_id,
            case_exclusions.c.unit,
            case_exclusions.c.practitioner_id,
        )
        .outerjoin(case_parties, own_party)
        .outerjoin(case_exclusions, own_exclusions)
        .where(known_cases.c.case_id == case_id)
    )
    rows = (await session.execute(query)).all()
    if not rows:
        return None
    first = rows[0]
    return Standing(
        case_id=first.case_id,
        synthetic=first.synthetic,
        is_lead=first.lead_agency_id == caller.agency_id,
        is_referrer=first.referrer_agency_id == caller.agency_id,
        party_state=first.state,
        exclusions=tuple(
            Exclusion(caller.agency_id, row.unit, row.practitioner_id)
            for row in rows
            if row.exclusion_id is not None
        ),
    )


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
    caller: Caller, operation: Operation, case_id_column: ColumnElement[Any]
) -> ColumnElement[bool]:
    """Return the filter of every list and count: the cases on which `caller` may do `operation`.

    The caller's scope and role are not asked here: a route asks them once, with `require_scope`.
    """
    relations = RULES[operation].relations
    kinds: list[ColumnElement[bool]] = []
    if Relation.LEAD in relations:
        kinds.append(known_cases.c.lead_agency_id == caller.agency_id)
    if Relation.REFERRER in relations:
        kinds.append(known_cases.c.referrer_agency_id == caller.agency_id)
    for relation, state in (
        (Relation.PARTY, PartyState.ACCEPTED),
        (Relation.INVITED, PartyState.INVITED),
    ):
        if relation in relations:
            kinds.append(_takes_part(caller, state))
    return exists(
        select(true())
        .select_from(known_cases)
        .where(
            known_cases.c.case_id == case_id_column,
            known_cases.c.synthetic == caller.synthetic,
            or_(*kinds),
            ~_excluded(caller),
        )
    )


def _takes_part(caller: Caller, state: PartyState) -> ColumnElement[bool]:
    return exists(
        select(true())
        .select_from(case_parties)
        .where(
            case_parties.c.case_id == known_cases.c.case_id,
            case_parties.c.agency_id == caller.agency_id,
            case_parties.c.state == state,
        )
    )


def _excluded(caller: Caller) -> ColumnElement[bool]:
    """Say in SQL what `Exclusion.covers` says; the two are held together by a test."""
    table = case_exclusions.c
    whole_agency = and_(table.unit.is_(None), table.practitioner_id.is_(None))
    person = caller.practitioner
    if person is None:
        covered: ColumnElement[bool] = true()
    else:
        same_unit = true() if person.unit is None else table.unit == person.unit
        covered = or_(
            whole_agency,
            table.practitioner_id == person.id,
            and_(table.practitioner_id.is_(None), table.unit.is_not(None), same_unit),
        )
    return exists(
        select(true())
        .select_from(case_exclusions)
        .where(
            table.case_id == known_cases.c.case_id,
            table.agency_id == caller.agency_id,
            table.lifted_at.is_(None),
            covered,
        )
    )
