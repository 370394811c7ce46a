"""Create the facts of whom a case is about."""

import sqlalchemy as sa
from alembic import op

from shared.database import Json

revision = "0023"
down_revision = "0022"

_CODE = sa.String(64)


def upgrade() -> None:
    """Make room for what people are counted by."""
    op.create_table(
        "adult_facts",
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("adult_id", sa.Uuid, nullable=False),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("gender", _CODE, nullable=False),
        sa.Column("ethnicity", _CODE, nullable=False),
        sa.Column("primary_support_reason", _CODE, nullable=False),
        sa.Column("health_conditions", Json, nullable=False),
        sa.Column("age", sa.Integer),
        sa.Column("age_on", sa.Date, nullable=False),
        sa.Column("age_is_estimated", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_adult_facts"),
    )
    op.create_index("ix_adult_facts_person_id", "adult_facts", ["person_id"])
