"""What can change about what a council shares: an agreement is made, ends, runs out."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.agreements.errors import (
    AgreementNotRunning,
    AgreementStartsInThePast,
    AgreementTooLong,
    BasisAndConditionApart,
    OnlyACouncilAgrees,
    UnknownEventType,
    UnknownField,
)
from services.partners.agreements.models import Agreement, AgreementType, in_force_at
from services.partners.agreements.queries import made_agreement, view_agreements
from services.partners.agreements.terms import (
    ALWAYS_SHARED,
    ENDING_WITHIN,
    LONGEST,
    AgreementState,
    fields_of,
    shareable_types,
    state_on,
)
from services.partners.agreements.views import AgreementView, Ending, NewAgreement
from services.partners.errors import AgencyCannotBeNamed
from shared.access.caller import Caller, Practitioner, Role
from shared.access.tables import known_agencies
from shared.audit.append import record_change
from shared.clock import london_date
from shared.errors import Denial
from shared.events.partners import (
    AgreementEnded,
    AgreementEnding,
    AgreementEvent,
    AgreementMade,
)
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.reference.agencies import AgencyKind
from shared.reference.lawful_bases import go_together
from shared.work import now, seal

_TOLD_AT_ONCE = 100


async def make_agreement(session: AsyncSession, caller: Caller, new: NewAgreement) -> AgreementView:
    """Agree what the caller's council shares with an agency of the cases it leads."""
    maker = _safeguarding_lead_of_council(caller)
    _check(new, today=london_date(now(session)))
    await _require_other_side(session, caller, new.agency_id)
    agreement_id = new_id()
    agreement = Agreement(
        agreement_id=agreement_id,
        council_agency_id=caller.agency_id,
        agency_id=new.agency_id,
        synthetic=caller.synthetic,
        covers_all=new.event_types is None,
        left_out=sorted(set(new.left_out)),
        purpose=seal(session, new.purpose, f"agreements.purpose:{agreement_id}"),
        lawful_basis=new.lawful_basis,
        condition=new.condition,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        made_at=now(session),
        made_by_practitioner_id=maker.id,
    )
    session.add(agreement)
    await session.flush()
    session.add_all(
        AgreementType(agreement_id=agreement_id, type=one) for one in new.event_types or ()
    )
    _tell(session, [AgreementMade(**facts) for facts in _facts_for_each_side(agreement)])
    record_change(session, "make_agreement", f"agreement/{agreement_id}")
    return (await view_agreements(session, [agreement]))[0]


async def end_agreement(
    session: AsyncSession, caller: Caller, agreement_id: UUID, ending: Ending
) -> AgreementView:
    """End an agreement before it runs out: nothing more is sent from this moment."""
    agreement = await made_agreement(session, caller, agreement_id)
    ender = _safeguarding_lead_of_council(caller)
    state = state_on(
        london_date(now(session)),
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        is_ended=agreement.ended_at is not None,
    )
    if state in {AgreementState.EXPIRED, AgreementState.ENDED}:
        raise AgreementNotRunning
    agreement.ended_at = now(session)
    agreement.ended_by_practitioner_id = ender.id
    place = f"agreements.ending_reason:{agreement_id}"
    agreement.ending_reason = seal(session, ending.reason, place)
    _tell(session, [AgreementEnded(**facts) for facts in _facts_for_each_side(agreement)])
    record_change(session, "end_agreement", f"agreement/{agreement_id}")
    return (await view_agreements(session, [agreement]))[0]


async def tell_of_ending_agreements(session: AsyncSession) -> bool:
    """Warn both sides, once, of agreements in force that run out within a month."""
    last_day = london_date(now(session)) + ENDING_WITHIN
    query = (
        select(Agreement)
        .where(
            Agreement.told_at.is_(None), Agreement.ends_on <= last_day, in_force_at(now(session))
        )
        .order_by(Agreement.ends_on, Agreement.agreement_id)
        .limit(_TOLD_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    ending = (await session.scalars(query)).all()
    for agreement in ending:
        agreement.told_at = now(session)
        _tell(session, [AgreementEnding(**facts) for facts in _facts_for_each_side(agreement)])
    return bool(ending)


def _safeguarding_lead_of_council(caller: Caller) -> Practitioner:
    person = caller.practitioner
    if (
        person is None
        or person.role is not Role.SAFEGUARDING_LEAD
        or caller.kind is not AgencyKind.COUNCIL
    ):
        raise OnlyACouncilAgrees(denial=Denial("make_agreement", None, "agreement", "role"))
    return person


def _check(new: NewAgreement, *, today: date) -> None:
    """Raise where the terms can't be agreed; the caller's day is England's."""
    if new.starts_on < today:
        raise AgreementStartsInThePast
    if not new.starts_on <= new.ends_on <= new.starts_on + LONGEST:
        raise AgreementTooLong
    if not go_together(new.lawful_basis, new.condition):
        raise BasisAndConditionApart
    known = shareable_types()
    covered = known if new.event_types is None else frozenset(new.event_types)
    if not covered <= known or len(covered) < len(new.event_types or ()):
        raise UnknownEventType
    if not set(new.left_out) <= fields_of(covered) - ALWAYS_SHARED:
        raise UnknownField


async def _require_other_side(session: AsyncSession, caller: Caller, agency_id: UUID) -> None:
    """Raise unless the agency is another of the same world, made-up or real."""
    query = select(known_agencies.c.agency_id).where(
        known_agencies.c.agency_id == agency_id,
        known_agencies.c.agency_id != caller.agency_id,
        known_agencies.c.synthetic == caller.synthetic,
    )
    if (await session.execute(query)).first() is None:
        raise AgencyCannotBeNamed


def _tell(session: AsyncSession, events: Sequence[AgreementEvent]) -> None:
    for event in events:
        publish(session, event)


def _facts_for_each_side(agreement: Agreement) -> list[dict[str, Any]]:
    facts = {
        "agreement_id": agreement.agreement_id,
        "council_agency_id": agreement.council_agency_id,
        "with_agency_id": agreement.agency_id,
        "starts_on": agreement.starts_on,
        "ends_on": agreement.ends_on,
    }
    return [
        {**facts, "agency_id": agency_id}
        for agency_id in (agreement.council_agency_id, agreement.agency_id)
    ]
