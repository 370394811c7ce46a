"""Create weighings and their versions."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make room for options that were weighed, every version; what was said is sealed."""
    op.create_table(
        "weighings",
        sa.Column("weighing_id", sa.Uuid, nullable=False),
        sa.Column("enquiry_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("desired_outcome_id", sa.Uuid),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("weighing_id", name="pk_weighings"),
        sa.ForeignKeyConstraint(
            ["enquiry_id"], ["enquiries.enquiry_id"], name="fk_weighings_enquiry_id"
        ),
        sa.ForeignKeyConstraint(
            ["desired_outcome_id"],
            ["desired_outcomes.desired_outcome_id"],
            name="fk_weighings_desired_outcome_id",
        ),
    )
    op.create_index("ix_weighings_case_id", "weighings", ["case_id"])
    _create_versions()


def _create_versions() -> None:
    op.create_table(
        "weighing_versions",
        sa.Column("weighing_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("conversation_id", sa.Uuid),
        sa.Column("narrative", sa.LargeBinary, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("recorded_by_practitioner_id", sa.Text),
        sa.PrimaryKeyConstraint("weighing_id", "version", name="pk_weighing_versions"),
        sa.ForeignKeyConstraint(
            ["weighing_id"], ["weighings.weighing_id"], name="fk_weighing_versions_weighing_id"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.conversation_id"],
            name="fk_weighing_versions_conversation_id",
        ),
    )
