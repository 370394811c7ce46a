"""Remember in which cases a pattern was noticed."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Make room for what intake noticed."""
    op.create_table(
        "patterns_seen",
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("adults", sa.Integer, nullable=False),
        sa.Column("noticed_at", UtcDateTime, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_patterns_seen"),
    )
