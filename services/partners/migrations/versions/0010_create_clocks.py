"""Create the targets in force, the clocks that follow them, and extensions."""

import sqlalchemy as sa
from alembic import op

from shared.database import Json, UtcDateTime

revision = "0010"
down_revision = "0009"

_CODE = sa.String(64)
_RUNS = sa.text("met_at IS NULL AND missed_at IS NULL AND stopped_at IS NULL")


def upgrade() -> None:
    """Make room for clocks; one index finds what runs. Reasons are sealed."""
    op.create_table(
        "target_sets",
        sa.Column("target_set_id", sa.Uuid, nullable=False),
        sa.Column("targets", Json, nullable=False),
        sa.Column("in_force_since", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("target_set_id", name="pk_target_sets"),
    )
    op.create_index("ix_target_sets_in_force_since", "target_sets", ["in_force_since"])
    _create_clocks()
    op.create_table(
        "clock_extensions",
        sa.Column("extension_id", sa.Uuid, nullable=False),
        sa.Column("clock_id", sa.Uuid, nullable=False),
        sa.Column("due_at_before", UtcDateTime, nullable=False),
        sa.Column("missed_at_before", UtcDateTime),
        sa.Column("due_at", UtcDateTime, nullable=False),
        sa.Column("reason", sa.LargeBinary, nullable=False),
        sa.Column("agreed_with_adult", _CODE, nullable=False),
        sa.Column("extended_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("extended_by_practitioner_id", sa.Text),
        sa.Column("extended_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("extension_id", name="pk_clock_extensions"),
        sa.ForeignKeyConstraint(
            ["clock_id"], ["clocks.clock_id"], name="fk_clock_extensions_clock_id"
        ),
    )
    op.create_index("ix_clock_extensions_clock_id", "clock_extensions", ["clock_id", "extended_at"])


def _create_clocks() -> None:
    op.create_table(
        "clocks",
        sa.Column("clock_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("target", _CODE, nullable=False),
        sa.Column("subject_id", sa.Uuid, nullable=False),
        sa.Column("owed_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("owed_to_agency_id", sa.Uuid, nullable=False),
        sa.Column("targets_version", sa.Text),
        sa.Column("started_at", UtcDateTime, nullable=False),
        sa.Column("due_at", UtcDateTime, nullable=False),
        sa.Column("met_at", UtcDateTime),
        sa.Column("missed_at", UtcDateTime),
        sa.Column("stopped_at", UtcDateTime),
        sa.PrimaryKeyConstraint("clock_id", name="pk_clocks"),
        sa.UniqueConstraint(
            "case_id", "target", "subject_id", name="uq_clocks_case_id_target_subject_id"
        ),
    )
    op.create_index("ix_clocks_subject_id", "clocks", ["subject_id"])
    op.create_index(
        "ix_clocks_running", "clocks", ["due_at"], postgresql_where=_RUNS, sqlite_where=_RUNS
    )
