"""What the page of a case shows, up to the decision."""

from uuid import UUID

from services.intake.concerns.views import ConcernView, EarlierAccountView
from services.intake.decisions.views import CaseView, InformationView
from shared.http.inputs import View


class CasePageView(View):
    """A case with its concerns, the oldest first. `information` is null where it is not open.

    `earlier` has how each concern was told before, the latest first; a concern told once has none.
    """

    case: CaseView
    concerns: list[ConcernView]
    earlier: dict[UUID, list[EarlierAccountView]]
    information: list[InformationView] | None
