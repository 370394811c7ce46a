"""Create the operator's passes to its page."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make room for links that are good once, and for sessions."""
    op.create_table(
        "operator_passes",
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_operator_passes"),
    )
    op.create_index("ix_operator_passes_expires_at", "operator_passes", ["expires_at"])
