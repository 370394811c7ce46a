"""Let a concern be corrected and withdrawn, and say how much of a day is known."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0008"
down_revision = "0007"

_CODE = sa.String(64)


def upgrade() -> None:
    """Make room for what concerns told before, and for why that changed."""
    _describe_days()
    _describe_tellings()
    op.create_table(
        "earlier_accounts",
        sa.Column("concern_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("told_at", UtcDateTime, nullable=False),
        sa.Column("told_by_practitioner_id", sa.String),
        sa.Column("account", sa.LargeBinary, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("concern_id", "version", name="pk_earlier_accounts"),
        sa.ForeignKeyConstraint(
            ["concern_id"], ["concerns.concern_id"], name="fk_earlier_accounts_concern_id"
        ),
    )


def _describe_days() -> None:
    """Add how much of the day is known: all of it, until now, where there is one."""
    op.add_column("concerns", sa.Column("occurred_precision", _CODE))
    op.add_column("concerns", sa.Column("occurred_until", sa.Date))
    known = "CASE WHEN occurred_on IS NULL THEN 'not_known' ELSE 'day' END"
    op.execute(f"UPDATE concerns SET occurred_precision = {known}")  # noqa: S608 - our own words
    with op.batch_alter_table("concerns") as concerns:
        concerns.alter_column("occurred_precision", existing_type=_CODE, nullable=False)


def _describe_tellings() -> None:
    """Add which telling this is, by whom and why, and that the concern was withdrawn."""
    op.add_column("concerns", sa.Column("version", sa.Integer, nullable=False, server_default="1"))
    op.add_column("concerns", sa.Column("told_at", UtcDateTime))
    op.add_column("concerns", sa.Column("told_by_practitioner_id", sa.String))
    op.execute(
        "UPDATE concerns SET told_at = raised_at, "
        "told_by_practitioner_id = raised_by_practitioner_id"
    )
    with op.batch_alter_table("concerns") as concerns:
        concerns.alter_column("told_at", existing_type=UtcDateTime, nullable=False)
        concerns.alter_column("version", existing_type=sa.Integer, server_default=None)
    op.add_column("concerns", sa.Column("why", sa.LargeBinary))
    op.add_column("concerns", sa.Column("withdrawn_at", UtcDateTime))
    op.add_column("concerns", sa.Column("withdrawn_reason", _CODE))
    op.add_column("concerns", sa.Column("withdrawn_why", sa.LargeBinary))
