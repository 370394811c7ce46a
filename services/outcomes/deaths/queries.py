"""What can be read of the death of the adult."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.deaths.models import DeathRecord, RetractionNarrative
from services.outcomes.deaths.views import DeathView
from services.outcomes.enquiries.views import RecordedView
from services.outcomes.schema import unseal_narrative


async def read_death(session: AsyncSession, case_id: UUID) -> DeathView | None:
    """Return what was recorded last of the adult's death, or None where nothing was."""
    newest = (
        select(DeathRecord)
        .where(DeathRecord.case_id == case_id)
        .order_by(DeathRecord.death_record_id.desc())
        .limit(1)
    )
    kept = await session.scalar(newest)
    return None if kept is None else show_death(session, kept)


def show_death(session: AsyncSession, kept: DeathRecord) -> DeathView:
    """Return a record of death, for callers whom the policy has let in."""
    why = None
    if kept.narrative is not None:
        why = unseal_narrative(session, RetractionNarrative, kept.narrative, kept.narrative_row).why
    return DeathView(
        adult_died=kept.adult_died,
        died_on=kept.died_on,
        precision=kept.precision,
        linked_to_abuse=kept.linked_to_abuse,
        why=why,
        recorded=RecordedView.of(kept),
    )
