"""A pattern, as it is shown to who answers for safeguarding at the council that leads."""

from datetime import datetime
from uuid import UUID

from shared.http.inputs import View
from shared.reference.patterns import TraceKind


class PatternView(View):
    """What several of your cases have in common, and which they are. It proves nothing.

    `adults` and `case_ids` are of the cases that you may read.
    """

    pattern_id: UUID
    kind: TraceKind
    adults: int
    case_ids: tuple[UUID, ...]
    first_seen_at: datetime
    last_seen_at: datetime
    noticed_at: datetime
