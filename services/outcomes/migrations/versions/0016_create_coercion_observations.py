"""Create observations of coercion."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make room for signs of coercion; which they are is sealed with what was seen."""
    op.create_table(
        "coercion_observations",
        sa.Column("observation_id", sa.Uuid, nullable=False),
        sa.Column("observed_at", UtcDateTime, nullable=False),
        sa.Column("conversation_id", sa.Uuid),
        sa.Column("narrative", sa.LargeBinary, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("recorded_by_practitioner_id", sa.Text),
        sa.PrimaryKeyConstraint("observation_id", name="pk_coercion_observations"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.conversation_id"],
            name="fk_coercion_observations_conversation_id",
        ),
    )
    op.create_index(
        "ix_coercion_observations_case_id",
        "coercion_observations",
        ["case_id", "observed_at", "observation_id"],
    )
