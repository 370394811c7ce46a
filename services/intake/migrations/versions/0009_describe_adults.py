"""Let adults be described anew, compared with others and found to be one person."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0009"
down_revision = "0008"

_ID = sa.Uuid


def upgrade() -> None:
    """Add the digests by which adults are compared, and room for what was found.

    Records from before are compared by their NHS number alone until they are described anew: their
    names are sealed, and a migration has no key.
    """
    op.add_column("adults", sa.Column("person_id", _ID))
    op.add_column("adults", sa.Column("version", sa.Integer))
    for name in ("name_index", "birth_index", "postcode_index"):
        op.add_column("adults", sa.Column(name, sa.LargeBinary))
    op.execute("UPDATE adults SET person_id = adult_id, version = 1")
    with op.batch_alter_table("adults") as adults:
        adults.alter_column("person_id", existing_type=_ID, nullable=False)
        adults.alter_column("version", existing_type=sa.Integer, nullable=False)
    for name in ("name_index", "birth_index", "person_id"):
        op.create_index(f"ix_adults_{name}", "adults", [name])
    _create_earlier_identities()
    _create_findings()


def _create_earlier_identities() -> None:
    op.create_table(
        "earlier_identities",
        sa.Column("adult_id", _ID, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("identity", sa.LargeBinary, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("adult_id", "version", name="pk_earlier_identities"),
        sa.ForeignKeyConstraint(
            ["adult_id"], ["adults.adult_id"], name="fk_earlier_identities_adult_id"
        ),
    )


def _create_findings() -> None:
    op.create_table(
        "identity_findings",
        sa.Column("finding_id", _ID, nullable=False),
        sa.Column("adult_id", _ID, nullable=False),
        sa.Column("same_as_adult_id", _ID),
        sa.Column("why", sa.LargeBinary, nullable=False),
        sa.Column("found_at", UtcDateTime, nullable=False),
        sa.Column("found_by_agency_id", _ID, nullable=False),
        sa.Column("found_by_practitioner_id", sa.String),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("finding_id", name="pk_identity_findings"),
        sa.ForeignKeyConstraint(
            ["adult_id"], ["adults.adult_id"], name="fk_identity_findings_adult_id"
        ),
        sa.ForeignKeyConstraint(
            ["same_as_adult_id"],
            ["adults.adult_id"],
            name="fk_identity_findings_same_as_adult_id",
        ),
    )
    op.create_index("ix_identity_findings_adult_id", "identity_findings", ["adult_id"])
