"""The rules of the Mental Capacity Act 2005 that an assessment can break."""

from shared.errors import Conflict, Invalid


class IncapacityNotShown(Invalid):
    """Sections 2 and 3: unable to decide, because of an impairment; the first comes first."""

    code = "incapacity_not_shown"
    title = "The assessment does not show what a lack of capacity takes"


class CapacityContradicted(Invalid):
    """Whoever can't do one of the four things can't decide; whoever can do all can."""

    code = "capacity_contradicted"
    title = "The conclusion contradicts what was found"


class ReassessmentNeeded(Invalid):
    """What comes and goes is looked at again."""

    code = "reassessment_needed"
    title = "Where capacity fluctuates, say by when it is assessed again"


class AlreadySuperseded(Conflict):
    """The newest assessment of a decision is the one that another can follow."""

    code = "assessment_already_superseded"
    title = "A newer assessment has taken this one's place"
