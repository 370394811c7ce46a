"""What can be read of representatives."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.enquiries.views import PersonView, RecordedView
from services.outcomes.representatives.models import (
    EndingNarrative,
    Representative,
    RepresentativeNarrative,
)
from services.outcomes.representatives.views import (
    RepresentativesView,
    RepresentativeView,
    SourceCheckView,
)
from services.outcomes.schema import unseal_narrative
from shared.errors import NotFound


async def representatives_of(session: AsyncSession, case_id: UUID) -> Sequence[Representative]:
    """Return everybody who speaks or spoke for the adult, the newest first."""
    query = select(Representative).where(Representative.case_id == case_id)
    return (await session.scalars(query.order_by(Representative.representative_id.desc()))).all()


async def representative_of(
    session: AsyncSession, case_id: UUID, representative_id: UUID
) -> Representative:
    """Return one representative of this case; raises `NotFound` for one of another."""
    query = select(Representative).where(
        Representative.case_id == case_id, Representative.representative_id == representative_id
    )
    kept = await session.scalar(query.with_for_update())
    if kept is None:
        raise NotFound
    return kept


async def list_representatives(session: AsyncSession, case_id: UUID) -> RepresentativesView:
    """Return them with their names, for callers whom the policy has let in."""
    found = await representatives_of(session, case_id)
    return RepresentativesView(items=[show_representative(session, one) for one in found])


def show_representative(session: AsyncSession, kept: Representative) -> RepresentativeView:
    """Return a representative whole."""
    told = unseal_narrative(session, RepresentativeNarrative, kept.narrative, kept.narrative_row)
    why_ended = None
    if kept.ending is not None:
        why_ended = unseal_narrative(session, EndingNarrative, kept.ending, kept.ending_row).why
    people = {"person", "document_seen_by", "checked_by", "checked_on"}
    return RepresentativeView(
        representative_id=kept.representative_id,
        person=PersonView.of(told.person),
        kind=kept.kind,
        document_seen_by=PersonView.of(told.document_seen_by) if told.document_seen_by else None,
        source_check=SourceCheckView(
            finding=kept.source_check,
            checked_by=PersonView.of(told.checked_by) if told.checked_by else None,
            checked_on=told.checked_on,
        ),
        ended=kept.ended,
        why_ended=why_ended,
        recorded=RecordedView.of(kept),
        **told.model_dump(exclude=people),
    )
