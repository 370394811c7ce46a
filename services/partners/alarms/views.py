"""What the operator sees of what agencies have not received."""

from datetime import datetime
from uuid import UUID

from shared.http.inputs import View


class BacklogView(View):
    """What an agency may know and has not received. What it is about stays with the agency."""

    agency_id: UUID
    name: str
    synthetic: bool
    suspended: bool
    live: bool
    waiting: int
    oldest_at: datetime | None
    behind_since: datetime | None
    taken_at: datetime
