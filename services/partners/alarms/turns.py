"""Taking turns: what is due is done once, however many workers run and however often they start."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.alarms.models import Turn
from shared.work import now

_LONDON = ZoneInfo("Europe/London")
DIGEST_AT = time(8)
"""By the clock in England, whatever the season: before the first meeting of the day."""


async def take_turn(session: AsyncSession, name: str, *, due_at: datetime) -> bool:
    """Take a turn that nobody has taken since `due_at`; return whether it is ours.

    It is ours with everything that this transaction does, or with nothing of it.
    """
    taken_at = await session.scalar(select(Turn.taken_at).where(Turn.name == name))
    if taken_at is not None and taken_at >= due_at:
        return False
    dialect = session.get_bind().dialect.name
    upsert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(Turn)
    taken = (
        upsert.values(name=name, taken_at=now(session))
        .on_conflict_do_update(
            index_elements=[Turn.name],
            set_={"taken_at": upsert.excluded.taken_at},
            where=Turn.taken_at < due_at,
        )
        .returning(Turn.name)
    )
    return (await session.execute(taken)).first() is not None


def last_digest_due(instant: datetime) -> datetime:
    """Return the last time, up to `instant`, at which a digest was due."""
    local = instant.astimezone(_LONDON)
    today = datetime.combine(local.date(), DIGEST_AT, _LONDON)
    if local >= today:
        return today
    return datetime.combine(local.date() - timedelta(days=1), DIGEST_AT, _LONDON)
