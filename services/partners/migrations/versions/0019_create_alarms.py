"""Create what alarms remember, and the letters to named contacts."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0019"
down_revision = "0018"

_CODE = sa.String(64)


def upgrade() -> None:
    """Make room for watches, for stock and turns taken, and for letters on their way."""
    _watch_urgent_concerns()
    _take_stock()
    _write_letters()


def _watch_urgent_concerns() -> None:
    op.create_table(
        "urgent_watches",
        sa.Column("position", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("raised_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("raised_at", UtcDateTime, nullable=False),
        sa.Column("due_at", UtcDateTime, nullable=False),
        sa.Column("settled_at", UtcDateTime),
        sa.Column("outcome", _CODE),
        sa.PrimaryKeyConstraint("position", name="pk_urgent_watches"),
    )
    is_open = sa.text("settled_at IS NULL")
    op.create_index(
        "ix_urgent_watches_open",
        "urgent_watches",
        ["due_at"],
        postgresql_where=is_open,
        sqlite_where=is_open,
    )


def _take_stock() -> None:
    op.create_table(
        "backlogs",
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("waiting", sa.Integer, nullable=False),
        sa.Column("oldest_at", UtcDateTime),
        sa.Column("behind_since", UtcDateTime),
        sa.Column("taken_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("agency_id", name="pk_backlogs"),
    )
    op.create_table(
        "alarm_turns",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("taken_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_alarm_turns"),
    )


def _write_letters() -> None:
    op.create_table(
        "letters",
        sa.Column("letter_id", sa.Uuid, nullable=False),
        sa.Column("kind", _CODE, nullable=False),
        sa.Column("agency_id", sa.Uuid),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("facts", sa.LargeBinary, nullable=False),
        sa.Column("state", _CODE, nullable=False),
        sa.Column("hindrance", _CODE),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("queued_at", UtcDateTime, nullable=False),
        sa.Column("next_attempt_at", UtcDateTime),
        sa.Column("settled_at", UtcDateTime),
        sa.Column("sent_to", sa.LargeBinary),
        sa.Column("dismissal", sa.LargeBinary),
        sa.PrimaryKeyConstraint("letter_id", name="pk_letters"),
    )
    waits = sa.text("state IN ('queued', 'unsent')")
    op.create_index(
        "ix_letters_waiting",
        "letters",
        ["next_attempt_at"],
        postgresql_where=waits,
        sqlite_where=waits,
    )
    stuck = sa.text("state IN ('unsent', 'failed')")
    op.create_index(
        "ix_letters_stuck",
        "letters",
        ["synthetic"],
        postgresql_where=stuck,
        sqlite_where=stuck,
    )
