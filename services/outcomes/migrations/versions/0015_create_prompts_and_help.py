"""Create what is kept of prompts that were shown, and of help that was asked for."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0015"
down_revision = "0014"

_CODE = sa.String(64)


def upgrade() -> None:
    """Make room for both."""
    _create_showings()
    _create_help_requests()


def _create_showings() -> None:
    op.create_table(
        "prompt_showings",
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("shown_on", sa.Date, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint(
            "case_id", "agency_id", "shown_on", "code", name="pk_prompt_showings"
        ),
    )
    op.create_index(
        "ix_prompt_showings_agency_id", "prompt_showings", ["agency_id", "shown_on", "code"]
    )


def _create_help_requests() -> None:
    op.create_table(
        "help_requests",
        sa.Column("help_request_id", sa.Uuid, nullable=False),
        sa.Column("topic", _CODE, nullable=False),
        sa.Column("prompt_code", sa.Text),
        sa.Column("asked_of", _CODE, nullable=False),
        sa.Column("question", sa.LargeBinary, nullable=False),
        sa.Column("answered_at", UtcDateTime),
        sa.Column("answered_by_agency_id", sa.Uuid),
        sa.Column("answered_by_practitioner_id", sa.Text),
        sa.Column("answer", sa.LargeBinary),
        sa.Column("helped", _CODE),
        sa.Column("judged_at", UtcDateTime),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("recorded_by_practitioner_id", sa.Text),
        sa.PrimaryKeyConstraint("help_request_id", name="pk_help_requests"),
    )
    op.create_index("ix_help_requests_case_id", "help_requests", ["case_id", "help_request_id"])
    op.create_index(
        "ix_help_requests_agency_id", "help_requests", ["recorded_by_agency_id", "recorded_at"]
    )
