"""Keep what a concern was about, in codes, with the fact that it was raised."""

import sqlalchemy as sa
from alembic import op

from shared.database import Json

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make room; of concerns counted before nothing is known."""
    op.add_column("concern_facts", sa.Column("abuse_types", Json))
    op.add_column("concern_facts", sa.Column("sources_of_risk", Json))
    op.add_column("concern_facts", sa.Column("location", sa.String(64)))
    op.add_column("concern_facts", sa.Column("is_immediate_danger", sa.Boolean))
