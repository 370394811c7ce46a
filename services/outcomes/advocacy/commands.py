"""How the duty is reviewed, and an advocate asked for, allocated and ended."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.advocacy.duty import duty_of
from services.outcomes.advocacy.errors import (
    AdvocacyOutOfOrder,
    PersonIncomplete,
    PersonNotAppropriate,
)
from services.outcomes.advocacy.models import (
    AdvocacyReview,
    AdvocateReferral,
    AllocationNarrative,
    ReferralNarrative,
    ReviewNarrative,
)
from services.outcomes.advocacy.queries import referral_of, show_referral, show_review
from services.outcomes.advocacy.views import (
    AdvocacyReviewView,
    NewAdvocacyEnd,
    NewAdvocacyReview,
    NewAllocation,
    NewReferral,
    ReferralView,
)
from services.outcomes.enquiries.commands import lock_open_enquiry
from services.outcomes.enquiries.models import Person
from services.outcomes.errors import NotYetHappened
from services.outcomes.representatives.source_check import require_no_source
from services.outcomes.schema import recorded, seal_narrative
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.clock import london_date
from shared.events.outcomes import AdvocacyReviewed, AdvocateAllocated, AdvocateReferred
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.reference.advocacy import AdvocacyDuty, AppropriatePerson, SourceCheck
from shared.reference.conversations import Recorded as YesNo
from shared.work import now


async def review_advocacy(
    session: AsyncSession, access: Access, new: NewAdvocacyReview
) -> AdvocacyReviewView:
    """Record what was found, with the duty that follows."""
    _check_person(new)
    enquiry = await lock_open_enquiry(session, access.case_id)
    who = new.who
    duty = _duty(new)
    kept = AdvocacyReview(
        review_id=new_id(),
        duty=duty,
        **new.model_dump(exclude={"evidence", "who", "why_none"}),
        **recorded(session, access.caller, access.case_id),
    )
    person = (
        who.model_dump(exclude={"source_check"}) | who.source_check.model_dump() if who else None
    )
    told = ReviewNarrative.model_validate(
        {"evidence": new.evidence, "why_none": new.why_none, "who": person}
    )
    kept.narrative = seal_narrative(session, told, kept.narrative_row)
    session.add(kept)
    _note(session, access, f"advocacy_review/{kept.review_id}")
    publish(
        session,
        AdvocacyReviewed(
            case_id=access.case_id,
            synthetic=enquiry.synthetic,
            review_id=kept.review_id,
            duty=duty,
            recorded_by_agency_id=access.caller.agency_id,
        ),
    )
    return show_review(session, kept)


async def refer_to_advocate(
    session: AsyncSession, access: Access, new: NewReferral
) -> ReferralView:
    """Record that an advocate was asked for."""
    _require_past(session, new.referred_on)
    enquiry = await lock_open_enquiry(session, access.case_id)
    kept = AdvocateReferral(
        referral_id=new_id(),
        kind=new.kind,
        referred_on=new.referred_on,
        **recorded(session, access.caller, access.case_id),
    )
    told = ReferralNarrative(provider=new.provider)
    kept.narrative = seal_narrative(session, told, kept.narrative_row)
    session.add(kept)
    _note(session, access, f"advocate_referral/{kept.referral_id}")
    publish(
        session,
        AdvocateReferred(
            case_id=access.case_id,
            synthetic=enquiry.synthetic,
            referral_id=kept.referral_id,
            kind=kept.kind,
            referred_on=kept.referred_on,
        ),
    )
    return show_referral(session, kept)


async def allocate_advocate(
    session: AsyncSession, access: Access, referral_id: UUID, new: NewAllocation
) -> ReferralView:
    """Record who the advocate is; raises `AdvocacyOutOfOrder` for a second, or after the end."""
    _require_past(session, new.allocated_on, new.first_contact_on)
    kept = await referral_of(session, access.case_id, referral_id)
    is_too_early = new.allocated_on < kept.referred_on
    if kept.allocated_on is not None or kept.ended is not None or is_too_early:
        raise AdvocacyOutOfOrder
    kept.allocated_on, kept.first_contact_on = new.allocated_on, new.first_contact_on
    advocate = Person(name=new.advocate.name, role=new.advocate.role)
    told = AllocationNarrative(advocate=advocate)
    kept.allocation = seal_narrative(session, told, kept.allocation_row)
    _note(session, access, f"advocate_referral/{referral_id}")
    publish(
        session,
        AdvocateAllocated(
            case_id=access.case_id,
            synthetic=kept.synthetic,
            referral_id=referral_id,
            kind=kept.kind,
            allocated_on=new.allocated_on,
        ),
    )
    return show_referral(session, kept)


async def end_advocacy(
    session: AsyncSession, access: Access, referral_id: UUID, new: NewAdvocacyEnd
) -> ReferralView:
    """Record that the advocate's part ended, or never began; raises `AdvocacyOutOfOrder`."""
    _require_past(session, new.ended_on)
    kept = await referral_of(session, access.case_id, referral_id)
    if kept.ended is not None or new.ended_on < kept.referred_on:
        raise AdvocacyOutOfOrder
    kept.ended, kept.ended_on = new.reason, new.ended_on
    _note(session, access, f"advocate_referral/{referral_id}")
    return show_referral(session, kept)


def _duty(new: NewAdvocacyReview) -> AdvocacyDuty:
    who = new.who
    return duty_of(
        (new.understanding, new.retaining, new.using_or_weighing, new.communicating),
        new.appropriate_person,
        person_agrees=who.agrees if who else YesNo.NOT_RECORDED,
        adult_agrees=who.adult_agrees if who else YesNo.NOT_RECORDED,
        source_check=who.source_check.finding if who else SourceCheck.NOT_CHECKED,
    )


def _check_person(new: NewAdvocacyReview) -> None:
    """Raise unless whoever was found is named, wanted, unpaid, and no source of risk."""
    is_found = new.appropriate_person is AppropriatePerson.FOUND
    is_none = new.appropriate_person is AppropriatePerson.NONE_FOUND
    if (new.who is not None) is not is_found or (new.why_none is not None) is not is_none:
        raise PersonIncomplete
    if new.who is None:
        return
    require_no_source(new.who.source_check)
    if new.who.is_paid_to_care is YesNo.YES:
        raise PersonNotAppropriate("Whoever is paid to care for the adult can't be (68(4)).")
    if new.who.adult_agrees is YesNo.NO:
        raise PersonNotAppropriate("The adult does not want this person (68(5)).")


def _require_past(session: AsyncSession, *days: date | None) -> None:
    today = london_date(now(session))
    if any(day is not None and day > today for day in days):
        raise NotYetHappened


def _note(session: AsyncSession, access: Access, subject: str) -> None:
    record_change(session, Operation.RECORD_ADVOCACY, subject, case_id=access.case_id)
