"""Create imports and what came of their rows."""

import sqlalchemy as sa
from alembic import op

from shared.database import Json, UtcDateTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make room for files of concerns."""
    _create_imports()
    _create_imported_rows()


def _create_imports() -> None:
    op.create_table(
        "imports",
        sa.Column("import_id", sa.Uuid, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("practitioner_id", sa.String),
        sa.Column("is_trial", sa.Boolean, nullable=False),
        sa.Column("started_at", UtcDateTime, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("import_id", name="pk_imports"),
    )
    op.create_index("ix_imports_agency_id", "imports", ["agency_id", "import_id"])


def _create_imported_rows() -> None:
    op.create_table(
        "imported_rows",
        sa.Column("import_id", sa.Uuid, nullable=False),
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("outcome", sa.String(64), nullable=False),
        sa.Column("reference", sa.LargeBinary),
        sa.Column("reference_index", sa.LargeBinary),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("concern_id", sa.Uuid),
        sa.Column("problems", Json, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("import_id", "row", name="pk_imported_rows"),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.import_id"], name="fk_imported_rows_import_id_imports"
        ),
    )
    was_raised = sa.text("outcome = 'raised'")
    op.create_index(
        "uq_imported_rows_raised",
        "imported_rows",
        ["agency_id", "reference_index"],
        unique=True,
        postgresql_where=was_raised,
        sqlite_where=was_raised,
    )
    op.create_index("ix_imported_rows_reference", "imported_rows", ["import_id", "reference_index"])
    op.create_index("ix_imported_rows_outcome", "imported_rows", ["import_id", "outcome", "row"])
