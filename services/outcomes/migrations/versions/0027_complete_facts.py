"""Complete the facts: who takes part, what was asked, what limits there were, who was invited."""

import sqlalchemy as sa
from alembic import op

from shared.database import Json, UtcDateTime

revision = "0027"
down_revision = "0026"

_CODE = sa.String(64)


def upgrade() -> None:
    """Make room; what was counted stays, and `alongside statistics rebuild` fills the rest."""
    _add_columns()
    _create_cases()
    _create_facts_of_cases()
    _create_engagement()
    _create_approaches()


def _create_cases() -> None:
    op.create_table(
        "case_facts",
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("council_id", sa.Uuid, nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_case_facts"),
    )
    op.create_table(
        "changed_cases",
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_changed_cases"),
    )
    op.create_index("ix_changed_cases_changed_at", "changed_cases", ["changed_at"])
    op.execute(
        "INSERT INTO case_facts (case_id, synthetic, council_id) "
        "SELECT case_id, synthetic, lead_agency_id FROM known_cases"
    )
    op.execute(
        "INSERT INTO changed_cases (case_id, changed_at) "
        "SELECT case_id, CURRENT_TIMESTAMP FROM known_cases"
    )


def _create_facts_of_cases() -> None:
    _of_a_case(
        "conversation_facts",
        sa.Column("conversation_id", sa.Uuid, nullable=False),
        sa.Column("recorded_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("asked", _CODE, nullable=False),
        sa.Column("asked_of", _CODE),
        sa.Column("held_at", UtcDateTime, nullable=False),
    )
    _of_a_case(
        "limitation_facts",
        sa.Column("limitation_id", sa.Uuid, nullable=False),
        sa.Column("desired_outcome_id", sa.Uuid, nullable=False),
        sa.Column("reasons", Json, nullable=False),
        sa.Column("adult_was_told", sa.Boolean, nullable=False),
        sa.Column("applies", sa.Boolean, nullable=False),
    )
    _of_a_case(
        "invitation_facts",
        sa.Column("invitation_id", sa.Uuid, nullable=False),
        sa.Column("concluded_at", UtcDateTime, nullable=False),
        sa.Column("state", _CODE, nullable=False),
        sa.Column("respondent", _CODE),
        sa.Column("method", _CODE),
    )


def _add_columns() -> None:
    op.add_column("concern_facts", sa.Column("raised_by_agency_id", sa.Uuid))
    op.add_column("concern_facts", sa.Column("asked", _CODE))
    op.add_column("enquiry_facts", sa.Column("team", sa.Text))
    op.add_column(
        "enquiry_facts",
        sa.Column("adult_died", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.add_column("enquiry_facts", sa.Column("died_on", sa.Date))
    op.add_column("desired_outcome_facts", sa.Column("category", _CODE))
    op.add_column("desired_outcome_facts", sa.Column("owner_agency_id", sa.Uuid))
    op.add_column("desired_outcome_facts", sa.Column("recorded_by_agency_id", sa.Uuid))


def _of_a_case(table: str, key: sa.Column[object], *columns: sa.Column[object]) -> None:
    """Create a table of facts that belong to a case."""
    op.create_table(
        table,
        key,
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint(key.name, name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_case_id", table, ["case_id"])


def _create_engagement() -> None:
    steps = ("asked", "acknowledged", "contributed", "declined", "overdue", "ended")
    op.create_table(
        "engagement_facts",
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("subject_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("subject", _CODE, nullable=False),
        sa.Column("request_kind", _CODE),
        *(sa.Column(f"{step}_at", UtcDateTime) for step in steps),
        sa.PrimaryKeyConstraint("case_id", "agency_id", "subject_id", name="pk_engagement_facts"),
    )


def _create_approaches() -> None:
    op.create_table(
        "approach_facts",
        sa.Column("approach_id", sa.Uuid, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("declared", Json, nullable=False),
        sa.PrimaryKeyConstraint("approach_id", name="pk_approach_facts"),
    )
    op.create_index("ix_approach_facts_agency_id", "approach_facts", ["agency_id"])
