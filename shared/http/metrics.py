"""Figures for whoever watches the exchange (Prometheus' text format): no name, no case.

They are asked of the service itself, inside its network: the door passes nobody on to them, and
whoever was passed on all the same finds nothing there.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy.ext.asyncio import AsyncSession

from shared.errors import NotFound
from shared.http.health import CHECKS
from shared.transactions import Database
from shared.work import work_of

Figures = Callable[[AsyncSession], Awaitable[Sequence[Metric]]]
"""What reads some figures; a service adds its own in its app's state."""

_PASSED_ON = frozenset({"forwarded", "via", "x-forwarded-for"})
"""What a proxy adds; whoever asks from inside has no need of one."""

_MEANINGS = {
    "seconds_unpublished": "Age of the oldest event that has not left the outbox.",
    "seconds_since_worker": "Age of the worker's last sign of life; missing if there was none.",
    "quarantined": "Events that could not be applied and wait for a person.",
}


async def of_the_service(session: AsyncSession) -> list[Metric]:
    """Return what every service tells of its outbox, its inbox and its worker."""
    service = work_of(session).service
    gauges: list[Metric] = []
    for name, meaning in _MEANINGS.items():
        figure = (await CHECKS[name](session)).figure
        samples = () if figure is None else (((service,), figure),)
        gauges.append(gauge(f"alongside_{name}", meaning, ("service",), samples))
    return gauges


def gauge(
    name: str,
    meaning: str,
    labels: Sequence[str],
    samples: Iterable[tuple[Sequence[str], float]],
) -> Metric:
    """Return a gauge with a sample for each set of labels."""
    family = GaugeMetricFamily(name, meaning, labels=labels)
    for values, figure in samples:
        family.add_metric(values, figure)
    return family


class _Read(Collector):
    """What has been read already, as the library asks for it."""

    def __init__(self, metrics: Sequence[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterator[Metric]:
        yield from self._metrics


async def read_figures(database: Database, figures: Sequence[Figures]) -> bytes:
    """Return all figures as of now, as text."""
    async with database.transaction() as session:
        metrics = [metric for read in figures for metric in await read(session)]
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Read(metrics))
    return generate_latest(registry)


def metrics_routes(service: str) -> APIRouter:
    """Return the one question that a monitoring system asks."""
    router = APIRouter(prefix=f"/{service}", include_in_schema=False)

    @router.get("/metrics")
    async def read_metrics(request: Request) -> Response:
        if _PASSED_ON & set(request.headers):
            raise NotFound
        state = request.app.state
        text = await read_figures(state.database, state.figures)
        return Response(text, media_type=CONTENT_TYPE_LATEST)

    return router
