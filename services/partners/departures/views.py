"""What is said of an agency that has left."""

from datetime import datetime
from uuid import UUID

from services.partners.agencies.lifecycle import AgencyState
from shared.http.inputs import View


class DepartureView(View):
    """An agency that has left."""

    agency_id: UUID
    state: AgencyState
    left_at: datetime
