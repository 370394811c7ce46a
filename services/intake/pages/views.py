"""What the page of a case shows, up to the decision."""

from services.intake.concerns.views import ConcernView
from services.intake.decisions.views import CaseView, InformationView
from shared.http.inputs import View


class CasePageView(View):
    """A case with its concerns, the oldest first. `information` is null where it is not open."""

    case: CaseView
    concerns: list[ConcernView]
    information: list[InformationView] | None
