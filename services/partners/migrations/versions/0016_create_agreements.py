"""Create sharing agreements, and say why a delivery is withheld."""

import sqlalchemy as sa
from alembic import op

from shared.database import Json, UtcDateTime

revision = "0016"
down_revision = "0015"

_CODE = sa.String(64)
_UNTOLD = sa.text("told_at IS NULL AND ended_at IS NULL")


def upgrade() -> None:
    """Make room for what councils share with agencies; purposes and reasons are sealed."""
    _create_agreements()
    op.create_table(
        "agreement_types",
        sa.Column("agreement_id", sa.Uuid, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("agreement_id", "type", name="pk_agreement_types"),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.agreement_id"], name="fk_agreement_types_agreement_id"
        ),
    )
    with op.batch_alter_table("deliveries") as batch:
        batch.add_column(sa.Column("withheld_for", _CODE))


def _create_agreements() -> None:
    op.create_table(
        "agreements",
        sa.Column("agreement_id", sa.Uuid, nullable=False),
        sa.Column("council_agency_id", sa.Uuid, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("covers_all", sa.Boolean, nullable=False),
        sa.Column("left_out", Json, nullable=False),
        sa.Column("purpose", sa.LargeBinary, nullable=False),
        sa.Column("lawful_basis", _CODE, nullable=False),
        sa.Column("condition", _CODE, nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("made_at", UtcDateTime, nullable=False),
        sa.Column("made_by_practitioner_id", sa.Text, nullable=False),
        sa.Column("told_at", UtcDateTime),
        sa.Column("ended_at", UtcDateTime),
        sa.Column("ended_by_practitioner_id", sa.Text),
        sa.Column("ending_reason", sa.LargeBinary),
        sa.PrimaryKeyConstraint("agreement_id", name="pk_agreements"),
    )
    op.create_index(
        "ix_agreements_agency_id", "agreements", ["agency_id", "council_agency_id", "ends_on"]
    )
    op.create_index(
        "ix_agreements_council_agency_id",
        "agreements",
        ["council_agency_id", "made_at", "agreement_id"],
    )
    op.create_index(
        "ix_agreements_untold",
        "agreements",
        ["ends_on"],
        postgresql_where=_UNTOLD,
        sqlite_where=_UNTOLD,
    )
