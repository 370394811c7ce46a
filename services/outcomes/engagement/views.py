"""The bodies of how agencies took part."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.outcomes.statistics.views import ShareView
from shared.http.inputs import View
from shared.reference.agencies import AgencyKind
from shared.reference.approaches import HasSpecialistTeam, ImplementationApproach, Missing
from shared.reference.care_act import EnquiryKind


class Engaged(StrEnum):
    """What came of asking an agency: everything that was asked stands in exactly one place.

    `silent` is overdue with nothing heard, `overdue` was acknowledged and then not done in time,
    `acknowledged` and `waiting` still have time, and `ended` is what nobody waits for any more.
    What was contributed late is contributed.
    """

    CONTRIBUTED = "contributed"
    DECLINED = "declined"
    SILENT = "silent"
    OVERDUE = "overdue"
    ACKNOWLEDGED = "acknowledged"
    WAITING = "waiting"
    ENDED = "ended"


class AskedFor(StrEnum):
    """What an agency was asked for, or gave by itself (`contribution`)."""

    INVITATION = "invitation"
    INFORMATION = "information"
    CAUSE_ENQUIRY = "cause_enquiry"
    ADVICE = "advice"
    REQUESTED_ACTION = "requested_action"
    REQUEST_NOT_RECORDED = "request_not_recorded"
    ACTION = "action"
    CONTRIBUTION = "contribution"


class HoursView(View):
    """Hours since it was asked, in calendar time: the median and both quartiles."""

    lower_quartile: float
    median: float
    upper_quartile: float


class AskedForView(View):
    """What came of everything of one kind that was asked; `asked` is the sum of the states.

    A null is left out, being below five or telling what is. `hours_to_acknowledge` are those until
    anything was first heard (that it acknowledges, contributes or declines); hours are given where
    at least five stand in a state that is shown, and that have come so far.
    """

    asked_for: AskedFor
    asked: int | None
    states: dict[Engaged, int | None]
    hours_to_acknowledge: HoursView | None
    hours_to_contribute: HoursView | None


class TakingPart(View):
    """What came of being asked, and what of the adult's side was written down, and by whom.

    `conversations` are those held in the year by who was asked (`nobody` where it was not asked);
    desired outcomes are those of enquiries concluded in it, as recorded and as owned now.
    """

    asked_for: list[AskedForView]
    conversations: dict[str, int | None]
    desired_outcomes_recorded: int | None
    desired_outcomes_owned: int | None


class ApproachView(View):
    """How an agency says that it goes about Making Safeguarding Personal.

    It describes, and proves nothing: what stands beside it may have come of anything else. Where a
    period ends within the year it is the newest of the year. `trained_share` is `people_trained`
    out of `people_to_train`, null unless both are numbers and fit.
    """

    first_day: date
    last_day: date
    implementation: list[ImplementationApproach] | Missing
    people_trained: int | Missing
    people_to_train: int | Missing
    trained_share: float | None
    staff_in_scope: int | Missing
    specialist_team: HasSpecialistTeam


class KindEngagement(TakingPart):
    """How all agencies of a kind together took part."""

    kind: AgencyKind


class AgencyEngagement(TakingPart):
    """How one agency took part; `approach` is null where it declared none for the year."""

    agency_id: UUID
    name: str
    kind: AgencyKind
    approach: ApproachView | None


class SeveralView(ShareView):
    """In how many concluded enquiries two or more agencies besides the council contributed.

    By something contributed or a request answered, or a conversation or a desired outcome that the
    agency recorded. Both counts are null where they are left out.
    """

    count: int | None
    of: int | None


class EngagementView(View):
    """How agencies took part in the cases that one council leads; everybody reads the same.

    What was asked for is counted in the year it was asked in, and what an agency gave by itself in
    the year of giving. Nothing sums over what was asked for: to be invited and to be asked to cause
    an enquiry are no two of a kind. Agencies are in the order of their names.
    """

    council_id: UUID
    year: str
    kind: EnquiryKind
    synthetic: bool
    as_at: datetime
    several_contributed: SeveralView
    kinds: list[KindEngagement]
    agencies: list[AgencyEngagement]


class OwnEngagementView(View):
    """The exact figures of the agency that asks, in the cases that one council leads."""

    council_id: UUID
    year: str
    synthetic: bool
    as_at: datetime
    own: AgencyEngagement
