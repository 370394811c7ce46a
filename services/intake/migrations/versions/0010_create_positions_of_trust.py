"""Create the records of allegations against people in positions of trust."""

import sqlalchemy as sa
from alembic import op

from shared.database import Json, UtcDateTime

revision = "0010"
down_revision = "0009"

_CODE = sa.String(64)
_RECORD = "positions_of_trust.record_id"


def upgrade() -> None:
    """Make room for allegations, who must not know of them, and each step."""
    _create_records()
    _create_exclusions()
    _create_steps()


def _create_records() -> None:
    op.create_table(
        "positions_of_trust",
        sa.Column("record_id", sa.Uuid, nullable=False),
        sa.Column("lead_agency_id", sa.Uuid, nullable=False),
        sa.Column("raised_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("raised_by_practitioner_id", sa.String),
        sa.Column("raised_at", UtcDateTime, nullable=False),
        sa.Column("occurred_on", sa.Date),
        sa.Column("position", _CODE, nullable=False),
        sa.Column("allegations", Json, nullable=False),
        sa.Column("adults_at_risk", _CODE, nullable=False),
        sa.Column("children_at_risk", _CODE, nullable=False),
        sa.Column("account", sa.LargeBinary, nullable=False),
        sa.Column("closed_at", UtcDateTime),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("record_id", name="pk_positions_of_trust"),
    )
    for agency in ("lead_agency_id", "raised_by_agency_id"):
        op.create_index(
            f"ix_positions_of_trust_{agency}", "positions_of_trust", [agency, "record_id"]
        )


def _create_exclusions() -> None:
    op.create_table(
        "record_exclusions",
        sa.Column("exclusion_id", sa.Uuid, nullable=False),
        sa.Column("record_id", sa.Uuid, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("unit", sa.String),
        sa.Column("practitioner_id", sa.String),
        sa.PrimaryKeyConstraint("exclusion_id", name="pk_record_exclusions"),
    )
    op.create_index(
        "ix_record_exclusions_record_id", "record_exclusions", ["record_id", "agency_id"]
    )


def _create_steps() -> None:
    op.create_table(
        "position_steps",
        sa.Column("step_id", sa.Uuid, nullable=False),
        sa.Column("record_id", sa.Uuid, nullable=False),
        sa.Column("kind", _CODE, nullable=False),
        sa.Column("case_id", sa.Uuid),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by_practitioner_id", sa.String, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("step_id", name="pk_position_steps"),
        sa.ForeignKeyConstraint(["record_id"], [_RECORD], name="fk_position_steps_record_id"),
    )
    op.create_index("ix_position_steps_record_id", "position_steps", ["record_id", "step_id"])
