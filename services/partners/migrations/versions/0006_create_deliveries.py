"""Create the log of what each agency is told."""

import sqlalchemy as sa
from alembic import op

from shared.database import Json, UtcDateTime
from shared.messaging.outbox import BigKey

revision = "0006"
down_revision = "0005"

_CODE = sa.String(64)


def upgrade() -> None:
    """Make room for deliveries; one index finds what waits, another what was released."""
    op.create_table(
        "deliveries",
        sa.Column("position", BigKey, nullable=False, autoincrement=True),
        sa.Column("event_id", sa.Uuid, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("occurred_at", UtcDateTime, nullable=False),
        sa.Column("data", Json, nullable=False),
        sa.Column("received_by", _CODE, nullable=False),
        sa.Column("state", _CODE, nullable=False),
        sa.Column("sequence", sa.BigInteger),
        sa.Column("withheld_as", _CODE),
        sa.Column("settled_at", UtcDateTime),
        sa.PrimaryKeyConstraint("position", name="pk_deliveries"),
    )
    op.create_index(
        "ix_deliveries_pending",
        "deliveries",
        ["agency_id", "position"],
        postgresql_where=sa.text("settled_at IS NULL"),
        sqlite_where=sa.text("settled_at IS NULL"),
    )
    op.create_index(
        "ix_deliveries_released",
        "deliveries",
        ["agency_id", "sequence"],
        unique=True,
        postgresql_where=sa.text("sequence IS NOT NULL"),
        sqlite_where=sa.text("sequence IS NOT NULL"),
    )
    op.create_table(
        "delivery_logs",
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("last_sequence", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("agency_id", name="pk_delivery_logs"),
    )
