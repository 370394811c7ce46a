"""What makes partners unwell beside what makes any service so, and its figures for who watches."""

from datetime import timedelta

from prometheus_client.metrics_core import Metric
from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.alarms.models import Backlog, UrgentWatch
from services.partners.letters.queries import count_stuck
from services.partners.sendings.models import PENDING, Sending
from services.partners.subscriptions.channels import SubscriptionState
from services.partners.subscriptions.models import Subscription
from shared.access.tables import known_agencies
from shared.http.health import Check, Finding, finding
from shared.http.metrics import gauge
from shared.work import now

_GRACE = timedelta(minutes=1)
_KNOWN = Backlog.agency_id == known_agencies.c.agency_id
_ALARMS = and_(
    known_agencies.c.synthetic.is_(False),
    known_agencies.c.suspended.is_(False),
    known_agencies.c.live.is_(True),
)
"""Nobody is called at night for made-up data, nor for an agency that was shut out on purpose."""


async def _agencies_behind(session: AsyncSession) -> Finding:
    query = (
        select(func.count())
        .select_from(Backlog)
        .join(known_agencies, _KNOWN)
        .where(Backlog.behind_since.is_not(None), _ALARMS)
    )
    return await _none_is_well(session, query)


async def _urgent_alarms_overdue(session: AsyncSession) -> Finding:
    """Count what is overdue and has not been alarmed for: the worker should have by now."""
    query = select(func.count()).where(
        UrgentWatch.settled_at.is_(None), UrgentWatch.due_at <= now(session) - _GRACE
    )
    return await _none_is_well(session, query)


async def _letters_stuck(session: AsyncSession) -> Finding:
    count = await count_stuck(session)
    return finding(count, is_degraded=count > 0)


async def _none_is_well(session: AsyncSession, query: Select[int]) -> Finding:
    count = (await session.execute(query)).scalar_one()
    return finding(count, is_degraded=count > 0)


CHECKS: dict[str, Check] = {
    "agencies_behind": _agencies_behind,
    "urgent_alarms_overdue": _urgent_alarms_overdue,
    "letters_stuck": _letters_stuck,
}
"""In this order behind the checks of any service."""


async def figures(session: AsyncSession) -> list[Metric]:
    """Return how far each agency is behind, by its id alone, and what fails or waits."""
    return [
        *(await _of_agencies(session)),
        gauge(
            "alongside_subscriptions_failing",
            "Subscriptions by which nothing has got through since a failure, or are suspended.",
            ("channel",),
            [((row.channel,), row.failing) for row in await session.execute(_FAILING)],
        ),
        gauge(
            "alongside_sendings_pending",
            "Pushes that have not been handed over.",
            (),
            [((), (await session.execute(_PENDING_SENDINGS)).scalar_one())],
        ),
        gauge(
            "alongside_letters_stuck",
            "Messages to named contacts that did not get out.",
            (),
            [((), await count_stuck(session))],
        ),
    ]


async def _of_agencies(session: AsyncSession) -> list[Metric]:
    query = select(Backlog, known_agencies).join(known_agencies, _KNOWN)
    labels = ("agency_id", "suspended", "synthetic")
    ages, counts = [], []
    for row in await session.execute(query):
        kept: Backlog = row.Backlog
        values = (str(kept.agency_id), _written(row.suspended), _written(row.synthetic))
        age = (now(session) - kept.oldest_at).total_seconds() if kept.oldest_at else 0.0
        ages.append((values, age))
        counts.append((values, float(kept.waiting)))
    return [
        gauge(
            "alongside_agency_oldest_unreceived_seconds",
            "Age of the oldest event that an agency has not received; 0 where there is none.",
            labels,
            ages,
        ),
        gauge(
            "alongside_agency_unreceived",
            "Events that an agency has not received.",
            labels,
            counts,
        ),
    ]


def _written(is_so: bool) -> str:  # noqa: FBT001 - a label's value
    return str(is_so).lower()


_FAILING = (
    select(Subscription.channel, func.count().label("failing"))
    .where(
        Subscription.ended_at.is_(None),
        or_(
            Subscription.failing_since.is_not(None),
            Subscription.state == SubscriptionState.SUSPENDED_BY_FAILURE,
        ),
    )
    .group_by(Subscription.channel)
)
_PENDING_SENDINGS = select(func.count()).select_from(Sending).where(PENDING)
