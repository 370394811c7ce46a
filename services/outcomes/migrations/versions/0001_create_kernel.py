"""Create the kernel's tables."""

from shared.migrations import kernel_0001

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make what every service stands on."""
    kernel_0001.upgrade()
