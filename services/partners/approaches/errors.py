"""The rules about an agency's own approach that a request can break."""

from shared.errors import Conflict, Invalid


class UnsuitablePeriod(Invalid):
    """A period is whole days, ends after it begins, and holds three years at most."""

    code = "unsuitable_period"
    title = "The period must be a financial year, or end after it begins and last up to 3 years"


class PeriodDeclaredAlready(Conflict):
    """One agency says one thing about one day; what it says can be revised."""

    code = "period_declared_already"
    title = "Your agency has declared its approach for some of this period already; revise that"


class MoreTrainedThanToTrain(Invalid):
    """Those trained are among those to be trained."""

    code = "more_trained_than_to_train"
    title = "More people were trained than there were to train"


class LeadUnnamed(Invalid):
    """Whoever says that there is a lead says who."""

    code = "lead_unnamed"
    title = "Name the lead and the role, or say that there is none or that it is not recorded"
