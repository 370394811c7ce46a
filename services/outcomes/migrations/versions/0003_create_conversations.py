"""Create conversations."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0003"
down_revision = "0002"

_CODE = sa.String(64)


def upgrade() -> None:
    """Make room for conversations; what was told is sealed."""
    op.create_table(
        "conversations",
        sa.Column("conversation_id", sa.Uuid, nullable=False),
        sa.Column("enquiry_id", sa.Uuid, nullable=False),
        sa.Column("held_at", UtcDateTime, nullable=False),
        sa.Column("asked", _CODE, nullable=False),
        sa.Column("asked_of", _CODE),
        sa.Column("not_asked_reason", _CODE),
        sa.Column("narrative", sa.LargeBinary, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("recorded_by_practitioner_id", sa.Text),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_conversations"),
        sa.ForeignKeyConstraint(
            ["enquiry_id"], ["enquiries.enquiry_id"], name="fk_conversations_enquiry_id"
        ),
    )
    op.create_index(
        "ix_conversations_case_id", "conversations", ["case_id", "held_at", "conversation_id"]
    )
