"""Keep whom a case is about, by what people are counted by, from intake's events alone."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.statistics.models import AdultFact
from shared.events.intake import (
    AdultRedescribed,
    AdultSeparated,
    AdultsMerged,
    ConcernRaised,
    Described,
)


async def keep_described(session: AsyncSession, event: ConcernRaised | AdultRedescribed) -> None:
    """Keep how the adult is described now; an event from before that was told says nothing."""
    if event.described is None:
        return
    values = _values(event.described)
    known = await session.get(AdultFact, event.case_id)
    if known is None:
        session.add(AdultFact(case_id=event.case_id, synthetic=event.synthetic, **values))
        return
    for name, value in values.items():
        setattr(known, name, value)


async def keep_person(session: AsyncSession, event: AdultsMerged | AdultSeparated) -> None:
    """Keep which person the adult of a case is, as far as somebody found out."""
    this_one = update(AdultFact).where(AdultFact.case_id == event.case_id)
    await session.execute(this_one.values(person_id=event.person_id))


def _values(described: Described) -> dict[str, object]:
    return described.model_dump() | {"health_conditions": list(described.health_conditions)}
