"""The edges' transaction: what a command wrote, its audit and its events commit as one."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from shared.audit.append import AuditKind, record_denial, write_audit
from shared.clock import Clock, utc_clock
from shared.crypto import Cipher
from shared.database import create_engine
from shared.errors import Denial, DomainError
from shared.events.contract import Event
from shared.messaging.outbox import write_events
from shared.work import INFO_KEY, THE_EXCHANGE, Actor, Work, work_of


def _nothing() -> None:
    """Wake nobody."""


OnEvents = Callable[[AsyncSession, Sequence[Event]], Awaitable[None]]
"""Hears what a unit of work published, inside it, before it commits. It publishes nothing."""


async def hear_nothing(_session: AsyncSession, _events: Sequence[Event]) -> None:
    """Let a service's own events change nothing in itself."""


class Database:
    """One service's database: opens units of work, and tells the relay when events committed."""

    def __init__(
        self,
        service: str,
        url: str,
        cipher: Cipher,
        *,
        clock: Clock = utc_clock,
    ) -> None:
        """Open nothing yet; connections are made when a unit of work needs one."""
        self.service = service
        self.cipher = cipher
        self.clock = clock
        self.engine: AsyncEngine = create_engine(url)
        self.on_published: Callable[[], None] = _nothing
        self.on_events: OnEvents = hear_nothing

    @asynccontextmanager
    async def transaction(
        self,
        *,
        actor: Actor = THE_EXCHANGE,
        correlation_id: str | None = None,
        causation_id: str | None = None,
        traceparent: str | None = None,
    ) -> AsyncIterator[AsyncSession]:
        """Open a unit of work; commit it with its audit and events, or nothing of it.

        What it did is undone when it fails; that someone was let near a case, or refused, stays
        in the audit all the same, in a transaction of its own.
        """
        work = Work(
            service=self.service,
            started_at=self.clock(),
            cipher=self.cipher,
            correlation_id=correlation_id or str(uuid4()),
            causation_id=causation_id,
            traceparent=traceparent,
            actor=actor,
        )
        try:
            async with self._session(work) as session:
                yield session
                has_published = await self._complete(session)
        except Exception as error:
            await self._keep_audit(work, error.denial if isinstance(error, DomainError) else None)
            raise
        if has_published:
            self.on_published()

    @asynccontextmanager
    async def intermission(self, session: AsyncSession) -> AsyncIterator[None]:
        """Commit what a unit of work has done so far, and hold no connection inside the block.

        After it the unit goes on as a new one: at a later instant, and having seen nothing.
        """
        has_published = await self._complete(session)
        session.expunge_all()
        if has_published:
            self.on_published()
        yield
        work_of(session).started_at = self.clock()

    async def _complete(self, session: AsyncSession) -> bool:
        """Write what follows from a unit of work and commit; tell whether it has published."""
        await self.on_events(session, [published.event for published in work_of(session).events])
        await write_audit(session)
        has_published = await write_events(session)
        await session.commit()
        return has_published

    async def _keep_audit(self, work: Work, denial: Denial | None) -> None:
        accesses = [row for row in work.audit_rows if row["kind"] is AuditKind.ACCESS]
        if denial is None and not accesses:
            return
        work.audit_rows[:] = accesses
        work.events.clear()
        async with self._session(work) as session:
            if denial is not None:
                record_denial(session, denial)
            await write_audit(session)
            await session.commit()

    def _session(self, work: Work) -> AsyncSession:
        return AsyncSession(self.engine, expire_on_commit=False, info={INFO_KEY: work})

    async def dispose(self) -> None:
        """Close all connections."""
        await self.engine.dispose()


@asynccontextmanager
async def attempt(session: AsyncSession) -> AsyncIterator[None]:
    """Do a part of a unit of work that can fail by itself.

    What it wrote, published and audited is undone with it; the failure goes on to the caller.
    """
    work = work_of(session)
    events, audit_rows = len(work.events), len(work.audit_rows)
    try:
        async with session.begin_nested():
            yield
    except BaseException:
        del work.events[events:], work.audit_rows[audit_rows:]
        raise


def act_as(session: AsyncSession, actor: Actor) -> None:
    """Name who is acting, once the edge knows."""
    work_of(session).actor = actor
