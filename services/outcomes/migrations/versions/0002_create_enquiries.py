"""Create enquiries."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0002"
down_revision = "0001"

_CODE = sa.String(64)


def upgrade() -> None:
    """Make room for enquiries; the conclusion is sealed."""
    op.create_table(
        "enquiries",
        sa.Column("enquiry_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("kind", _CODE, nullable=False),
        sa.Column("opened_at", UtcDateTime, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("asked", _CODE, nullable=False),
        sa.Column("concluded_at", UtcDateTime),
        sa.Column("concluded_by_agency_id", sa.Uuid),
        sa.Column("concluded_by_practitioner_id", sa.Text),
        sa.Column("conclusion", sa.LargeBinary),
        sa.Column("achieved", _CODE),
        sa.Column("achieved_judged_by", _CODE),
        sa.Column("derived", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("enquiry_id", name="pk_enquiries"),
        sa.UniqueConstraint("case_id", name="uq_enquiries_case_id"),
    )
