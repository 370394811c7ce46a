"""What the page of a case shows of the agencies in it."""

from collections.abc import Sequence
from datetime import datetime

from services.partners.actions.views import ActionView
from services.partners.contributions.views import ContributionView
from services.partners.requests.views import RequestView
from services.partners.sharing.views import PartiesView
from shared.http.inputs import View


class ToldView(View):
    """Something that the reader's agency was told of the case, in words."""

    at: datetime
    what: str
    details: Sequence[tuple[str, str]]


class TimelineView(View):
    """Part of what the agency was told, the newest first; `next` leads to what came before."""

    items: list[ToldView]
    next: str | None


class WorkView(View):
    """What is asked, done and given between the agencies, as far as the reader may read it."""

    requests: list[RequestView]
    actions: list[ActionView]
    contributions: list[ContributionView]


class AgenciesPageView(View):
    """The agencies in a case. What is not open to the reader is null."""

    parties: PartiesView
    work: WorkView | None
    timeline: TimelineView | None
