"""Create effort, and keep when a decision was made."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make room for steps; of decisions counted before it is not known when they were made."""
    op.add_column("concern_facts", sa.Column("decided_at", UtcDateTime))
    op.create_table(
        "effort_steps",
        sa.Column("step_id", sa.Uuid, nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("done_on", sa.Date, nullable=False),
        sa.Column("minutes", sa.Integer),
        sa.Column("contacts", sa.Integer),
        sa.Column("replaces_step_id", sa.Uuid),
        sa.Column("is_replaced", sa.Boolean, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("recorded_by_practitioner_id", sa.Text),
        sa.PrimaryKeyConstraint("step_id", name="pk_effort_steps"),
        sa.ForeignKeyConstraint(
            ["replaces_step_id"],
            ["effort_steps.step_id"],
            name="fk_effort_steps_replaces_step_id",
        ),
    )
    op.create_index("ix_effort_steps_case_id", "effort_steps", ["case_id", "step_id"])
