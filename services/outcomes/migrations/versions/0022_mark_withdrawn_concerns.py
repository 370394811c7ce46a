"""Say of a concern that was counted why it was withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Add the reason, empty for the concerns that somebody stands by."""
    op.add_column("concern_facts", sa.Column("withdrawn", sa.String(64)))
