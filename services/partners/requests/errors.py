"""The rules about requests that a call can break, beside those of every request."""

from shared.errors import Conflict, Forbidden, Invalid


class GatewayIsNotForThis(Invalid):
    """Some powers are for information alone, and an enquiry is caused under a duty."""

    code = "gateway_is_not_for_this"
    title = "Nothing of this kind is asked for under this legal gateway"


class OnlyTheLeadCausesEnquiries(Forbidden):
    """Section 42(2) has the council make an enquiry, or cause one to be made."""

    code = "only_the_lead_causes_enquiries"
    title = "Only the lead agency causes an enquiry"


class ParticularsMissing(Invalid):
    """What a kind of request, or the power it is made under, needs to be said."""

    code = "particulars_missing"
    title = "This kind of request, or the power it is made under, needs more to be said"


class ParticularsOutOfPlace(Invalid):
    """What belongs to another kind of request, or to another power."""

    code = "particulars_out_of_place"
    title = "What was said belongs to another kind of request, or to another legal gateway"


class BoardConditionsNotMet(Invalid):
    """Section 45 needs conditions 1 and 2, and 3 or 4."""

    code = "board_conditions_not_met"
    title = "The conditions of section 45 are not met"


class PoliceConditionsNotMet(Invalid):
    """A police request is authorised, necessary, about one person, and to prevent prejudice."""

    code = "police_conditions_not_met"
    title = "The conditions of schedule 2, paragraph 2 are not met"


class ImplicatedAgencyWithoutReason(Conflict):
    """An agency does not enquire into itself unless someone writes down why it should."""

    code = "implicated_agency_without_reason"
    title = "This agency is implicated: say why it should make the enquiry all the same"


class TimescaleNeeded(Invalid):
    """Who causes an enquiry sets its timescale."""

    code = "timescale_needed"
    title = "An enquiry that is caused needs a target"


class NotTheAskingAgency(Forbidden):
    """A request is withdrawn by the agency that made it."""

    code = "not_the_asking_agency"
    title = "Only the agency that asked may do this"


class NotACausedEnquiry(Conflict):
    """Only the report of an enquiry is accepted or rejected."""

    code = "not_a_caused_enquiry"
    title = "Only the report of an enquiry that was caused is judged"


class DisclosureDecisionNeeded(Invalid):
    """Who gives the police what they asked for says that it decided so, and why."""

    code = "disclosure_decision_needed"
    title = "An answer to a police request needs the decision to disclose, with its reason"


class AnswerIsNotYours(Conflict):
    """The earlier answer has been passed on or withdrawn, so it can't be given anew."""

    code = "answer_is_not_yours"
    title = "The earlier answer is no longer your agency's to add to"
