"""Create what agencies declare of their own approach."""

import sqlalchemy as sa
from alembic import op

from shared.database import Json, UtcDateTime

revision = "0008"
down_revision = "0007"

_CODE = sa.String(64)


def upgrade() -> None:
    """Make room for approaches, one for each agency and period, and for all their versions."""
    op.create_table(
        "approaches",
        sa.Column("approach_id", sa.Uuid, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("approach_id", name="pk_approaches"),
    )
    op.create_index(
        "ix_approaches_agency_id", "approaches", ["agency_id", "first_day"], unique=True
    )
    op.create_index("ix_approaches_synthetic", "approaches", ["synthetic", "approach_id"])
    op.create_table(
        "approach_versions",
        sa.Column("approach_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("figures", Json, nullable=False),
        sa.Column("specialist_team", _CODE, nullable=False),
        sa.Column("lead", _CODE, nullable=False),
        sa.Column("lead_role", _CODE),
        sa.Column("personal", sa.LargeBinary, nullable=False),
        sa.Column("declared_at", UtcDateTime, nullable=False),
        sa.Column("declared_by_practitioner_id", sa.Text),
        sa.PrimaryKeyConstraint("approach_id", "version", name="pk_approach_versions"),
        sa.ForeignKeyConstraint(
            ["approach_id"],
            ["approaches.approach_id"],
            name="fk_approach_versions_approach_id_approaches",
        ),
    )
