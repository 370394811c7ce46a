"""How facts about engagement are kept, as events tell of them."""

from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.engagement.facts import fact_of
from services.partners.engagement.models import Engagement
from shared.events.contract import CaseEvent
from shared.events.partners import EngagementRecorded, EngagementStep
from shared.messaging.outbox import publish
from shared.work import happened_at


async def record_engagement(session: AsyncSession, event: CaseEvent) -> None:
    """Keep what the event says of an agency's part, and tell statistics; the first time counts.

    Being asked once more, as after an invitation was declined, begins anew.
    """
    fact = fact_of(event)
    if fact is None:
        return
    at = happened_at(session)
    query = select(Engagement).where(
        Engagement.agency_id == fact.agency_id,
        Engagement.case_id == event.case_id,
        Engagement.subject_id == fact.subject_id,
    )
    kept = await session.scalar(query.with_for_update())
    if kept is None:
        kept = Engagement(
            agency_id=fact.agency_id,
            case_id=event.case_id,
            subject_id=fact.subject_id,
            subject=fact.subject,
            synthetic=event.is_synthetic,
        )
        session.add(kept)
    column = f"{fact.step}_at"
    if fact.step is EngagementStep.ASKED:
        for step in EngagementStep:
            setattr(kept, f"{step}_at", None)
    if getattr(kept, column) is not None:
        return
    setattr(kept, column, at)
    facts = {"case_id": event.case_id, "synthetic": event.is_synthetic, "at": at}
    publish(session, EngagementRecorded(**asdict(fact), **facts))
