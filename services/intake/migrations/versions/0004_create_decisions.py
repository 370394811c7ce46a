"""Create the gathered information and the decisions."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make room for what the lead agency finds out and decides; one decision a case."""
    op.create_table(
        "gathered_information",
        sa.Column("information_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("gathered_at", UtcDateTime, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by_practitioner_id", sa.String),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("information_id", name="pk_gathered_information"),
    )
    op.create_index(
        "ix_gathered_information_case_id", "gathered_information", ["case_id", "information_id"]
    )
    op.create_table(
        "decisions",
        sa.Column("decision_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("outcome", sa.String(64), nullable=False),
        sa.Column("grounds", sa.LargeBinary, nullable=False),
        sa.Column("decided_at", UtcDateTime, nullable=False),
        sa.Column("decided_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("recorded_by_practitioner_id", sa.String, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("decision_id", name="pk_decisions"),
        sa.UniqueConstraint("case_id", name="uq_decisions_case_id"),
    )
