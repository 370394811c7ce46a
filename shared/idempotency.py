"""A command is carried out once, however often its request is sent.

The key is claimed, the command run and its answer kept in one transaction, so that all of it
happened or none. Failures are not kept: a request that failed may be sent again.
"""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import (
    Column,
    Index,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    delete,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database import LOCK_NOT_AVAILABLE, UtcDateTime, kernel_metadata, sqlstate_of
from shared.errors import Conflict, DomainError
from shared.identifiers import new_id
from shared.transactions import Database
from shared.work import now, seal, unseal, work_of

KEPT_FOR = timedelta(days=35)
"""Longer than any retry and than the window in which a backup may be restored."""

_FORGOTTEN_AT_ONCE = 1000

idempotency = Table(
    "idempotency",
    kernel_metadata,
    Column("claim_id", Uuid, primary_key=True),
    Column("principal", Text, nullable=False),
    Column("route", Text, nullable=False),
    Column("key_digest", LargeBinary, nullable=False),
    Column("request_digest", LargeBinary, nullable=False),
    Column("answer", LargeBinary),
    Column("stored_at", UtcDateTime, nullable=False),
    UniqueConstraint("principal", "route", "key_digest"),
    Index("ix_idempotency_stored_at", "stored_at"),
)
"""Keys and bodies are kept as keyed digests: a client may have made either from a name."""


class KeyReused(DomainError):
    """The answer to another request would be mistaken for the answer to this one."""

    status = 422
    code = "idempotency_key_reused"
    title = "The Idempotency-Key was used for a request with another body"


class RequestInFlight(Conflict):
    """The same request is being carried out; its answer can be had by asking again."""

    code = "request_in_flight"
    title = "A request with this Idempotency-Key is still being carried out"


class Answer(BaseModel):
    """What was answered, kept sealed and sent again byte by byte.

    `case_id` is the case that it reveals, where the path did not name it already.
    """

    model_config = ConfigDict(frozen=True)

    status: int
    body: str
    headers: dict[str, str]
    case_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sending of a request: where to, under which key, with which body."""

    route: str
    key: str
    body: bytes


async def carry_out(
    session: AsyncSession, attempt: Attempt, command: Callable[[], Awaitable[Answer]]
) -> tuple[Answer, bool]:
    """Return the answer to `attempt`, and whether it was kept from an earlier sending."""
    claim_id = await _claim(session, attempt)
    if claim_id is None:
        return await _kept_answer(session, attempt), True
    answer = await command()
    sealed = seal(session, answer.model_dump_json(), _place(claim_id))
    await session.execute(
        update(idempotency).where(idempotency.c.claim_id == claim_id).values(answer=sealed)
    )
    return answer, False


async def _claim(session: AsyncSession, attempt: Attempt) -> UUID | None:
    """Insert the claim; None if there is one. A claim in flight elsewhere is waited for."""
    dialect = session.get_bind().dialect.name
    insert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(idempotency)
    claim_id = new_id()
    row = {
        "claim_id": claim_id,
        "principal": _principal(session),
        "route": attempt.route,
        "key_digest": _digest(session, "key", attempt.key.encode()),
        "request_digest": _digest(session, "request", attempt.body),
        "stored_at": now(session),
    }
    statement = insert.values(row).on_conflict_do_nothing().returning(idempotency.c.claim_id)
    try:
        is_ours = (await session.execute(statement)).first() is not None
    except DBAPIError as error:
        if sqlstate_of(error) == LOCK_NOT_AVAILABLE:
            raise RequestInFlight from None
        raise
    return claim_id if is_ours else None


async def _kept_answer(session: AsyncSession, attempt: Attempt) -> Answer:
    table = idempotency.c
    query = select(table.claim_id, table.request_digest, table.answer).where(
        table.principal == _principal(session),
        table.route == attempt.route,
        table.key_digest == _digest(session, "key", attempt.key.encode()),
    )
    kept = (await session.execute(query)).one()
    if kept.request_digest != _digest(session, "request", attempt.body):
        raise KeyReused
    return Answer.model_validate_json(unseal(session, kept.answer, _place(kept.claim_id)))


def _principal(session: AsyncSession) -> str:
    actor = work_of(session).actor
    return actor.name if actor.agency_id is None else str(actor.agency_id)


def _digest(session: AsyncSession, of: str, content: bytes) -> bytes:
    cipher = work_of(session).cipher
    return cipher.blind_index(f"idempotency.{of}", hashlib.sha256(content).hexdigest())


def _place(claim_id: UUID) -> str:
    return f"idempotency.answer:{claim_id}"


async def forget_old_answers(database: Database) -> bool:
    """Delete answers kept for longer than any request is sent again; a step of every worker."""
    async with database.transaction() as session:
        oldest = now(session) - KEPT_FOR
        old = (
            select(idempotency.c.claim_id)
            .where(idempotency.c.stored_at < oldest)
            .limit(_FORGOTTEN_AT_ONCE)
        )
        statement = delete(idempotency).where(idempotency.c.claim_id.in_(old))
        forgotten = await session.execute(statement.returning(idempotency.c.claim_id))
        return bool(forgotten.all())
