"""Raising a concern: a case begins, and with it what must not be known of it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.adults.commands import keep_adult
from services.intake.adults.models import Adult
from services.intake.concerns.asking import require_consistent
from services.intake.concerns.models import Concern
from services.intake.concerns.queries import (
    councils_that_can_lead,
    what_happened_place,
    words_place,
)
from services.intake.concerns.views import ConcernReceipt, NewConcern
from services.intake.errors import (
    DateInTheFuture,
    LeadAgencyNeeded,
    LeadAgencyUnsuitable,
    NoLeadAgency,
    SourceOfRiskNeeded,
)
from services.intake.sources.commands import keep_sources
from services.intake.sources.holds import (
    is_unmatched_employer,
    may_be_the_raisers,
    must_not_know,
)
from services.intake.sources.queries import agencies_behind
from shared.access.caller import Caller
from shared.access.policy import Operation, Relation
from shared.access.projection import project
from shared.access.standings import relations_of_caller
from shared.audit.append import record_change
from shared.clock import london_date
from shared.events.intake import ConcernRaised, Hold
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.reference.sac import AbuseType
from shared.work import now, seal


async def raise_concern(session: AsyncSession, caller: Caller, new: NewConcern) -> ConcernReceipt:
    """Keep a concern and begin its case, with the holds that keep the accused from knowing.

    An agency that holds itself by what it reports gets a receipt without the case.
    """
    _require_it_can_have_happened(session, new)
    require_consistent(new)
    lead_agency_id = await _lead_agency(session, caller, new.lead_agency_id)
    adult = await keep_adult(
        session, new.adult, abused_on=new.occurred_on, synthetic=caller.synthetic
    )
    concern = _concern(session, caller, new, adult)
    concern.sources = await keep_sources(
        session, new.sources_of_risk, case_id=concern.case_id, synthetic=caller.synthetic
    )
    session.add(concern)
    event = await _concern_raised(session, caller, concern, new, lead_agency_id)
    await project(session, event)
    publish(session, event)
    record_change(
        session, "raise_concern", f"concern/{concern.concern_id}", case_id=concern.case_id
    )
    relations = await relations_of_caller(
        session, caller, Operation.READ_CONCERN, [concern.case_id]
    )
    is_held = relations[concern.case_id] is Relation.REFERRER_EXCLUDED
    return ConcernReceipt(
        concern_id=concern.concern_id,
        case_id=None if is_held else concern.case_id,
        received_at=concern.raised_at,
    )


def _require_it_can_have_happened(session: AsyncSession, new: NewConcern) -> None:
    if new.occurred_on is not None and new.occurred_on > london_date(now(session)):
        raise DateInTheFuture("What happened can't have happened in the future.")
    if not new.sources_of_risk and new.abuse_types != (AbuseType.SELF_NEGLECT,):
        raise SourceOfRiskNeeded("Only self-neglect by itself has no source of risk.")


async def _lead_agency(session: AsyncSession, caller: Caller, named: UUID | None) -> UUID:
    """Return the council named, or the only one there is (Care Act 2014, section 42)."""
    found = await councils_that_can_lead(session, synthetic=caller.synthetic, agency_id=named)
    if not found:
        raise NoLeadAgency if named is None else LeadAgencyUnsuitable
    if len(found) > 1:
        raise LeadAgencyNeeded
    return found[0]


def _concern(session: AsyncSession, caller: Caller, new: NewConcern, adult: Adult) -> Concern:
    concern_id = new_id()
    sealed_words = None if new.words is None else seal(session, new.words, words_place(concern_id))
    return Concern(
        concern_id=concern_id,
        case_id=new_id(),
        adult=adult,
        raised_by_agency_id=caller.agency_id,
        raised_by_practitioner_id=caller.practitioner.id if caller.practitioner else None,
        raised_at=now(session),
        occurred_on=new.occurred_on,
        abuse_types=list(new.abuse_types),
        location=new.location,
        immediate_danger=new.immediate_danger,
        what_happened=seal(session, new.what_happened, what_happened_place(concern_id)),
        asked=new.asked,
        asked_of=new.asked_of,
        not_asked_reason=new.not_asked_reason,
        words=sealed_words,
        synthetic=caller.synthetic,
    )


async def _concern_raised(
    session: AsyncSession,
    caller: Caller,
    concern: Concern,
    new: NewConcern,
    lead_agency_id: UUID,
) -> ConcernRaised:
    agencies = await agencies_behind(session, new.sources_of_risk, synthetic=concern.synthetic)
    alleged = list(zip(new.sources_of_risk, agencies, strict=True))
    held = [
        (source, known | {caller.agency_id})
        if may_be_the_raisers(source, known, caller.kind)
        else (source, known)
        for source, known in alleged
    ]
    return ConcernRaised(
        case_id=concern.case_id,
        synthetic=concern.synthetic,
        concern_id=concern.concern_id,
        lead_agency_id=lead_agency_id,
        raised_by_agency_id=concern.raised_by_agency_id,
        raised_at=concern.raised_at,
        occurred_on=concern.occurred_on,
        abuse_types=new.abuse_types,
        location=concern.location,
        sources_of_risk=tuple(dict.fromkeys(source.source for source in new.sources_of_risk)),
        asked=concern.asked,
        immediate_danger=concern.immediate_danger,
        holds=tuple(
            Hold(
                exclusion_id=new_id(),
                agency_id=exclusion.agency_id,
                unit=exclusion.unit,
                practitioner_id=exclusion.practitioner_id,
            )
            for exclusion in must_not_know(held, lead_agency_id)
        ),
        has_unmatched_employer=any(is_unmatched_employer(*pair) for pair in alleged),
    )
