"""Seals over the audit, the seals of others, and a database that refuses to change entries."""

import sqlalchemy as sa
from alembic import op

from shared.database import UtcDateTime

_BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UNSEALED = sa.text("sealed_in IS NULL")

_REFUSE = "the audit is only ever appended to"
_POSTGRESQL = f"""
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.sealed_in IS NULL AND NEW.sealed_in IS NOT NULL
     AND (to_jsonb(NEW) - 'number' - 'digest' - 'sealed_in')
       = (to_jsonb(OLD) - 'number' - 'digest' - 'sealed_in') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '{_REFUSE}';
END $$;
"""


def upgrade() -> None:
    """Entries so far are sealed with the first seals."""
    for column in ("number", "digest", "sealed_in"):
        kinds = {"number": sa.BigInteger, "digest": sa.LargeBinary, "sealed_in": sa.Integer}
        op.add_column("audit_entries", sa.Column(column, kinds[column]))
    op.create_index("ix_audit_entries_sealed_in", "audit_entries", ["sealed_in"])
    op.create_index(
        "ix_audit_entries_unsealed",
        "audit_entries",
        ["entry_id"],
        postgresql_where=_UNSEALED,
        sqlite_where=_UNSEALED,
    )
    op.create_table(
        "audit_chains",
        sa.Column("chain", sa.Text, nullable=False),
        sa.Column("number", _BIG_KEY, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("chain", name="pk_audit_chains"),
    )
    op.create_table(
        "audit_seals",
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.Column("sealed_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit_seals"),
    )
    op.create_table(
        "audit_anchors",
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("sealed_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("source", "number", "digest", name="pk_audit_anchors"),
    )
    _refuse_changes()


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRESQL)
        op.execute(
            "CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit_entries "
            "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()"
        )
        return
    op.execute(
        "CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit_entries "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSE}'); END"
    )
    covered = (
        "entry_id, occurred_at, kind, operation, case_id, subject, reason, actor, agency_id, "
        "practitioner_id, unit, role, correlation_id, synthetic"
    )
    op.execute(
        f"CREATE TRIGGER audit_is_never_edited BEFORE UPDATE OF {covered} ON audit_entries "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSE}'); END"
    )
    op.execute(
        "CREATE TRIGGER audit_is_sealed_once BEFORE UPDATE ON audit_entries "
        f"WHEN OLD.sealed_in IS NOT NULL BEGIN SELECT RAISE(ABORT, '{_REFUSE}'); END"
    )
