"""Create invitations to say what it was like, their steps, drafts and answers."""

import sqlalchemy as sa
from alembic import op

from shared.database import Json, UtcDateTime

revision = "0019"
down_revision = "0018"

_CODE = sa.String(64)


def upgrade() -> None:
    """Make room for invitations and for what is answered."""
    _create_invitations()
    _create_steps()
    _create_answers()


def _create_invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("invitation_id", sa.Uuid, nullable=False),
        sa.Column("enquiry_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("concluded_at", UtcDateTime, nullable=False),
        sa.Column("state", _CODE, nullable=False),
        sa.Column("due_by", sa.Date, nullable=False),
        sa.Column("addressed_to", _CODE),
        sa.Column("asker", _CODE),
        sa.Column("variant", _CODE),
        sa.Column("token_digest", sa.LargeBinary),
        sa.Column("code_digest", sa.LargeBinary),
        sa.Column("expires_at", UtcDateTime),
        sa.PrimaryKeyConstraint("invitation_id", name="pk_invitations"),
        sa.ForeignKeyConstraint(
            ["enquiry_id"], ["enquiries.enquiry_id"], name="fk_invitations_enquiry_id_enquiries"
        ),
    )
    ending = ["enquiry_id", "concluded_at"]
    op.create_index("uq_invitations_ending", "invitations", ending, unique=True)
    op.create_index("ix_invitations_case_id", "invitations", ["case_id", "invitation_id"])
    op.create_index("ix_invitations_state", "invitations", ["state", "due_by"])
    op.create_index("uq_invitations_token_digest", "invitations", ["token_digest"], unique=True)
    op.create_index("uq_invitations_code_digest", "invitations", ["code_digest"], unique=True)


def _create_steps() -> None:
    op.create_table(
        "invitation_steps",
        sa.Column("step_id", sa.Uuid, nullable=False),
        sa.Column("invitation_id", sa.Uuid, nullable=False),
        sa.Column("state", _CODE, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("by_agency_id", sa.Uuid),
        sa.Column("by_practitioner_id", sa.Text),
        sa.Column("narrative", sa.LargeBinary, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("step_id", name="pk_invitation_steps"),
        _of_an_invitation("invitation_steps"),
    )
    op.create_index("ix_invitation_steps_invitation_id", "invitation_steps", ["invitation_id"])


def _create_answers() -> None:
    op.create_table(
        "experience_drafts",
        sa.Column("invitation_id", sa.Uuid, nullable=False),
        sa.Column("narrative", sa.LargeBinary, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("invitation_id", name="pk_experience_drafts"),
        _of_an_invitation("experience_drafts"),
    )
    op.create_table(
        "experiences",
        sa.Column("invitation_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("respondent", _CODE, nullable=False),
        sa.Column("method", _CODE, nullable=False),
        sa.Column("asker", _CODE),
        sa.Column("variant", _CODE, nullable=False),
        sa.Column("answers", Json, nullable=False),
        sa.Column("answered_at", UtcDateTime, nullable=False),
        sa.Column("recorded_by_agency_id", sa.Uuid),
        sa.Column("recorded_by_practitioner_id", sa.Text),
        sa.Column("narrative", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("invitation_id", name="pk_experiences"),
        _of_an_invitation("experiences"),
    )
    op.create_index("ix_experiences_case_id", "experiences", ["case_id"])


def _of_an_invitation(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["invitation_id"],
        ["invitations.invitation_id"],
        name=f"fk_{table}_invitation_id_invitations",
    )
