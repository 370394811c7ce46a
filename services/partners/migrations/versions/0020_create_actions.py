"""Create actions, and the facts of engagement."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0020"
down_revision = "0019"

_CODE = sa.String(64)


def upgrade() -> None:
    """Make room for actions, of which the words are sealed, and for engagement."""
    op.create_table(
        "actions",
        sa.Column("action_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("proposed_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("owner_agency_id", sa.Uuid, nullable=False),
        sa.Column("what", sa.LargeBinary, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("state", _CODE, nullable=False),
        sa.Column("proposed_at", UtcDateTime, nullable=False),
        sa.Column("accepted_at", UtcDateTime),
        sa.Column("settled_at", UtcDateTime),
        sa.Column("note", sa.LargeBinary),
        sa.PrimaryKeyConstraint("action_id", name="pk_actions"),
    )
    op.create_index("ix_actions_case_id", "actions", ["case_id", "proposed_at", "action_id"])
    op.create_index(
        "ix_actions_owner_agency_id", "actions", ["owner_agency_id", "proposed_at", "action_id"]
    )
    op.create_table(
        "engagements",
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("subject_id", sa.Uuid, nullable=False),
        sa.Column("subject", _CODE, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("asked_at", UtcDateTime),
        sa.Column("acknowledged_at", UtcDateTime),
        sa.Column("contributed_at", UtcDateTime),
        sa.Column("declined_at", UtcDateTime),
        sa.Column("overdue_at", UtcDateTime),
        sa.Column("ended_at", UtcDateTime),
        sa.PrimaryKeyConstraint("agency_id", "case_id", "subject_id", name="pk_engagements"),
    )
    op.create_index("ix_engagements_agency_id", "engagements", ["agency_id", "asked_at"])
