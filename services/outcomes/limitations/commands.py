"""How a limitation is recorded, reviewed and explained. It never touches the words it limits."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.desired_outcomes.owners import works_on
from services.outcomes.desired_outcomes.queries import desired_outcome_of
from services.outcomes.enquiries.commands import lock_enquiry, lock_open_enquiry
from services.outcomes.errors import (
    AdultAlreadyTold,
    DecidingAgencyTakesNoPart,
    LimitationNoLongerApplies,
    NotYetHappened,
    UnknownAgencyNamed,
)
from services.outcomes.limitations.models import (
    Explanation,
    LaterExplanation,
    Limitation,
    LimitationNarrative,
    LimitationReview,
    ReviewNarrative,
)
from services.outcomes.limitations.particulars import check_limitation, check_review
from services.outcomes.limitations.queries import limitation_of, show_limitation
from services.outcomes.limitations.views import (
    LimitationView,
    NewExplanation,
    NewLimitation,
    NewLimitationReview,
)
from services.outcomes.schema import recorded, seal_narrative
from shared.access.policy import Operation
from shared.access.tables import known_agencies
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.events.outcomes import LimitationExplained, LimitationRecorded, LimitationReviewed
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.work import now


async def record_limitation(
    session: AsyncSession, access: Access, desired_outcome_id: UUID, new: NewLimitation
) -> LimitationView:
    """Record why a desired outcome can't be delivered in full; raises `NotFound` for no such."""
    check_limitation(new, now(session))
    await _check_agencies(session, access, new)
    await desired_outcome_of(session, access.case_id, desired_outcome_id)
    enquiry = await lock_open_enquiry(session, access.case_id)
    reasons = tuple(dict.fromkeys(new.reasons))
    limitation = Limitation(
        limitation_id=new_id(),
        desired_outcome_id=desired_outcome_id,
        reasons=[reason.value for reason in reasons],
        adult_was_told=new.adult_was_told,
        told_at=new.explanation.told_at if new.explanation else None,
        review_on=new.review_on,
        reviews=[],
        told_later=None,
        **recorded(session, access.caller, access.case_id),
    )
    narrative = LimitationNarrative.model_validate(new.model_dump())
    limitation.narrative = seal_narrative(session, narrative, limitation.narrative_row)
    session.add(limitation)
    _note(session, Operation.RECORD_LIMITATION, limitation)
    event = LimitationRecorded(
        case_id=access.case_id,
        synthetic=enquiry.synthetic,
        limitation_id=limitation.limitation_id,
        desired_outcome_id=desired_outcome_id,
        reasons=reasons,
        adult_was_told=new.adult_was_told,
        recorded_by_agency_id=access.caller.agency_id,
    )
    publish(session, event)
    return show_limitation(session, limitation)


async def review_limitation(
    session: AsyncSession,
    access: Access,
    desired_outcome_id: UUID,
    limitation_id: UUID,
    new: NewLimitationReview,
) -> LimitationView:
    """Say what came of looking at it again, also once the enquiry has ended.

    Raises `LimitationNoLongerApplies` where an earlier review found so: a new one is recorded then.
    """
    check_review(new, now(session))
    await lock_enquiry(session, access.case_id)
    limitation = await limitation_of(session, access.case_id, desired_outcome_id, limitation_id)
    if not limitation.applies:
        raise LimitationNoLongerApplies
    review = LimitationReview(
        review_id=new_id(),
        limitation_id=limitation_id,
        finding=new.finding,
        reviewed_at=new.reviewed_at,
        next_review_on=new.next_review_on,
        **recorded(session, access.caller, access.case_id),
    )
    narrative = ReviewNarrative(why=new.why)
    review.narrative = seal_narrative(session, narrative, review.narrative_row)
    limitation.reviews.append(review)
    _note(session, Operation.REVIEW_LIMITATION, limitation)
    event = LimitationReviewed(
        case_id=access.case_id,
        synthetic=limitation.synthetic,
        limitation_id=limitation_id,
        desired_outcome_id=desired_outcome_id,
        review_id=review.review_id,
        finding=new.finding,
        next_review_on=new.next_review_on,
        reviewed_by_agency_id=access.caller.agency_id,
    )
    publish(session, event)
    return show_limitation(session, limitation)


async def explain_limitation(
    session: AsyncSession,
    access: Access,
    desired_outcome_id: UUID,
    limitation_id: UUID,
    new: NewExplanation,
) -> LimitationView:
    """Record the honest conversation that could not be held at first, also after the enquiry's end.

    Raises `AdultAlreadyTold` where it has been held.
    """
    if new.told_at > now(session):
        raise NotYetHappened
    await lock_enquiry(session, access.case_id)
    limitation = await limitation_of(session, access.case_id, desired_outcome_id, limitation_id)
    if limitation.adult_was_told or limitation.told_later is not None:
        raise AdultAlreadyTold
    explanation = LaterExplanation(
        limitation_id=limitation_id,
        told_at=new.told_at,
        **recorded(session, access.caller, access.case_id),
    )
    narrative = Explanation.model_validate(new, from_attributes=True)
    explanation.narrative = seal_narrative(session, narrative, explanation.narrative_row)
    limitation.told_later = explanation
    _note(session, Operation.EXPLAIN_LIMITATION, limitation)
    event = LimitationExplained(
        case_id=access.case_id,
        synthetic=limitation.synthetic,
        limitation_id=limitation_id,
        desired_outcome_id=desired_outcome_id,
        told_at=new.told_at,
        recorded_by_agency_id=access.caller.agency_id,
    )
    publish(session, event)
    return show_limitation(session, limitation)


async def _check_agencies(session: AsyncSession, access: Access, new: NewLimitation) -> None:
    """Raise unless who decided works on the case, and agencies that are told are on the exchange.

    That an agency is on the exchange is no secret; whether it may know of the case is not said.
    """
    decider = new.decided_by_agency_id
    if decider is not None and not await works_on(session, access.case_id, decider):
        raise DecidingAgencyTakesNoPart
    told = {one.with_agency_id for one in new.shared or () if one.with_agency_id is not None}
    known = select(func.count()).where(
        known_agencies.c.agency_id.in_(told),
        known_agencies.c.synthetic == access.caller.synthetic,
    )
    if told and await session.scalar(known) != len(told):
        raise UnknownAgencyNamed


def _note(session: AsyncSession, operation: Operation, limitation: Limitation) -> None:
    subject = f"limitation/{limitation.limitation_id}"
    record_change(session, operation, subject, case_id=limitation.case_id)
