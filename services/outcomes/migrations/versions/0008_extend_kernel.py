"""Extend the kernel: who has gone live, deciders, emergency access."""

from shared.migrations import kernel_0002

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Bring the kernel's tables to their second form."""
    kernel_0002.upgrade()
