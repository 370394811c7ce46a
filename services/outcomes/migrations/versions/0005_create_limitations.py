"""Create limitations."""

import sqlalchemy as sa
from alembic import op

from shared.database import Json, UtcDateTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make room for limitations; why, by whom and what was said are sealed."""
    op.create_table(
        "limitations",
        sa.Column("limitation_id", sa.Uuid, nullable=False),
        sa.Column("desired_outcome_id", sa.Uuid, nullable=False),
        sa.Column("reasons", Json, nullable=False),
        sa.Column("adult_was_told", sa.Boolean, nullable=False),
        sa.Column("told_at", UtcDateTime),
        sa.Column("review_on", sa.Date, nullable=False),
        sa.Column("narrative", sa.LargeBinary, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("recorded_by_practitioner_id", sa.Text),
        sa.PrimaryKeyConstraint("limitation_id", name="pk_limitations"),
        sa.ForeignKeyConstraint(
            ["desired_outcome_id"],
            ["desired_outcomes.desired_outcome_id"],
            name="fk_limitations_desired_outcome_id",
        ),
    )
    op.create_index(
        "ix_limitations_case_id", "limitations", ["case_id", "desired_outcome_id", "limitation_id"]
    )
