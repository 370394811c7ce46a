"""Create what is kept of emergency access, and of its review."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make room for who opened a case and why; one index finds what waits for a review."""
    op.create_table(
        "emergencies",
        sa.Column("emergency_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("practitioner_id", sa.Text, nullable=False),
        sa.Column("unit", sa.Text),
        sa.Column("reason", sa.LargeBinary, nullable=False),
        sa.Column("opened_at", UtcDateTime, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("reviewed_at", UtcDateTime),
        sa.Column("reviewed_by_practitioner_id", sa.Text),
        sa.Column("finding", sa.String(64)),
        sa.Column("review", sa.LargeBinary),
        sa.PrimaryKeyConstraint("emergency_id", name="pk_emergencies"),
    )
    op.create_index(
        "ix_emergencies_case_id", "emergencies", ["case_id", "opened_at", "emergency_id"]
    )
    op.create_index(
        "ix_emergencies_unreviewed",
        "emergencies",
        ["opened_at", "emergency_id"],
        postgresql_where=sa.text("reviewed_at IS NULL"),
        sqlite_where=sa.text("reviewed_at IS NULL"),
    )
