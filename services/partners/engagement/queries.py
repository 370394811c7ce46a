"""What an agency reads of its own engagement."""

from collections.abc import Sequence
from statistics import median

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.engagement.models import Engagement
from services.partners.engagement.views import EngagementView, SubjectEngagement
from shared.access.caller import Caller
from shared.access.policy import Operation
from shared.access.visibility import visible_to
from shared.events.partners import EngagementSubject

_SECONDS_IN_AN_HOUR = 3600


async def read_engagement(session: AsyncSession, caller: Caller) -> EngagementView:
    """Count what the caller's agency was asked, and what was heard of it."""
    query = select(Engagement).where(
        Engagement.agency_id == caller.agency_id,
        visible_to(caller, Operation.READ_ENGAGEMENT, Engagement.case_id),
    )
    rows = (await session.scalars(query)).all()
    return EngagementView(
        items=[
            count(subject, [row for row in rows if row.subject is subject])
            for subject in EngagementSubject
        ]
    )


def count(subject: EngagementSubject, rows: Sequence[Engagement]) -> SubjectEngagement:
    """Count facts about one kind of subject."""
    unheard = [row for row in rows if _responded_after_hours(row) is None and not _is_over(row)]
    silent = sum(row.overdue_at is not None for row in unheard)
    hours = [taken for row in rows if (taken := _responded_after_hours(row)) is not None]
    return SubjectEngagement(
        subject=subject,
        asked=sum(row.asked_at is not None for row in rows),
        acknowledged=sum(row.acknowledged_at is not None for row in rows),
        contributed=sum(row.contributed_at is not None for row in rows),
        declined=sum(row.declined_at is not None for row in rows),
        overdue=sum(row.overdue_at is not None for row in rows),
        silent=silent,
        waiting=len(unheard) - silent,
        ended=sum(row.ended_at is not None for row in rows),
        median_hours_to_first_response=round(median(hours), 2) if hours else None,
    )


def _is_over(row: Engagement) -> bool:
    return row.asked_at is None or (row.ended_at is not None and row.overdue_at is None)


def _responded_after_hours(row: Engagement) -> float | None:
    heard = [at for at in (row.acknowledged_at, row.contributed_at, row.declined_at) if at]
    if row.asked_at is None or not heard:
        return None
    return (min(heard) - row.asked_at).total_seconds() / _SECONDS_IN_AN_HOUR
