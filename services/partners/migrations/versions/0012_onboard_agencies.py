"""Onboard agencies: how far each is, secrets, contacts, joining codes."""

from uuid import UUID

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0012"
down_revision = "0011"

_CODE = sa.String(64)


def upgrade() -> None:
    """Agencies that are here joined and went live when they registered."""
    _extend_agencies()
    _extend_signing_keys()
    _create_credentials()
    _create_contacts()


def _extend_agencies() -> None:
    with op.batch_alter_table("agencies") as batch:
        for name in ("joined_at", "test_sent_at", "test_received_at", "live_at", "left_at"):
            batch.add_column(sa.Column(name, UtcDateTime))
        batch.add_column(sa.Column("leaving_reason", sa.LargeBinary))
        batch.add_column(
            sa.Column("may_use_secret", sa.Boolean, nullable=False, server_default=sa.false())
        )
    op.execute("UPDATE agencies SET joined_at = registered_at, live_at = registered_at")
    with op.batch_alter_table("agencies") as batch:
        batch.alter_column("may_use_secret", server_default=None)
    op.create_table(
        "proposed_identifiers",
        _agency_column(),
        sa.Column("scheme", _CODE, nullable=False),
        sa.Column("value", sa.String, nullable=False),
        sa.Column("proposed_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("agency_id", "scheme", "value", name="pk_proposed_identifiers"),
        _of_an_agency("proposed_identifiers"),
    )


def _extend_signing_keys() -> None:
    with op.batch_alter_table("signing_keys") as batch:
        batch.add_column(sa.Column("signs_from", UtcDateTime))
    op.execute("UPDATE signing_keys SET signs_from = created_at")
    with op.batch_alter_table("signing_keys") as batch:
        batch.alter_column("signs_from", nullable=False)


def _create_credentials() -> None:
    op.create_table(
        "client_secrets",
        sa.Column("secret_id", sa.Uuid, nullable=False),
        _agency_column(),
        sa.Column("hash", sa.String, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("retired_at", UtcDateTime),
        sa.PrimaryKeyConstraint("secret_id", name="pk_client_secrets"),
        _of_an_agency("client_secrets"),
    )
    op.create_index("ix_client_secrets_agency_id", "client_secrets", ["agency_id"])
    op.create_table(
        "joining_codes",
        _agency_column(),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.Column("refused", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("agency_id", name="pk_joining_codes"),
        _of_an_agency("joining_codes"),
    )


def _create_contacts() -> None:
    op.create_table(
        "agency_contacts",
        sa.Column("contact_id", sa.Uuid, nullable=False),
        _agency_column(),
        sa.Column("role", _CODE, nullable=False),
        sa.Column("details", sa.LargeBinary, nullable=False),
        sa.Column("added_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("contact_id", name="pk_agency_contacts"),
        _of_an_agency("agency_contacts"),
    )
    op.create_index("ix_agency_contacts_agency_id", "agency_contacts", ["agency_id"])


def _agency_column() -> sa.Column[UUID]:
    return sa.Column("agency_id", sa.Uuid, nullable=False)


def _of_an_agency(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agency_id"], ["agencies.agency_id"], name=f"fk_{table}_agency_id"
    )
