"""Create Safeguarding Adults Reviews, with their cases, contributors, steps and actions."""

import sqlalchemy as sa
from alembic import op

from shared.database import Json, UtcDateTime

revision = "0025"
down_revision = "0024"

_CODE = sa.String(64)
_REVIEW = "reviews.review_id"


def upgrade() -> None:
    """Make room for reviews."""
    _create_reviews()
    _create_links()
    _create_steps()
    _create_actions()


def _create_reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("review_id", sa.Uuid, nullable=False),
        sa.Column("board_id", sa.Uuid, nullable=False),
        sa.Column("referred_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("referred_by_practitioner_id", sa.Text, nullable=False),
        sa.Column("referred_on", sa.Date, nullable=False),
        sa.Column("received_at", UtcDateTime, nullable=False),
        sa.Column("ground", _CODE, nullable=False),
        sa.Column("reason", sa.LargeBinary, nullable=False),
        sa.Column("stage", _CODE, nullable=False),
        sa.Column("decision", _CODE),
        sa.Column("decided_on", sa.Date),
        sa.Column("commissioned_on", sa.Date),
        sa.Column("completed_on", sa.Date),
        sa.Column("harms", Json, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("review_id", name="pk_reviews"),
    )
    for agency in ("board_id", "referred_by_agency_id"):
        op.create_index(f"ix_reviews_{agency}", "reviews", [agency, "review_id"])


def _create_links() -> None:
    for table, column in (("review_cases", "case_id"), ("review_contributors", "agency_id")):
        op.create_table(
            table,
            sa.Column("review_id", sa.Uuid, nullable=False),
            sa.Column(column, sa.Uuid, nullable=False),
            sa.PrimaryKeyConstraint("review_id", column, name=f"pk_{table}"),
            _of_a_review(table),
        )
        op.create_index(f"ix_{table}_{column}", table, [column, "review_id"])


def _create_steps() -> None:
    op.create_table(
        "review_steps",
        sa.Column("step_id", sa.Uuid, nullable=False),
        sa.Column("review_id", sa.Uuid, nullable=False),
        sa.Column("kind", _CODE, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by_practitioner_id", sa.Text, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("step_id", name="pk_review_steps"),
        _of_a_review("review_steps"),
    )
    op.create_index("ix_review_steps_review_id", "review_steps", ["review_id", "version"])


def _create_actions() -> None:
    table = "review_actions"
    op.create_table(
        table,
        sa.Column("review_action_id", sa.Uuid, nullable=False),
        sa.Column("review_id", sa.Uuid, nullable=False),
        sa.Column("owner_agency_id", sa.Uuid, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("done_on", sa.Date),
        sa.Column("reported_at", UtcDateTime),
        sa.Column("what", sa.LargeBinary, nullable=False),
        sa.Column("report", sa.LargeBinary),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("review_action_id", name=f"pk_{table}"),
        _of_a_review(table),
    )
    for column in ("review_id", "owner_agency_id"):
        op.create_index(f"ix_{table}_{column}", table, [column, "review_action_id"])


def _of_a_review(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["review_id"], [_REVIEW], name=f"fk_{table}_review_id_reviews")
