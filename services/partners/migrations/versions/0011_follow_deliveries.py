"""Follow each delivery to its receipt; let subscriptions be chosen, and pushes queue up."""

import sqlalchemy as sa
from alembic import op

from shared.database import Json, UtcDateTime

revision = "0011"
down_revision = "0010"

_CODE = sa.String(64)


def upgrade() -> None:
    """Until now only a feed handed anything out, and released what it handed out."""
    _follow_deliveries()
    _choose_subscriptions()
    _keep_secrets()
    _queue_sendings()
    _find_sendings()


def _follow_deliveries() -> None:
    with op.batch_alter_table("deliveries") as batch:
        batch.alter_column("case_id", existing_type=sa.Uuid, nullable=True)
        batch.add_column(sa.Column("sent_at", UtcDateTime))
        batch.add_column(sa.Column("received_at", UtcDateTime))
    op.execute(
        "UPDATE deliveries SET state = 'sent', sent_at = settled_at WHERE state = 'released'"
    )
    unreceived = sa.text("received_at IS NULL AND state <> 'withheld'")
    op.create_index(
        "ix_deliveries_unreceived",
        "deliveries",
        ["agency_id", "occurred_at"],
        postgresql_where=unreceived,
        sqlite_where=unreceived,
    )
    op.create_index("ix_deliveries_event_id", "deliveries", ["event_id"])
    op.create_index("ix_deliveries_case_id", "deliveries", ["case_id", "position"])
    op.create_index("ix_deliveries_agency_id", "deliveries", ["agency_id", "position"])
    op.create_table(
        "feed_pages",
        sa.Column("page_id", sa.Uuid, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("positions", Json, nullable=False),
        sa.Column("handed_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("page_id", name="pk_feed_pages"),
    )
    op.create_index("ix_feed_pages_handed_at", "feed_pages", ["handed_at"])


def _choose_subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("subscription_id", sa.Uuid, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("channel", _CODE, nullable=False),
        sa.Column("state", _CODE, nullable=False),
        sa.Column("event_types", Json),
        sa.Column("url", sa.LargeBinary),
        sa.Column("reader_practitioner_id", sa.Text, nullable=False),
        sa.Column("reader_unit", sa.Text),
        sa.Column("reader_role", _CODE, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("made_at", UtcDateTime, nullable=False),
        sa.Column("suspended_at", UtcDateTime),
        sa.Column("ended_at", UtcDateTime),
        sa.Column("paused_until", UtcDateTime),
        sa.Column("failing_since", UtcDateTime),
        sa.Column("failure", sa.String(64)),
        sa.Column("last_success_at", UtcDateTime),
        sa.Column("enqueued_through", sa.BigInteger, nullable=False),
        sa.Column("last_number", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("subscription_id", name="pk_subscriptions"),
    )
    op.create_index("ix_subscriptions_agency_id", "subscriptions", ["agency_id", "made_at"])
    op.create_index(
        "ix_subscriptions_active",
        "subscriptions",
        ["channel", "subscription_id"],
        postgresql_where=sa.text("state = 'active'"),
        sqlite_where=sa.text("state = 'active'"),
    )


def _keep_secrets() -> None:
    op.create_table(
        "subscription_secrets",
        sa.Column("secret_id", sa.Uuid, nullable=False),
        sa.Column("subscription_id", sa.Uuid, nullable=False),
        sa.Column("secret", sa.LargeBinary, nullable=False),
        sa.Column("made_at", UtcDateTime, nullable=False),
        sa.Column("expires_at", UtcDateTime),
        sa.PrimaryKeyConstraint("secret_id", name="pk_subscription_secrets"),
        sa.ForeignKeyConstraint(
            ["subscription_id"],
            ["subscriptions.subscription_id"],
            name="fk_subscription_secrets_subscription_id_subscriptions",
        ),
    )
    op.create_index(
        "ix_subscription_secrets_subscription_id", "subscription_secrets", ["subscription_id"]
    )


def _queue_sendings() -> None:
    op.create_table(
        "sendings",
        sa.Column("sending_id", sa.Uuid, nullable=False),
        sa.Column("subscription_id", sa.Uuid, nullable=False),
        sa.Column("agency_id", sa.Uuid, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("stream_id", sa.Uuid, nullable=False),
        sa.Column("case_id", sa.Uuid),
        sa.Column("is_replay", sa.Boolean, nullable=False),
        sa.Column("state", _CODE, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("number", sa.BigInteger),
        sa.Column("next_attempt_at", UtcDateTime),
        sa.Column("claimed_until", UtcDateTime),
        sa.Column("sent_at", UtcDateTime),
        sa.Column("failure", sa.String(64)),
        sa.Column("withheld_as", _CODE),
        sa.PrimaryKeyConstraint("sending_id", name="pk_sendings"),
        sa.UniqueConstraint(
            "subscription_id", "sequence", name="uq_sendings_subscription_id_sequence"
        ),
    )


def _find_sendings() -> None:
    op.create_index("ix_sendings_position", "sendings", ["position"])
    pending = sa.text("state = 'pending'")
    op.create_index(
        "ix_sendings_pending",
        "sendings",
        ["subscription_id", "sequence"],
        postgresql_where=pending,
        sqlite_where=pending,
    )
    held = sa.text(
        "state = 'pending' AND (next_attempt_at IS NOT NULL OR claimed_until IS NOT NULL)"
    )
    op.create_index(
        "ix_sendings_held_back",
        "sendings",
        ["subscription_id", "stream_id"],
        postgresql_where=held,
        sqlite_where=held,
    )
    op.create_table(
        "spare_numbers",
        sa.Column("subscription_id", sa.Uuid, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("subscription_id", "number", name="pk_spare_numbers"),
    )
