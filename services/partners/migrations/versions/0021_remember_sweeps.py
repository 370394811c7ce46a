"""Remember that a sweep of queues has begun, so that one that is broken off is taken up again."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Make room for when the emptying of queues began."""
    op.add_column("queue_sweeps", sa.Column("begun_at", UtcDateTime))
