"""Review limitations, and tell the adult later."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0012"
down_revision = "0011"

_CODE = sa.String(64)


def upgrade() -> None:
    """Make room for what stands beside a limitation; what was said is sealed."""
    op.create_table(
        "limitation_reviews",
        sa.Column("review_id", sa.Uuid, nullable=False),
        sa.Column("limitation_id", sa.Uuid, nullable=False),
        sa.Column("finding", _CODE, nullable=False),
        sa.Column("reviewed_at", UtcDateTime, nullable=False),
        sa.Column("next_review_on", sa.Date),
        *_recorded(),
        sa.PrimaryKeyConstraint("review_id", name="pk_limitation_reviews"),
        _of_a_limitation("limitation_reviews"),
    )
    op.create_index("ix_limitation_reviews_limitation_id", "limitation_reviews", ["limitation_id"])
    op.create_table(
        "later_explanations",
        sa.Column("limitation_id", sa.Uuid, nullable=False),
        sa.Column("told_at", UtcDateTime, nullable=False),
        *_recorded(),
        sa.PrimaryKeyConstraint("limitation_id", name="pk_later_explanations"),
        _of_a_limitation("later_explanations"),
    )


def _recorded() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("narrative", sa.LargeBinary, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("recorded_by_practitioner_id", sa.Text),
    )


def _of_a_limitation(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["limitation_id"], ["limitations.limitation_id"], name=f"fk_{table}_limitation_id"
    )
