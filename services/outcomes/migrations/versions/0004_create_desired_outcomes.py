"""Create desired outcomes and their versions."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0004"
down_revision = "0003"

_CODE = sa.String(64)


def upgrade() -> None:
    """Make room for what adults want, every version of it; the words are sealed."""
    op.create_table(
        "desired_outcomes",
        sa.Column("desired_outcome_id", sa.Uuid, nullable=False),
        sa.Column("enquiry_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("desired_outcome_id", name="pk_desired_outcomes"),
        sa.ForeignKeyConstraint(
            ["enquiry_id"], ["enquiries.enquiry_id"], name="fk_desired_outcomes_enquiry_id"
        ),
    )
    op.create_index("ix_desired_outcomes_case_id", "desired_outcomes", ["case_id"])
    _create_versions()


def _create_versions() -> None:
    op.create_table(
        "desired_outcome_versions",
        sa.Column("desired_outcome_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("conversation_id", sa.Uuid, nullable=False),
        sa.Column("expressed_by", _CODE, nullable=False),
        sa.Column("category", _CODE, nullable=False),
        sa.Column("owner_agency_id", sa.Uuid, nullable=False),
        sa.Column("narrative", sa.LargeBinary, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("recorded_by_practitioner_id", sa.Text),
        sa.PrimaryKeyConstraint(
            "desired_outcome_id", "version", name="pk_desired_outcome_versions"
        ),
        sa.ForeignKeyConstraint(
            ["desired_outcome_id"],
            ["desired_outcomes.desired_outcome_id"],
            name="fk_desired_outcome_versions_desired_outcome_id",
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.conversation_id"],
            name="fk_desired_outcome_versions_conversation_id",
        ),
    )
