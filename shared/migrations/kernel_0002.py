"""Which agencies have gone live, who decides exclusions in the lead's stead, emergency access."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime


def upgrade() -> None:
    """Agencies known so far went live when they registered."""
    with op.batch_alter_table("known_agencies") as batch:
        batch.add_column(sa.Column("live", sa.Boolean, nullable=False, server_default=sa.true()))
    with op.batch_alter_table("known_agencies") as batch:
        batch.alter_column("live", server_default=None)
    op.create_table(
        "case_deciders",
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("practitioner_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_case_deciders"),
    )
    op.create_table(
        "case_emergencies",
        sa.Column("emergency_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("practitioner_id", sa.Text, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("emergency_id", name="pk_case_emergencies"),
    )
    op.create_index(
        "ix_case_emergencies_case_id_agency_id", "case_emergencies", ["case_id", "agency_id"]
    )
