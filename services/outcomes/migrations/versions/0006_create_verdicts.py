"""Create verdicts."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0006"
down_revision = "0005"

_CODE = sa.String(64)


def upgrade() -> None:
    """Make room for verdicts, each judge's apart; notes are sealed."""
    op.create_table(
        "verdicts",
        sa.Column("verdict_id", sa.Uuid, nullable=False),
        sa.Column("enquiry_id", sa.Uuid, nullable=False),
        sa.Column("desired_outcome_id", sa.Uuid),
        sa.Column("achieved", _CODE, nullable=False),
        sa.Column("judged_by", _CODE, nullable=False),
        sa.Column("given_at", UtcDateTime, nullable=False),
        sa.Column("narrative", sa.LargeBinary, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("recorded_by_practitioner_id", sa.Text),
        sa.PrimaryKeyConstraint("verdict_id", name="pk_verdicts"),
        sa.ForeignKeyConstraint(
            ["enquiry_id"], ["enquiries.enquiry_id"], name="fk_verdicts_enquiry_id"
        ),
        sa.ForeignKeyConstraint(
            ["desired_outcome_id"],
            ["desired_outcomes.desired_outcome_id"],
            name="fk_verdicts_desired_outcome_id",
        ),
    )
    op.create_index("ix_verdicts_case_id", "verdicts", ["case_id", "verdict_id"])
