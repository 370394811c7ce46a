"""Create the facts that are counted."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0007"
down_revision = "0006"

_CODE = sa.String(64)


def upgrade() -> None:
    """Make room for narrow facts; they hold codes and instants alone."""
    op.create_table(
        "concern_facts",
        sa.Column("concern_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("raised_at", UtcDateTime, nullable=False),
        sa.Column("decision", _CODE),
        sa.PrimaryKeyConstraint("concern_id", name="pk_concern_facts"),
    )
    op.create_index("ix_concern_facts_case_id", "concern_facts", ["case_id"])
    op.create_index("ix_concern_facts_raised_at", "concern_facts", ["raised_at"])
    op.create_table(
        "enquiry_facts",
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("kind", _CODE, nullable=False),
        sa.Column("opened_at", UtcDateTime, nullable=False),
        sa.Column("concluded_at", UtcDateTime),
        sa.Column("asked", _CODE),
        sa.Column("achieved", _CODE),
        sa.Column("achieved_judged_by", _CODE),
        sa.Column("derived", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_enquiry_facts"),
    )
    op.create_index("ix_enquiry_facts_concluded_at", "enquiry_facts", ["concluded_at"])
    op.create_index("ix_enquiry_facts_opened_at", "enquiry_facts", ["opened_at"])
    _create_facts_of_desired_outcomes()


def _create_facts_of_desired_outcomes() -> None:
    op.create_table(
        "desired_outcome_facts",
        sa.Column("desired_outcome_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("limited", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("desired_outcome_id", name="pk_desired_outcome_facts"),
    )
    op.create_index("ix_desired_outcome_facts_case_id", "desired_outcome_facts", ["case_id"])
    op.create_table(
        "verdict_facts",
        sa.Column("desired_outcome_id", sa.Uuid, nullable=False),
        sa.Column("judged_by", _CODE, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("achieved", _CODE, nullable=False),
        sa.Column("given_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("desired_outcome_id", "judged_by", name="pk_verdict_facts"),
    )
    op.create_index("ix_verdict_facts_case_id", "verdict_facts", ["case_id"])
