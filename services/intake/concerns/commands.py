"""Raising a concern: a case begins, or goes on, and with it what must not be known of it."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.adults.commands import described, keep_adult
from services.intake.adults.models import Adult
from services.intake.concerns.accounts import (
    SoFar,
    facts_of,
    known_so_far,
    may_have_lasted_until,
    recognise,
    require_it_can_have_happened,
    tell,
)
from services.intake.concerns.asking import require_consistent
from services.intake.concerns.models import Concern
from services.intake.concerns.queries import councils_that_can_lead
from services.intake.concerns.views import (
    ConcernReceipt,
    NewAccount,
    NewConcern,
    NewFurtherConcern,
)
from services.intake.errors import LeadAgencyNeeded, LeadAgencyUnsuitable, NoLeadAgency
from shared.access.caller import Caller
from shared.access.policy import Operation, Relation
from shared.access.projection import project
from shared.access.standings import relations_of_caller
from shared.access.tables import known_cases
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.events.intake import ConcernAdded, ConcernRaised
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.work import now


async def raise_concern(session: AsyncSession, caller: Caller, new: NewConcern) -> ConcernReceipt:
    """Keep a concern and begin its case, with the holds that keep the accused from knowing.

    An agency that holds itself by what it reports gets a receipt without the case.
    """
    require_it_can_have_happened(session, new)
    require_consistent(new)
    lead_agency_id = await lead_agency(session, caller, new.lead_agency_id)
    abused_on = may_have_lasted_until(session, new.occurred_on, new.precision, new.occurred_until)
    adult = await keep_adult(session, new.adult, abused_on=abused_on, synthetic=caller.synthetic)
    concern = _concern(session, caller, case_id=new_id(), adult=adult)
    facts = await _keep(session, caller, concern, new, lead_agency_id, SoFar())
    event = ConcernRaised(
        **facts,
        lead_agency_id=lead_agency_id,
        raised_at=concern.raised_at,
        described=described(session, adult, new.adult),
    )
    return await _receive(session, caller, concern, event, "raise_concern")


async def add_concern(
    session: AsyncSession, access: Access, new: NewFurtherConcern
) -> ConcernReceipt:
    """Keep a further concern about the adult of a case.

    Whom it accuses is held from this moment, also where they took part until now.
    """
    require_it_can_have_happened(session, new)
    require_consistent(new)
    case = (
        await session.execute(
            select(known_cases).where(known_cases.c.case_id == access.case_id).with_for_update()
        )
    ).one()
    of_case = select(Concern.adult_id).where(Concern.case_id == access.case_id)
    adult = (await session.scalars(select(Adult).where(Adult.adult_id.in_(of_case)))).one()
    concern = _concern(session, access.caller, case_id=access.case_id, adult=adult)
    so_far = await known_so_far(session, concern)
    facts = await _keep(session, access.caller, concern, new, case.lead_agency_id, so_far)
    event = ConcernAdded(**facts, raised_at=concern.raised_at)
    return await _receive(session, access.caller, concern, event, Operation.ADD_CONCERN)


async def lead_agency(session: AsyncSession, caller: Caller, named: UUID | None) -> UUID:
    """Return the council named, or the only one there is (Care Act 2014, section 42).

    Raises `NoLeadAgency`, `LeadAgencyUnsuitable` or `LeadAgencyNeeded`.
    """
    found = await councils_that_can_lead(session, synthetic=caller.synthetic, agency_id=named)
    if not found:
        raise NoLeadAgency if named is None else LeadAgencyUnsuitable
    if len(found) > 1:
        raise LeadAgencyNeeded
    return found[0]


def _concern(session: AsyncSession, caller: Caller, *, case_id: UUID, adult: Adult) -> Concern:
    return Concern(
        concern_id=new_id(),
        case_id=case_id,
        adult=adult,
        raised_by_agency_id=caller.agency_id,
        raised_by_practitioner_id=caller.practitioner.id if caller.practitioner else None,
        raised_at=now(session),
        synthetic=caller.synthetic,
        version=1,
    )


async def _keep(
    session: AsyncSession,
    caller: Caller,
    concern: Concern,
    new: NewAccount,
    lead_agency_id: UUID,
    so_far: SoFar,
) -> dict[str, Any]:
    """Keep what is told, and return the facts that others learn of it."""
    await tell(session, caller, concern, new)
    session.add(concern)
    alleged = await recognise(session, concern, new, lead_agency_id=lead_agency_id)
    return facts_of(caller, concern, alleged, lead_agency_id=lead_agency_id, so_far=so_far)


async def _receive(
    session: AsyncSession,
    caller: Caller,
    concern: Concern,
    event: ConcernRaised | ConcernAdded,
    change: str,
) -> ConcernReceipt:
    """Tell the others, and acknowledge: without the case to an agency that must not follow it."""
    await project(session, event)
    publish(session, event)
    record_change(session, change, f"concern/{concern.concern_id}", case_id=concern.case_id)
    relations = await relations_of_caller(
        session, caller, Operation.READ_CONCERN, [concern.case_id]
    )
    shut_out = {Relation.REFERRER_EXCLUDED, Relation.EXCLUDED}
    is_held = relations[concern.case_id] in shut_out
    return ConcernReceipt(
        concern_id=concern.concern_id,
        case_id=None if is_held else concern.case_id,
        received_at=concern.raised_at,
    )
