"""Whether a sharing agreement covers what a party is to be sent, and which fields it leaves out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.agreements.models import Agreement, AgreementType, in_force_at
from services.partners.agreements.queries import shares_less_than_all
from services.partners.agreements.terms import Terms, left_out
from services.partners.deliveries.entitlement import (
    ASKS_FOR_AN_AGREEMENT,
    is_open,
    needs_agreement,
)
from services.partners.deliveries.models import Delivery, WithheldFor
from shared.access.policy import Operation, Relation
from shared.access.standings import relations_of_agency
from shared.access.tables import known_cases
from shared.work import now


@dataclass(frozen=True, slots=True)
class Agreed:
    """Who raised some cases, and the terms in force between their leads and some agencies."""

    referrers: Mapping[UUID, UUID]
    terms: Mapping[tuple[UUID, UUID], Sequence[Terms]]

    def left_out(
        self,
        case_id: UUID,
        agency_id: UUID,
        *,
        received_by: Operation,
        relation: Relation,
        event_type: str,
    ) -> frozenset[str] | None:
        """Return the fields that the agency is not sent; None where it is not sent the event."""
        is_referrer = self.referrers.get(case_id) == agency_id
        if not needs_agreement(received_by, relation, is_referrer=is_referrer):
            return frozenset()
        return left_out(self.terms.get((case_id, agency_id), ()), event_type)


async def agreed(
    session: AsyncSession,
    case_ids: Collection[UUID],
    agency_ids: Collection[UUID],
    event_types: Collection[str],
) -> Agreed:
    """Return what is agreed, as of now, of these types between cases' leads and agencies."""
    if not case_ids or not agency_ids:
        return Agreed({}, {})
    referrers: dict[UUID, UUID] = {}
    found: dict[tuple[UUID, UUID, UUID], tuple[Any, set[str]]] = {}
    query = _in_force(case_ids, agency_ids, event_types, now(session))
    for row in await session.execute(query):
        referrers[row.case_id] = row.referrer_agency_id
        if row.agreement_id is not None:
            key = (row.case_id, row.agency_id, row.agreement_id)
            found.setdefault(key, (row, set()))[1].add(row.type)
    terms: dict[tuple[UUID, UUID], list[Terms]] = {}
    for (case_id, agency_id, _), (row, types) in found.items():
        covered = None if row.covers_all else frozenset(types)
        own = terms.setdefault((case_id, agency_id), [])
        own.append(Terms(covered, frozenset(row.left_out)))
    return Agreed(referrers, terms)


def _in_force(
    case_ids: Collection[UUID],
    agency_ids: Collection[UUID],
    event_types: Collection[str],
    at: datetime,
) -> Select[Any]:
    """Select a row for each case, agreement and type it names; one for a case without any."""
    with_the_lead = and_(
        Agreement.council_agency_id == known_cases.c.lead_agency_id,
        Agreement.agency_id.in_(agency_ids),
        in_force_at(at),
    )
    of_these = and_(
        AgreementType.agreement_id == Agreement.agreement_id, AgreementType.type.in_(event_types)
    )
    return (
        select(known_cases.c.case_id, known_cases.c.referrer_agency_id)
        .add_columns(Agreement.agreement_id, Agreement.agency_id)
        .add_columns(Agreement.covers_all, Agreement.left_out, AgreementType.type)
        .select_from(known_cases)
        .outerjoin(Agreement, with_the_lead)
        .outerjoin(AgreementType, of_these)
        .where(known_cases.c.case_id.in_(case_ids))
    )


def is_covered(agency_id: UUID, at: datetime) -> ColumnElement[bool]:
    """Say in SQL what `Agreed.left_out` says of the deliveries of an agency that is a party.

    Of one that leads the case it says yes; that it may know is asked beside this.
    """
    of_case = (
        select(true()).select_from(known_cases).where(known_cases.c.case_id == Delivery.case_id)
    )
    needs_none = exists(
        of_case.where(
            or_(
                known_cases.c.lead_agency_id == agency_id,
                and_(
                    known_cases.c.referrer_agency_id == agency_id,
                    Delivery.received_by == Operation.RECEIVE_REFERRER_EVENT,
                ),
            )
        ).correlate(Delivery)
    )
    names_the_type = exists(
        select(true()).where(
            AgreementType.agreement_id == Agreement.agreement_id,
            AgreementType.type == Delivery.type,
        )
    ).correlate(Agreement, Delivery)
    covering = exists(
        select(true())
        .select_from(known_cases)
        .join(Agreement, Agreement.council_agency_id == known_cases.c.lead_agency_id)
        .where(
            known_cases.c.case_id == Delivery.case_id,
            Agreement.agency_id == agency_id,
            in_force_at(at),
            or_(Agreement.covers_all, names_the_type),
        )
    ).correlate(Delivery)
    return or_(Delivery.received_by.not_in(ASKS_FOR_AN_AGREEMENT), needs_none, covering)


class _ToBeSent(Protocol):
    """What is asked of a delivery, or of the row of one."""

    @property
    def case_id(self) -> UUID | None: ...
    @property
    def received_by(self) -> Operation: ...
    @property
    def type(self) -> str: ...


def why_withheld(
    in_force: Agreed, agency_id: UUID, delivery: _ToBeSent, relation: Relation
) -> WithheldFor | None:
    """Return why the agency as a whole may not be sent a delivery now; None where it may."""
    case_id = delivery.case_id
    if not is_open(delivery.received_by, case_id, relation):
        return WithheldFor.MAY_NOT_KNOW
    if case_id is None:
        return None
    fields = in_force.left_out(
        case_id,
        agency_id,
        received_by=delivery.received_by,
        relation=relation,
        event_type=delivery.type,
    )
    return WithheldFor.NO_AGREEMENT if fields is None else None


async def narrow(session: AsyncSession, agency_id: UUID, deliveries: Sequence[Delivery]) -> None:
    """Take out of what is about to be handed over what no agreement shares any more."""
    asked = {
        one.case_id: None
        for one in deliveries
        if one.case_id is not None and one.received_by in ASKS_FOR_AN_AGREEMENT
    }
    if not asked or not await shares_less_than_all(session, agency_id):
        return
    relations = await relations_of_agency(session, agency_id, sorted(asked))
    types = {one.type for one in deliveries}
    in_force = await agreed(session, asked, [agency_id], types)
    for one in deliveries:
        if one.case_id is None:
            continue
        fields = in_force.left_out(
            one.case_id,
            agency_id,
            received_by=one.received_by,
            relation=relations.get(one.case_id, Relation.NON_PARTY),
            event_type=one.type,
        )
        if fields and not fields.isdisjoint(one.data):
            one.data = without(one.data, fields)


def without(data: Mapping[str, object], fields: frozenset[str]) -> dict[str, object]:
    """Return `data` as far as it is shared."""
    return {name: value for name, value in data.items() if name not in fields}
