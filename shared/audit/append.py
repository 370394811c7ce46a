"""Append to the audit in the transaction of what it tells of; sealing comes afterwards."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    insert,
    text,
)
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database import UtcDateTime, coded, kernel_metadata
from shared.errors import Denial
from shared.identifiers import new_id
from shared.work import work_of


class AuditKind(StrEnum):
    """What kind of thing happened."""

    ACCESS = "access"
    DENIAL = "denial"
    CHANGE = "change"


audit_entries = Table(
    "audit_entries",
    kernel_metadata,
    Column("entry_id", Uuid, primary_key=True),
    Column("occurred_at", UtcDateTime, nullable=False),
    Column("kind", coded(AuditKind), nullable=False),
    Column("operation", Text, nullable=False),
    Column("case_id", Uuid),
    Column("subject", Text, nullable=False),
    Column("reason", Text),
    Column("actor", Text, nullable=False),
    Column("agency_id", Uuid),
    Column("practitioner_id", Text),
    Column("unit", Text),
    Column("role", Text),
    Column("correlation_id", Text, nullable=False),
    Column("synthetic", Boolean, nullable=False),
    Column("number", BigInteger),
    Column("digest", LargeBinary),
    Column("sealed_in", Integer),
    Index("ix_audit_entries_case_id", "case_id", "entry_id"),
    Index("ix_audit_entries_sealed_in", "sealed_in"),
    Index(
        "ix_audit_entries_unsealed",
        "entry_id",
        postgresql_where=text("sealed_in IS NULL"),
        sqlite_where=text("sealed_in IS NULL"),
    ),
)
"""`subject` is a kind and an id, as in "desired_outcome/<id>"; never a value.

`number`, `digest` and `sealed_in` are written once, when the entry is sealed; nothing else is ever
changed or deleted, and the database refuses to.
"""


def record_access(
    session: AsyncSession, operation: str, case_id: UUID | None, *, subject: str = "case"
) -> None:
    """Say that the actor of this unit of work looked at, or was let near, a case or `subject`."""
    _append(session, AuditKind.ACCESS, operation, case_id, subject, None)


def record_change(
    session: AsyncSession, operation: str, subject: str, *, case_id: UUID | None = None
) -> None:
    """Say that the actor of this unit of work changed `subject`."""
    _append(session, AuditKind.CHANGE, operation, case_id, subject, None)


def record_denial(session: AsyncSession, denial: Denial) -> None:
    """Say that the actor of this unit of work was refused."""
    _append(
        session,
        AuditKind.DENIAL,
        denial.operation,
        denial.case_id,
        denial.subject,
        denial.reason,
    )


async def write_audit(session: AsyncSession) -> None:
    """Write what was recorded in this unit of work; called by the edge before it commits."""
    work = work_of(session)
    if work.audit_rows:
        await session.execute(insert(audit_entries), work.audit_rows)
        work.audit_rows.clear()


def _append(
    session: AsyncSession,
    kind: AuditKind,
    operation: str,
    case_id: UUID | None,
    subject: str,
    reason: str | None,
) -> None:
    work = work_of(session)
    actor = work.actor
    row: dict[str, Any] = {
        "entry_id": new_id(),
        "occurred_at": work.started_at,
        "kind": kind,
        "operation": operation,
        "case_id": case_id,
        "subject": subject,
        "reason": reason,
        "actor": actor.name,
        "agency_id": actor.agency_id,
        "practitioner_id": actor.practitioner_id,
        "unit": actor.unit,
        "role": actor.role,
        "correlation_id": work.correlation_id,
        "synthetic": actor.synthetic,
    }
    work.audit_rows.append(row)
