"""Describe conclusions in the codes of the collection, and keep those that were undone."""

import sqlalchemy as sa
from alembic import op

from shared.database import Json, UtcDateTime

revision = "0020"
down_revision = "0019"

_CODES = ("risk_assessment", "action", "risk_outcome", "lacked_capacity", "support")


def _recorded() -> list[sa.Column[object]]:
    return [
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("recorded_by_practitioner_id", sa.Text),
    ]


def upgrade() -> None:
    """Make room; of what was concluded before, nobody recorded what it found."""
    _create_findings()
    _create_earlier_conclusions()
    op.add_column("enquiry_facts", sa.Column("risks", Json))
    for name in _CODES:
        op.add_column("enquiry_facts", sa.Column(name, sa.String(64)))


def _create_findings() -> None:
    op.create_table(
        "findings_versions",
        sa.Column("enquiry_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("risks", Json),
        *(sa.Column(name, sa.String(64), nullable=False) for name in _CODES),
        sa.Column("narrative", sa.LargeBinary),
        *_recorded(),
        sa.PrimaryKeyConstraint("enquiry_id", "version", name="pk_findings_versions"),
        sa.ForeignKeyConstraint(
            ["enquiry_id"], ["enquiries.enquiry_id"], name="fk_findings_versions_enquiry_id"
        ),
    )


def _create_earlier_conclusions() -> None:
    op.create_table(
        "earlier_conclusions",
        sa.Column("conclusion_id", sa.Uuid, nullable=False),
        sa.Column("enquiry_id", sa.Uuid, nullable=False),
        sa.Column("concluded_at", UtcDateTime, nullable=False),
        sa.Column("concluded_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("concluded_by_practitioner_id", sa.Text),
        sa.Column("asked", sa.String(64), nullable=False),
        sa.Column("achieved", sa.String(64)),
        sa.Column("achieved_judged_by", sa.String(64)),
        sa.Column("derived", sa.Boolean, nullable=False),
        sa.Column("findings_version", sa.Integer),
        sa.Column("reason", sa.String(64), nullable=False),
        sa.Column("narrative", sa.LargeBinary, nullable=False),
        *_recorded(),
        sa.PrimaryKeyConstraint("conclusion_id", name="pk_earlier_conclusions"),
        sa.ForeignKeyConstraint(
            ["enquiry_id"], ["enquiries.enquiry_id"], name="fk_earlier_conclusions_enquiry_id"
        ),
    )
    op.create_index(
        "ix_earlier_conclusions_case_id", "earlier_conclusions", ["case_id", "conclusion_id"]
    )
