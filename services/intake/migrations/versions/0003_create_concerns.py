"""Create the concerns and the sources of risk they allege."""

import sqlalchemy as sa
from alembic import op

from shared.database import Json, UtcDateTime

revision = "0003"
down_revision = "0002"

_CODE = sa.String(64)


def upgrade() -> None:
    """Make room for concerns; what names or tells anything is sealed."""
    _create_concerns()
    _create_alleged_sources()


def _create_concerns() -> None:
    op.create_table(
        "concerns",
        sa.Column("concern_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("adult_id", sa.Uuid, nullable=False),
        sa.Column("raised_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("raised_by_practitioner_id", sa.String),
        sa.Column("raised_at", UtcDateTime, nullable=False),
        sa.Column("occurred_on", sa.Date),
        sa.Column("abuse_types", Json, nullable=False),
        sa.Column("location", _CODE, nullable=False),
        sa.Column("immediate_danger", sa.Boolean, nullable=False),
        sa.Column("what_happened", sa.LargeBinary, nullable=False),
        sa.Column("asked", _CODE, nullable=False),
        sa.Column("asked_of", _CODE),
        sa.Column("not_asked_reason", _CODE),
        sa.Column("words", sa.LargeBinary),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("concern_id", name="pk_concerns"),
        sa.ForeignKeyConstraint(["adult_id"], ["adults.adult_id"], name="fk_concerns_adult_id"),
    )
    op.create_index("ix_concerns_case_id", "concerns", ["case_id"])
    op.create_index("ix_concerns_adult_id", "concerns", ["adult_id"])
    op.create_index("ix_concerns_raised_at_concern_id", "concerns", ["raised_at", "concern_id"])
    op.create_index(
        "ix_concerns_raised_by_agency_id", "concerns", ["raised_by_agency_id", "raised_at"]
    )


def _create_alleged_sources() -> None:
    op.create_table(
        "alleged_sources",
        sa.Column("source_id", sa.Uuid, nullable=False),
        sa.Column("concern_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("source", _CODE, nullable=False),
        sa.Column("details", sa.LargeBinary, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("source_id", name="pk_alleged_sources"),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concerns.concern_id"], name="fk_alleged_sources_concern_id"
        ),
    )
    op.create_index("ix_alleged_sources_concern_id", "alleged_sources", ["concern_id"])
