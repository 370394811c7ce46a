"""Create the adults."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make room for identities, sealed."""
    op.create_table(
        "adults",
        sa.Column("adult_id", sa.Uuid, nullable=False),
        sa.Column("identity", sa.LargeBinary, nullable=False),
        sa.Column("nhs_number_index", sa.LargeBinary),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("adult_id", name="pk_adults"),
    )
    op.create_index("ix_adults_nhs_number_index", "adults", ["nhs_number_index"])
