"""Is the process alive, and can it serve truthfully? Every check is named in the answer."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import TypeVar

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from sqlalchemy import Column, Select, func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.tables import known_keys
from shared.audit.seal import seconds_unsealed
from shared.messaging.heartbeats import heartbeats
from shared.messaging.inbox import InboxState, inbox
from shared.messaging.outbox import outbox
from shared.migrations.upgrade import is_current
from shared.transactions import Database
from shared.work import now, work_of

_SECONDS_FOR_ALL = 3
_LONGEST_UNPUBLISHED = timedelta(seconds=60)
_LONGEST_SILENCE = timedelta(seconds=10)
_LONGEST_UNSEALED_SECONDS = 120


T = TypeVar("T")


class Health(StrEnum):
    """A degraded service answers truthfully, but its news does not get out as it should."""

    OK = "ok"
    DEGRADED = "degraded"
    DOWN = "down"


class Finding(BaseModel):
    """What one check found; `figure` is in the unit that the check's name says."""

    status: Health
    figure: float | None = None


class Report(BaseModel):
    """What all checks found; the whole is as unwell as the worst of them."""

    status: Health
    checks: dict[str, Finding]


async def _database(session: AsyncSession) -> Finding:
    await session.execute(text("SELECT 1"))
    return Finding(status=Health.OK)


async def _migrations(session: AsyncSession) -> Finding:
    is_at_head = await is_current(await session.connection(), work_of(session).service)
    return Finding(status=Health.OK if is_at_head else Health.DOWN)


async def _signing_keys(session: AsyncSession) -> Finding:
    query = select(func.count()).where(known_keys.c.retired.is_(False))
    count = (await session.execute(query)).scalar_one()
    return Finding(status=Health.OK if count else Health.DOWN, figure=count)


async def _seconds_unpublished(session: AsyncSession) -> Finding:
    query = select(func.min(outbox.c.recorded_at)).where(outbox.c.published_at.is_(None))
    oldest = (await session.execute(query)).scalar_one()
    age = now(session) - oldest if oldest else timedelta()
    return finding(age.total_seconds(), is_degraded=age > _LONGEST_UNPUBLISHED)


def _worker(column: Column[T]) -> Select[T]:
    return select(column).where(heartbeats.c.name == "worker")


async def _seconds_since_worker(session: AsyncSession) -> Finding:
    heard_at = (await session.execute(_worker(heartbeats.c.at))).scalar_one_or_none()
    if heard_at is None:
        return Finding(status=Health.DEGRADED)
    silence = now(session) - heard_at
    return finding(silence.total_seconds(), is_degraded=silence > _LONGEST_SILENCE)


async def _broker(session: AsyncSession) -> Finding:
    is_well = (await session.execute(_worker(heartbeats.c.is_well))).scalar_one_or_none()
    return finding(is_degraded=not is_well)


async def _quarantined(session: AsyncSession) -> Finding:
    query = select(func.count()).where(inbox.c.state == InboxState.QUARANTINED)
    count = (await session.execute(query)).scalar_one()
    return finding(count, is_degraded=count > 0)


async def _seconds_unsealed(session: AsyncSession) -> Finding:
    seconds = await seconds_unsealed(session)
    return finding(seconds, is_degraded=seconds > _LONGEST_UNSEALED_SECONDS)


def finding(figure: float | None = None, *, is_degraded: bool) -> Finding:
    """Say what a check found of which a service may go on answering truthfully."""
    return Finding(status=Health.DEGRADED if is_degraded else Health.OK, figure=figure)


Check = Callable[[AsyncSession], Awaitable[Finding]]

CHECKS: Mapping[str, Check] = {
    "database": _database,
    "migrations": _migrations,
    "signing_keys": _signing_keys,
    "seconds_unpublished": _seconds_unpublished,
    "seconds_since_worker": _seconds_since_worker,
    "broker": _broker,
    "quarantined": _quarantined,
    "seconds_unsealed": _seconds_unsealed,
}
"""In the order in which one rests on the other; after a failure the rest count as down.

A service may add its own behind them, in its app's state.
"""


async def examine(database: Database, checks: Mapping[str, Check]) -> Report:
    """Return what every check found, within a few seconds whatever is broken."""
    found = {name: Finding(status=Health.DOWN) for name in checks}
    try:
        async with asyncio.timeout(_SECONDS_FOR_ALL), database.transaction() as session:
            for name, check in checks.items():
                found[name] = await check(session)
    except (SQLAlchemyError, OSError):
        pass  # what was not reached is down already
    worst = max((each.status for each in found.values()), key=list(Health).index)
    return Report(status=worst, checks=found)


def health_routes(service: str) -> APIRouter:
    """Return the two questions that whoever runs the service asks it."""
    router = APIRouter(prefix=f"/{service}", include_in_schema=False)

    @router.get("/healthz")
    async def is_alive() -> dict[str, str]:
        return {"status": Health.OK}

    @router.get("/readyz")
    async def is_ready(request: Request) -> Response:
        report = await examine(request.app.state.database, request.app.state.checks)
        status = HTTPStatus.SERVICE_UNAVAILABLE if report.status is Health.DOWN else HTTPStatus.OK
        return Response(
            report.model_dump_json(exclude_none=True), status, media_type="application/json"
        )

    return router
