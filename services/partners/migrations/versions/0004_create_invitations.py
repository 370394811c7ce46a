"""Create invitations to take part in a case."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make room for invitations and what came of each; reasons are sealed."""
    op.create_table(
        "invitations",
        sa.Column("invitation_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("reason", sa.LargeBinary, nullable=False),
        sa.Column("checked_not_the_employer", sa.Boolean, nullable=False),
        sa.Column("invited_at", UtcDateTime, nullable=False),
        sa.Column("answered_at", UtcDateTime),
        sa.Column("left_at", UtcDateTime),
        sa.Column("parting_reason", sa.LargeBinary),
        sa.PrimaryKeyConstraint("invitation_id", name="pk_invitations"),
    )
    op.create_index("ix_invitations_case_id", "invitations", ["case_id", "invitation_id"])
    op.create_index(
        "ix_invitations_agency_id", "invitations", ["agency_id", "invited_at", "invitation_id"]
    )
