"""Create the history of decisions that someone must not know of a case."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make room for who decided, why and when; the kernel's table holds what is in force."""
    op.create_table(
        "exclusion_decisions",
        sa.Column("decision_id", sa.Uuid, nullable=False),
        sa.Column("exclusion_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("step", sa.String(64), nullable=False),
        sa.Column("reason", sa.LargeBinary, nullable=False),
        sa.Column("decided_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("decided_by_practitioner_id", sa.Text, nullable=False),
        sa.Column("decided_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("decision_id", name="pk_exclusion_decisions"),
    )
    op.create_index(
        "ix_exclusion_decisions_case_id", "exclusion_decisions", ["case_id", "decision_id"]
    )
