"""Record the death of an adult."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Make room; nobody has recorded a death here yet."""
    op.create_table(
        "death_records",
        sa.Column("death_record_id", sa.Uuid, nullable=False),
        sa.Column("adult_died", sa.Boolean, nullable=False),
        sa.Column("died_on", sa.Date),
        sa.Column("precision", sa.String(64), nullable=False),
        sa.Column("linked_to_abuse", sa.String(64), nullable=False),
        sa.Column("narrative", sa.LargeBinary),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("recorded_by_practitioner_id", sa.Text),
        sa.PrimaryKeyConstraint("death_record_id", name="pk_death_records"),
    )
    op.create_index("ix_death_records_case_id", "death_records", ["case_id", "death_record_id"])
    op.add_column(
        "enquiries", sa.Column("adult_died", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.add_column("enquiries", sa.Column("died_on", sa.Date))
