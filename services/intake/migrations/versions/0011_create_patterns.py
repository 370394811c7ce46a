"""Create where sources of risk came up, and the patterns that were noticed."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0011"
down_revision = "0010"

_CODE = sa.String(64)


def upgrade() -> None:
    """Make room for sightings and patterns. What was raised before is not in them."""
    _create_sightings()
    _create_patterns()


def _create_sightings() -> None:
    op.create_table(
        "pattern_sightings",
        sa.Column("sighting_id", sa.Uuid, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("kind", _CODE, nullable=False),
        sa.Column("lead_agency_id", sa.Uuid, nullable=False),
        sa.Column("adult_key", sa.LargeBinary, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("concern_id", sa.Uuid, nullable=False),
        sa.Column("seen_at", UtcDateTime, nullable=False),
        sa.Column("is_counted", sa.Boolean, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("sighting_id", name="pk_pattern_sightings"),
    )
    op.create_index(
        "ix_pattern_sightings_digest",
        "pattern_sightings",
        ["digest", "lead_agency_id", "adult_key", "seen_at"],
    )
    op.create_index("ix_pattern_sightings_concern_id", "pattern_sightings", ["concern_id"])
    op.create_index(
        "ix_pattern_sightings_new",
        "pattern_sightings",
        ["sighting_id"],
        postgresql_where=sa.text("is_counted = false"),
        sqlite_where=sa.text("is_counted = 0"),
    )


def _create_patterns() -> None:
    op.create_table(
        "patterns",
        sa.Column("pattern_id", sa.Uuid, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("lead_agency_id", sa.Uuid, nullable=False),
        sa.Column("kind", _CODE, nullable=False),
        sa.Column("adults", sa.Integer, nullable=False),
        sa.Column("noticed_at", UtcDateTime, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("pattern_id", name="pk_patterns"),
        sa.UniqueConstraint("digest", "lead_agency_id", name="uq_patterns_digest"),
    )
    op.create_index("ix_patterns_lead_agency_id", "patterns", ["lead_agency_id", "pattern_id"])
