"""The kernel's first tables, made by the first migration of every service."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from shared.database import Json, UtcDateTime

_CODE = sa.String(64)
_BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UNSETTLED = sa.text("state IN ('held', 'waiting', 'quarantined')")
_UNPUBLISHED = sa.text("published_at IS NULL")


def upgrade() -> None:
    """Make every table of the kernel, and begin the first epoch."""
    _create_outbox()
    _create_inbox()
    _create_progress()
    _create_agencies()
    _create_cases()
    _create_audit()
    _create_answers()
    producer = sa.table(
        "producer", sa.column("only"), sa.column("epoch"), sa.column("started_at", UtcDateTime)
    )
    op.bulk_insert(producer, [{"only": 1, "epoch": 1, "started_at": datetime.now(UTC)}])


def _create_outbox() -> None:
    """The event log, the heads of its streams, and the producer's generation."""
    op.create_table(
        "outbox",
        sa.Column("position", _BIG_KEY, autoincrement=True, nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("envelope", sa.LargeBinary, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("published_at", UtcDateTime),
        sa.PrimaryKeyConstraint("position", name="pk_outbox"),
        sa.UniqueConstraint("event_id", name="uq_outbox_event_id"),
        sa.UniqueConstraint("stream", "epoch", "sequence", name="uq_outbox_stream_epoch_sequence"),
    )
    op.create_index(
        "ix_outbox_unpublished",
        "outbox",
        ["position"],
        postgresql_where=_UNPUBLISHED,
        sqlite_where=_UNPUBLISHED,
    )
    op.create_table(
        "outbox_streams",
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("predecessor", sa.Text),
        sa.PrimaryKeyConstraint("stream", name="pk_outbox_streams"),
    )
    op.create_table(
        "producer",
        sa.Column("only", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("started_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("only", name="pk_producer"),
    )


def _create_inbox() -> None:
    """The waiting room."""
    op.create_table(
        "inbox",
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("state", _CODE, nullable=False),
        sa.Column("sealed", sa.LargeBinary),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_attempt_at", UtcDateTime),
        sa.Column("reason", sa.Text),
        sa.Column("received_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("source", "event_id", name="pk_inbox"),
    )
    op.create_index(
        "ix_inbox_unsettled",
        "inbox",
        ["source", "stream"],
        postgresql_where=_UNSETTLED,
        sqlite_where=_UNSETTLED,
    )


def _create_progress() -> None:
    """How far each stream is settled, who was asked for everything, and signs of life."""
    op.create_table(
        "inbox_streams",
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("asked_at", UtcDateTime),
        sa.PrimaryKeyConstraint("source", "stream", name="pk_inbox_streams"),
    )
    op.create_table(
        "inbox_sources",
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_inbox_sources"),
    )
    op.create_table(
        "heartbeats",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("is_well", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_heartbeats"),
    )


def _create_agencies() -> None:
    """Who is on the exchange, and by which keys its tokens are signed."""
    op.create_table(
        "known_agencies",
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", _CODE, nullable=False),
        sa.Column("suspended", sa.Boolean, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("agency_id", name="pk_known_agencies"),
    )
    op.create_table(
        "known_identifiers",
        sa.Column("scheme", _CODE, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.PrimaryKeyConstraint("scheme", "value", "agency_id", name="pk_known_identifiers"),
    )
    op.create_table(
        "known_keys",
        sa.Column("key_id", sa.Text, nullable=False),
        sa.Column("public_jwk", Json, nullable=False),
        sa.Column("retired", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("key_id", name="pk_known_keys"),
    )


def _create_cases() -> None:
    """Which cases there are, who takes part, and who must not know."""
    op.create_table(
        "known_cases",
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("lead_agency_id", sa.Uuid, nullable=False),
        sa.Column("referrer_agency_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("has_unmatched_employer", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_known_cases"),
    )
    op.create_index("ix_known_cases_lead_agency_id", "known_cases", ["lead_agency_id", "case_id"])
    op.create_index(
        "ix_known_cases_referrer_agency_id", "known_cases", ["referrer_agency_id", "case_id"]
    )
    op.create_table(
        "case_parties",
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("state", _CODE, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "agency_id", name="pk_case_parties"),
    )
    op.create_index("ix_case_parties_agency_id", "case_parties", ["agency_id", "case_id"])
    op.create_table(
        "case_exclusions",
        sa.Column("exclusion_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("unit", sa.Text),
        sa.Column("practitioner_id", sa.Text),
        sa.Column("is_hold", sa.Boolean, nullable=False),
        sa.Column("lifted_at", UtcDateTime),
        sa.PrimaryKeyConstraint("exclusion_id", name="pk_case_exclusions"),
    )
    op.create_index(
        "ix_case_exclusions_case_id_agency_id", "case_exclusions", ["case_id", "agency_id"]
    )


def _create_audit() -> None:
    """Every access, denial and change."""
    op.create_table(
        "audit_entries",
        sa.Column("entry_id", sa.Uuid, nullable=False),
        sa.Column("occurred_at", UtcDateTime, nullable=False),
        sa.Column("kind", _CODE, nullable=False),
        sa.Column("operation", sa.Text, nullable=False),
        sa.Column("case_id", sa.Uuid),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("agency_id", sa.Uuid),
        sa.Column("practitioner_id", sa.Text),
        sa.Column("unit", sa.Text),
        sa.Column("role", sa.Text),
        sa.Column("correlation_id", sa.Text, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_audit_entries"),
    )
    op.create_index("ix_audit_entries_case_id", "audit_entries", ["case_id", "entry_id"])


def _create_answers() -> None:
    """Answers kept to be given again."""
    op.create_table(
        "idempotency",
        sa.Column("claim_id", sa.Uuid, nullable=False),
        sa.Column("principal", sa.Text, nullable=False),
        sa.Column("route", sa.Text, nullable=False),
        sa.Column("key_digest", sa.LargeBinary, nullable=False),
        sa.Column("request_digest", sa.LargeBinary, nullable=False),
        sa.Column("answer", sa.LargeBinary),
        sa.Column("stored_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("claim_id", name="pk_idempotency"),
        sa.UniqueConstraint(
            "principal", "route", "key_digest", name="uq_idempotency_principal_route_key_digest"
        ),
    )
    op.create_index("ix_idempotency_stored_at", "idempotency", ["stored_at"])
