"""Create the agencies, their keys, and the exchange's own."""

import sqlalchemy as sa
from alembic import op

from shared.database import Json, UtcDateTime

revision = "0002"
down_revision = "0001"

_CODE = sa.String(64)


def upgrade() -> None:
    """Make room for who is on the exchange, and for what proves it."""
    _create_agencies()
    _create_keys()


def _create_agencies() -> None:
    op.create_table(
        "agencies",
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("kind", _CODE, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("registered_at", UtcDateTime, nullable=False),
        sa.Column("suspended_at", UtcDateTime),
        sa.PrimaryKeyConstraint("agency_id", name="pk_agencies"),
    )
    op.create_index("ix_agencies_registered_at", "agencies", ["registered_at", "agency_id"])
    op.create_table(
        "agency_identifiers",
        sa.Column("scheme", _CODE, nullable=False),
        sa.Column("value", sa.String, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.PrimaryKeyConstraint("scheme", "value", "synthetic", name="pk_agency_identifiers"),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.agency_id"], name="fk_agency_identifiers_agency_id"
        ),
    )
    op.create_index("ix_agency_identifiers_agency_id", "agency_identifiers", ["agency_id"])


def _create_keys() -> None:
    op.create_table(
        "agency_keys",
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("key_id", sa.String, nullable=False),
        sa.Column("public_jwk", Json, nullable=False),
        sa.Column("valid_from", UtcDateTime, nullable=False),
        sa.Column("retired_at", UtcDateTime),
        sa.PrimaryKeyConstraint("agency_id", "key_id", name="pk_agency_keys"),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agencies.agency_id"], name="fk_agency_keys_agency_id"
        ),
    )
    op.create_table(
        "used_assertions",
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_used_assertions"),
    )
    op.create_index("ix_used_assertions_expires_at", "used_assertions", ["expires_at"])
    op.create_table(
        "signing_keys",
        sa.Column("generation", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("key_id", sa.String, nullable=False),
        sa.Column("private_jwk", sa.LargeBinary, nullable=False),
        sa.Column("public_jwk", Json, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("retired_at", UtcDateTime),
        sa.PrimaryKeyConstraint("generation", name="pk_signing_keys"),
        sa.UniqueConstraint("key_id", name="uq_signing_keys_key_id"),
    )
