"""The bodies about reading from queues."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from shared.http.inputs import View


class QueueView(View):
    """A queue of yours."""

    subscription_id: UUID
    queue: str = Field(description="Its name on the broker. Treat it as a secret.")
    is_ready: bool = Field(description="Whether the broker has it; it is made within seconds.")


class QueueAccess(View):
    """Where your queues are, and as whom you sign in."""

    address: str = Field(description="The broker and the virtual host, without user and password.")
    username: str
    password_issued_at: datetime | None = Field(description="Empty until you ask for a password.")
    is_open: bool = Field(
        description="Whether the broker knows your newest password; it does within seconds."
    )
    queues: list[QueueView]


class QueuePassword(View):
    """A password for the broker. It is not kept, and not shown again."""

    address: str
    username: str
    password: str
    issued_at: datetime
