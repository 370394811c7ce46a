"""Negotiate desired outcomes, and say that one is no longer wanted."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Nothing that is here was negotiated, as far as anybody said, and all of it is wanted."""
    op.add_column("desired_outcomes", sa.Column("negotiated_from_id", sa.Uuid))
    op.add_column("desired_outcomes", sa.Column("negotiation", sa.LargeBinary))
    _create_withdrawals()
    _extend_facts()


def _create_withdrawals() -> None:
    op.create_table(
        "desired_outcome_withdrawals",
        sa.Column("desired_outcome_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("conversation_id", sa.Uuid, nullable=False),
        sa.Column("narrative", sa.LargeBinary, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("recorded_by_practitioner_id", sa.Text),
        sa.PrimaryKeyConstraint(
            "desired_outcome_id", "version", name="pk_desired_outcome_withdrawals"
        ),
        sa.ForeignKeyConstraint(
            ["desired_outcome_id", "version"],
            ["desired_outcome_versions.desired_outcome_id", "desired_outcome_versions.version"],
            name="fk_desired_outcome_withdrawals_desired_outcome_id_version",
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.conversation_id"],
            name="fk_desired_outcome_withdrawals_conversation_id",
        ),
    )


def _extend_facts() -> None:
    """Add the marks; the defaults stay, for processes of the version before."""
    for name in ("negotiated", "no_longer_wanted"):
        mark = sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())
        op.add_column("desired_outcome_facts", mark)
