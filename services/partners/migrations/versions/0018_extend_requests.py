"""Extend requests by kinds and gateways; let contributions have versions, readers, transfers."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0018"
down_revision = "0017"

_CODE = sa.String(64)


def upgrade() -> None:
    """Keep every contribution as its first version, shared with the agency that asked for it."""
    _extend_requests()
    _create_versions()
    _create_readers()
    _change_contributions()
    _create_transfers()


def _extend_requests() -> None:
    """Columns are only added: SQLite could not make the table anew under what refers to it."""
    with op.batch_alter_table("requests") as batch:
        batch.add_column(sa.Column("consent", _CODE, nullable=False, server_default="unknown"))
        batch.add_column(sa.Column("particulars", sa.LargeBinary))
        batch.add_column(sa.Column("decline_code", _CODE))
        batch.add_column(sa.Column("withdrawal_reason", sa.LargeBinary))
        batch.add_column(sa.Column("disclosure", _CODE))
        batch.add_column(sa.Column("disclosure_reason", sa.LargeBinary))
    op.create_table(
        "answer_judgements",
        sa.Column("judgement_id", sa.Uuid, nullable=False),
        sa.Column("request_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("quality", _CODE, nullable=False),
        sa.Column("reason", sa.LargeBinary, nullable=False),
        sa.Column("target_due_at", UtcDateTime),
        sa.Column("judged_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("judged_by_practitioner_id", sa.Text),
        sa.Column("judged_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("judgement_id", name="pk_answer_judgements"),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.request_id"], name="fk_answer_judgements_request_id"
        ),
    )
    op.create_index(
        "ix_answer_judgements_request_id", "answer_judgements", ["request_id", "judged_at"]
    )


def _create_versions() -> None:
    op.create_table(
        "contribution_versions",
        sa.Column("contribution_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("words", sa.LargeBinary, nullable=False),
        sa.Column("why", sa.LargeBinary),
        sa.Column("given_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("given_by_practitioner_id", sa.Text),
        sa.Column("given_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("contribution_id", "version", name="pk_contribution_versions"),
    )
    op.execute(
        "INSERT INTO contribution_versions"
        " (contribution_id, version, words, given_by_agency_id, given_at)"
        " SELECT contribution_id, 1, words, owner_agency_id, given_at FROM contributions"
    )


def _create_readers() -> None:
    op.create_table(
        "contribution_readers",
        sa.Column("contribution_id", sa.Uuid, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("named_at", UtcDateTime, nullable=False),
        sa.Column("lost_at", UtcDateTime),
        sa.PrimaryKeyConstraint("contribution_id", "agency_id", name="pk_contribution_readers"),
    )
    op.create_index("ix_contribution_readers_agency_id", "contribution_readers", ["agency_id"])
    op.execute(
        "INSERT INTO contribution_readers (contribution_id, agency_id, named_at)"
        " SELECT c.contribution_id, r.asked_by_agency_id, c.given_at"
        " FROM contributions c JOIN requests r ON r.request_id = c.request_id"
    )


def _change_contributions() -> None:
    """Foreign keys to contributions come last: SQLite makes the table anew."""
    with op.batch_alter_table("contributions") as batch:
        batch.add_column(sa.Column("legal_basis", _CODE))
        batch.add_column(sa.Column("version", sa.Integer, nullable=False, server_default="1"))
        batch.add_column(sa.Column("withdrawn_at", UtcDateTime))
        batch.add_column(sa.Column("withdrawal_reason", sa.LargeBinary))
    op.execute(
        "UPDATE contributions SET legal_basis = (SELECT legal_gateway FROM requests"
        " WHERE requests.request_id = contributions.request_id)"
    )
    with op.batch_alter_table("contributions") as batch:
        batch.drop_constraint("uq_contributions_request_id", type_="unique")
        batch.alter_column("request_id", existing_type=sa.Uuid, nullable=True)
        batch.alter_column("legal_basis", existing_type=_CODE, nullable=False)
        batch.alter_column("version", server_default=None)
        batch.drop_column("words")
    op.create_index("ix_contributions_request_id", "contributions", ["request_id"])
    op.create_index(
        "ix_contributions_case_id", "contributions", ["case_id", "given_at", "contribution_id"]
    )
    for table in ("contribution_versions", "contribution_readers"):
        with op.batch_alter_table(table) as batch:
            batch.create_foreign_key(
                f"fk_{table}_contribution_id",
                "contributions",
                ["contribution_id"],
                ["contribution_id"],
            )


def _create_transfers() -> None:
    op.create_table(
        "contribution_transfers",
        sa.Column("transfer_id", sa.Uuid, nullable=False),
        sa.Column("contribution_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("from_agency_id", sa.Uuid, nullable=False),
        sa.Column("to_agency_id", sa.Uuid, nullable=False),
        sa.Column("legal_basis", _CODE, nullable=False),
        sa.Column("legal_basis_before", _CODE, nullable=False),
        sa.Column("reason", sa.LargeBinary, nullable=False),
        sa.Column("state", _CODE, nullable=False),
        sa.Column("offered_at", UtcDateTime, nullable=False),
        sa.Column("settled_at", UtcDateTime),
        sa.Column("decline_reason", sa.LargeBinary),
        sa.PrimaryKeyConstraint("transfer_id", name="pk_contribution_transfers"),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.contribution_id"],
            name="fk_contribution_transfers_contribution_id",
        ),
    )
    op.create_index(
        "ix_contribution_transfers_case_id",
        "contribution_transfers",
        ["case_id", "offered_at", "transfer_id"],
    )
    op.create_index(
        "ix_contribution_transfers_contribution_id", "contribution_transfers", ["contribution_id"]
    )
