"""Create surveys: who acted, whom each asks, and what was answered."""

import sqlalchemy as sa
from alembic import op

from shared.database import Json, UtcDateTime

revision = "0026"
down_revision = "0025"

_CODE = sa.String(64)


def upgrade() -> None:
    """Make room for surveys."""
    _create_days()
    _create_surveys()
    _create_members()
    _create_answers()


def _create_days() -> None:
    table = "practitioner_days"
    op.create_table(
        table,
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("practitioner_id", sa.Text, nullable=False),
        sa.Column("acted_on", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint(
            "case_id", "agency_id", "practitioner_id", "acted_on", name=f"pk_{table}"
        ),
    )
    op.create_index(f"ix_{table}_acted_on", table, ["acted_on"])


def _create_surveys() -> None:
    op.create_table(
        "surveys",
        sa.Column("survey_id", sa.Uuid, nullable=False),
        sa.Column("opened_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("opened_by_practitioner_id", sa.Text, nullable=False),
        sa.Column("opened_at", UtcDateTime, nullable=False),
        sa.Column("kind", _CODE, nullable=False),
        sa.Column("period_from", sa.Date, nullable=False),
        sa.Column("period_to", sa.Date, nullable=False),
        sa.Column("closes_on", sa.Date, nullable=False),
        sa.Column("selection", _CODE, nullable=False),
        sa.Column("sample_size", sa.Integer),
        sa.Column("seed", sa.Text),
        sa.Column("wording", sa.Text, nullable=False),
        sa.Column("agencies_naming_nobody", sa.Integer, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("survey_id", name="pk_surveys"),
    )
    op.create_index("ix_surveys_closes_on", "surveys", ["closes_on"])


def _create_members() -> None:
    table = "survey_members"
    op.create_table(
        table,
        sa.Column("survey_id", sa.Uuid, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("practitioner_id", sa.Text, nullable=False),
        sa.Column("is_selected", sa.Boolean, nullable=False),
        sa.Column("state", _CODE, nullable=False),
        sa.Column("decline_reason", _CODE),
        sa.PrimaryKeyConstraint("survey_id", "agency_id", "practitioner_id", name=f"pk_{table}"),
        _of_a_survey(table),
    )
    op.create_index(f"ix_{table}_person", table, ["agency_id", "practitioner_id"])


def _create_answers() -> None:
    table = "survey_answers"
    op.create_table(
        table,
        sa.Column("answers_id", sa.Uuid, nullable=False),
        sa.Column("survey_id", sa.Uuid, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("answers", Json, nullable=False),
        sa.Column("words", sa.LargeBinary),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("answers_id", name=f"pk_{table}"),
        _of_a_survey(table),
    )
    op.create_index(f"ix_{table}_survey_id", table, ["survey_id", "answers_id"])


def _of_a_survey(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["survey_id"], ["surveys.survey_id"], name=f"fk_{table}_survey_id_surveys"
    )
