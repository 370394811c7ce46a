"""Showing prompts, and keeping that they were shown."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.prompts.models import PatternSeen, PromptShowing
from services.outcomes.prompts.queries import prompts_of
from services.outcomes.prompts.views import PromptsView
from shared.access.visibility import Access
from shared.events.intake import PatternNoticed


async def show_prompts(session: AsyncSession, access: Access) -> PromptsView:
    """Return what the case may need next; that it was shown counts once a day."""
    prompts = await prompts_of(session, access)
    rows = [
        {
            "case_id": access.case_id,
            "agency_id": access.caller.agency_id,
            "shown_on": prompts.as_of,
            "code": one.code,
            "synthetic": access.caller.synthetic,
        }
        for one in prompts.items
    ]
    if rows:
        dialect = session.get_bind().dialect.name
        insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
        await session.execute(insert(PromptShowing).values(rows).on_conflict_do_nothing())
    return prompts


async def remember_pattern(session: AsyncSession, event: PatternNoticed) -> None:
    """Remember that the case's source of risk came up with other adults; the newest count holds."""
    seen = PatternSeen(
        case_id=event.case_id,
        adults=event.adults,
        noticed_at=event.noticed_at,
        synthetic=event.synthetic,
    )
    await session.merge(seen)
