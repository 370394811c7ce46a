"""Correct conversations: keep what was told before, and know which are quoted."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0010"
down_revision = "0009"

_CODE = sa.String(64)


def upgrade() -> None:
    """What is here is the first version; it is quoted where a desired outcome names it.

    The defaults stay: processes of the version before go on recording while this is rolled out.
    """
    version = sa.Column("version", sa.Integer, nullable=False, server_default="1")
    is_quoted = sa.Column("is_quoted", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("conversations", version)
    op.add_column("conversations", is_quoted)
    op.add_column("conversations", sa.Column("makes_good_conversation_id", sa.Uuid))
    op.execute(
        "UPDATE conversations SET is_quoted = true WHERE conversation_id IN"
        " (SELECT conversation_id FROM desired_outcome_versions)"
    )
    _create_earlier_conversations()


def _create_earlier_conversations() -> None:
    op.create_table(
        "earlier_conversations",
        sa.Column("conversation_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("held_at", UtcDateTime, nullable=False),
        sa.Column("asked", _CODE, nullable=False),
        sa.Column("asked_of", _CODE),
        sa.Column("not_asked_reason", _CODE),
        sa.Column("makes_good_conversation_id", sa.Uuid),
        sa.Column("narrative", sa.LargeBinary, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("recorded_by_practitioner_id", sa.Text),
        sa.PrimaryKeyConstraint("conversation_id", "version", name="pk_earlier_conversations"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.conversation_id"],
            name="fk_earlier_conversations_conversation_id",
        ),
    )
