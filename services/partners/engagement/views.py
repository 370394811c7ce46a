"""The body of an agency's engagement."""

from pydantic import Field

from shared.events.partners import EngagementSubject
from shared.http.inputs import View


class SubjectEngagement(View):
    """How an agency took part in one respect; what nothing was heard of is counted as such."""

    subject: EngagementSubject
    asked: int
    acknowledged: int
    contributed: int
    declined: int
    overdue: int = Field(description="A target passed first; some were answered late.")
    silent: int = Field(description="A target has passed and nothing was ever heard.")
    waiting: int = Field(description="Nothing has been heard yet, and no target has passed.")
    ended: int
    median_hours_to_first_response: float | None = Field(
        description="Null where nothing was asked and answered: missing is not zero."
    )


class EngagementView(View):
    """How your own agency takes part, in cases that it is not shut out from."""

    items: list[SubjectEngagement]
