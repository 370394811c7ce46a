"""Create concerns about organisations, the cases beside them, and each step."""

import sqlalchemy as sa
from alembic import op

from shared.database import Json, UtcDateTime

revision = "0012"
down_revision = "0011"

_CODE = sa.String(64)
_RECORD = "organisational_concerns.record_id"


def upgrade() -> None:
    """Make room for organisational concerns; what they tell is sealed."""
    op.create_table(
        "organisational_concerns",
        sa.Column("record_id", sa.Uuid, nullable=False),
        sa.Column("lead_agency_id", sa.Uuid, nullable=False),
        sa.Column("raised_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("raised_by_practitioner_id", sa.String),
        sa.Column("raised_at", UtcDateTime, nullable=False),
        sa.Column("abuse_types", Json, nullable=False),
        sa.Column("account", sa.LargeBinary, nullable=False),
        sa.Column("decision", _CODE),
        sa.Column("closed_at", UtcDateTime),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("record_id", name="pk_organisational_concerns"),
    )
    for name, agency in (("lead", "lead_agency_id"), ("raiser", "raised_by_agency_id")):
        index = f"ix_organisational_concerns_{name}"
        op.create_index(index, "organisational_concerns", [agency, "record_id"])
    _create_beside()


def _create_beside() -> None:
    op.create_table(
        "strand_cases",
        sa.Column("record_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.PrimaryKeyConstraint("record_id", "case_id", name="pk_strand_cases"),
        sa.ForeignKeyConstraint(["record_id"], [_RECORD], name="fk_strand_cases_record_id"),
    )
    op.create_table(
        "strand_steps",
        sa.Column("step_id", sa.Uuid, nullable=False),
        sa.Column("record_id", sa.Uuid, nullable=False),
        sa.Column("kind", _CODE, nullable=False),
        sa.Column("case_id", sa.Uuid),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by_practitioner_id", sa.String),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("step_id", name="pk_strand_steps"),
        sa.ForeignKeyConstraint(["record_id"], [_RECORD], name="fk_strand_steps_record_id"),
    )
    op.create_index("ix_strand_steps_record_id", "strand_steps", ["record_id", "step_id"])
