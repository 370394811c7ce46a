"""Create assessments of capacity, best-interests decisions, advocacy and representatives."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

revision = "0021"
down_revision = "0020"

_CODE = sa.String(64)


def upgrade() -> None:
    """Make room for all of them."""
    _create_representatives()
    _create_advocacy()
    _create_referrals()
    _create_assessments()
    _create_decisions()


def _recorded() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("narrative", sa.LargeBinary, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by_agency_id", sa.Uuid, nullable=False),
        sa.Column("recorded_by_practitioner_id", sa.Text),
    )


def _create_representatives() -> None:
    op.create_table(
        "representatives",
        sa.Column("representative_id", sa.Uuid, nullable=False),
        sa.Column("kind", _CODE, nullable=False),
        sa.Column("source_check", _CODE, nullable=False),
        sa.Column("ended", _CODE),
        sa.Column("ending", sa.LargeBinary),
        *_recorded(),
        sa.PrimaryKeyConstraint("representative_id", name="pk_representatives"),
    )
    by = ["case_id", "representative_id"]
    op.create_index("ix_representatives_case_id", "representatives", by)


def _create_advocacy() -> None:
    op.create_table(
        "advocacy_reviews",
        sa.Column("review_id", sa.Uuid, nullable=False),
        sa.Column("duty", _CODE, nullable=False),
        sa.Column("understanding", _CODE, nullable=False),
        sa.Column("retaining", _CODE, nullable=False),
        sa.Column("using_or_weighing", _CODE, nullable=False),
        sa.Column("communicating", _CODE, nullable=False),
        sa.Column("appropriate_person", _CODE, nullable=False),
        *_recorded(),
        sa.PrimaryKeyConstraint("review_id", name="pk_advocacy_reviews"),
    )
    op.create_index("ix_advocacy_reviews_case_id", "advocacy_reviews", ["case_id", "review_id"])


def _create_referrals() -> None:
    op.create_table(
        "advocate_referrals",
        sa.Column("referral_id", sa.Uuid, nullable=False),
        sa.Column("kind", _CODE, nullable=False),
        sa.Column("referred_on", sa.Date, nullable=False),
        sa.Column("allocated_on", sa.Date),
        sa.Column("first_contact_on", sa.Date),
        sa.Column("ended", _CODE),
        sa.Column("ended_on", sa.Date),
        sa.Column("allocation", sa.LargeBinary),
        *_recorded(),
        sa.PrimaryKeyConstraint("referral_id", name="pk_advocate_referrals"),
    )
    by = ["case_id", "referral_id"]
    op.create_index("ix_advocate_referrals_case_id", "advocate_referrals", by)


def _create_assessments() -> None:
    op.create_table(
        "capacity_assessments",
        sa.Column("assessment_id", sa.Uuid, nullable=False),
        sa.Column("supersedes_id", sa.Uuid),
        sa.Column("kind", _CODE, nullable=False),
        sa.Column("assessed_on", sa.Date, nullable=False),
        sa.Column("conclusion", _CODE, nullable=False),
        sa.Column("reassess_by", sa.Date),
        sa.Column("review_on", sa.Date),
        sa.Column("is_current", sa.Boolean, nullable=False),
        *_recorded(),
        sa.PrimaryKeyConstraint("assessment_id", name="pk_capacity_assessments"),
        sa.ForeignKeyConstraint(
            ["supersedes_id"],
            ["capacity_assessments.assessment_id"],
            name="fk_capacity_assessments_supersedes_id_capacity_assessments",
        ),
    )
    by = ["case_id", "assessment_id"]
    op.create_index("ix_capacity_assessments_case_id", "capacity_assessments", by)
    name = "uq_capacity_assessments_supersedes"
    op.create_index(name, "capacity_assessments", ["supersedes_id"], unique=True)


def _create_decisions() -> None:
    op.create_table(
        "best_interests_decisions",
        sa.Column("decision_id", sa.Uuid, nullable=False),
        sa.Column("assessment_id", sa.Uuid, nullable=False),
        sa.Column("representative_id", sa.Uuid),
        sa.Column("decided_on", sa.Date, nullable=False),
        sa.Column("review_on", sa.Date),
        *_recorded(),
        sa.PrimaryKeyConstraint("decision_id", name="pk_best_interests_decisions"),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["capacity_assessments.assessment_id"],
            name="fk_best_interests_decisions_assessment_id_capacity_assessments",
        ),
        sa.ForeignKeyConstraint(
            ["representative_id"],
            ["representatives.representative_id"],
            name="fk_best_interests_decisions_representative_id_representatives",
        ),
    )
    by = ["case_id", "decision_id"]
    op.create_index("ix_best_interests_decisions_case_id", "best_interests_decisions", by)
