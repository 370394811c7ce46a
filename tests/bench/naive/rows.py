"""The kernel's rows as mapped objects."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy.orm import DeclarativeBase, Mapped

from shared.access.tables import case_exclusions, known_agencies, known_cases, known_keys
from shared.audit.append import audit_entries
from shared.database import kernel_metadata
from shared.idempotency import idempotency
from shared.messaging.inbox import inbox, inbox_streams
from shared.messaging.outbox import outbox, outbox_streams


class Row(DeclarativeBase):
    metadata = kernel_metadata


class Agency(Row):
    __table__ = known_agencies
    if TYPE_CHECKING:
        kind: Mapped[Any]
        synthetic: Mapped[bool]


class Key(Row):
    __table__ = known_keys
    if TYPE_CHECKING:
        public_jwk: Mapped[dict[str, Any]]


class Case(Row):
    __table__ = known_cases


class Exclusion(Row):
    __table__ = case_exclusions


class AuditEntry(Row):
    __table__ = audit_entries


class KeptAnswer(Row):
    __table__ = idempotency
    if TYPE_CHECKING:
        claim_id: Mapped[UUID]
        key_digest: Mapped[bytes]
        answer: Mapped[bytes | None]


class OutboxStream(Row):
    __table__ = outbox_streams
    if TYPE_CHECKING:
        sequence: Mapped[int]


class OutboxEvent(Row):
    __table__ = outbox
    if TYPE_CHECKING:
        position: Mapped[int]
        type: Mapped[str]
        envelope: Mapped[bytes]
        published_at: Mapped[datetime | None]


class InboxStream(Row):
    __table__ = inbox_streams
    if TYPE_CHECKING:
        sequence: Mapped[int]


class InboxEvent(Row):
    __table__ = inbox
