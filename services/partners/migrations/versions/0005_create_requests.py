"""Create requests between agencies, and what was contributed in answer."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0005"
down_revision = "0004"

_CODE = sa.String(64)


def upgrade() -> None:
    """Make room for requests and contributions; what is asked and given is sealed."""
    op.create_table(
        "requests",
        sa.Column("request_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("kind", _CODE, nullable=False),
        sa.Column("asked_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("asked_of_agency_id", sa.Uuid, nullable=False),
        sa.Column("legal_gateway", _CODE, nullable=False),
        sa.Column("purpose", sa.LargeBinary, nullable=False),
        sa.Column("question", sa.LargeBinary, nullable=False),
        sa.Column("target_due_at", UtcDateTime),
        sa.Column("made_at", UtcDateTime, nullable=False),
        sa.Column("state", _CODE, nullable=False),
        sa.Column("acknowledged_at", UtcDateTime),
        sa.Column("settled_at", UtcDateTime),
        sa.Column("decline_reason", sa.LargeBinary),
        sa.PrimaryKeyConstraint("request_id", name="pk_requests"),
    )
    op.create_index("ix_requests_case_id", "requests", ["case_id", "made_at", "request_id"])
    op.create_index(
        "ix_requests_asked_of", "requests", ["asked_of_agency_id", "made_at", "request_id"]
    )
    op.create_table(
        "contributions",
        sa.Column("contribution_id", sa.Uuid, nullable=False),
        sa.Column("request_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("owner_agency_id", sa.Uuid, nullable=False),
        sa.Column("words", sa.LargeBinary, nullable=False),
        sa.Column("given_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("contribution_id", name="pk_contributions"),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.request_id"], name="fk_contributions_request_id"
        ),
        sa.UniqueConstraint("request_id", name="uq_contributions_request_id"),
    )
