"""Seal the audit."""

from shared.migrations import kernel_0003

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make room for seals, and refuse changes to what was audited."""
    kernel_0003.upgrade()
