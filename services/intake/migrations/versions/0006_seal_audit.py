"""Seal the audit."""

from shared.migrations import kernel_0003

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make room for seals, and refuse changes to what was audited."""
    kernel_0003.upgrade()
