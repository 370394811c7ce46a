"""Create the history of who was named to decide exclusions in the lead's stead."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make room for who was named, by whom and why; the kernel's table holds who decides now."""
    op.create_table(
        "decider_namings",
        sa.Column("naming_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("practitioner_id", sa.Text, nullable=False),
        sa.Column("reason", sa.LargeBinary, nullable=False),
        sa.Column("named_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("named_by_practitioner_id", sa.Text, nullable=False),
        sa.Column("decides_since", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("naming_id", name="pk_decider_namings"),
    )
    op.create_index("ix_decider_namings_case_id", "decider_namings", ["case_id", "naming_id"])
