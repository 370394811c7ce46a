"""Create what is kept of agencies' queues on the broker."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make room for users and queues on the broker, and for exclusions to be acted on there."""
    op.create_table(
        "queue_users",
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("password", sa.Integer, nullable=False),
        sa.Column("password_hash", sa.LargeBinary, nullable=False),
        sa.Column("issued_at", UtcDateTime, nullable=False),
        sa.Column("open_with", sa.Integer),
        sa.PrimaryKeyConstraint("agency_id", name="pk_queue_users"),
    )
    op.create_table(
        "agency_queues",
        sa.Column("subscription_id", sa.Uuid, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("made_at", UtcDateTime),
        sa.PrimaryKeyConstraint("subscription_id", name="pk_agency_queues"),
        sa.UniqueConstraint("name", name="uq_agency_queues_name"),
    )
    op.create_index("ix_agency_queues_agency_id", "agency_queues", ["agency_id"])
    op.create_table(
        "queue_sweeps",
        sa.Column("exclusion_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("found_at", UtcDateTime, nullable=False),
        sa.Column("swept_at", UtcDateTime),
        sa.PrimaryKeyConstraint("exclusion_id", name="pk_queue_sweeps"),
    )
    op.create_index(
        "ix_queue_sweeps_due",
        "queue_sweeps",
        ["exclusion_id"],
        postgresql_where=sa.text("swept_at IS NULL"),
        sqlite_where=sa.text("swept_at IS NULL"),
    )
    op.create_index("ix_queue_sweeps_found_at", "queue_sweeps", ["found_at"])
