"""The rules of partners that a request can break."""

from shared.errors import Conflict, Forbidden, Invalid


class AgencyCannotBeNamed(Invalid):
    """Unknown, suspended, not live, or real beside made-up: one answer, and nothing to learn."""

    code = "agency_cannot_be_named"
    title = "No such agency can take part in this case"


class AgencyLeadsTheCase(Conflict):
    """The lead agency takes part by its duty; nobody invites it, and it is not shut out."""

    code = "agency_leads_the_case"
    title = "This agency leads the case"


class AgencyIsExcluded(Conflict):
    """Whoever must not know of a case is not invited to it."""

    code = "agency_is_excluded"
    title = "A hold or an exclusion keeps this agency from knowing of the case"


class EmployerNotMatched(Conflict):
    """An alleged source's employer is unknown here, and might be the provider invited."""

    code = "employer_not_matched"
    title = "The employer of an alleged source could not be matched: check, and say so"


class AgencyTakesPartAlready(Conflict):
    """An agency is invited once, until it declines or leaves."""

    code = "agency_takes_part_already"
    title = "This agency has been invited, or takes part already"


class NoInvitationIsOpen(Conflict):
    """There is nothing to accept or decline."""

    code = "no_invitation_is_open"
    title = "No invitation is waiting for your answer"


class NotTakingPart(Conflict):
    """Only an agency that takes part can leave."""

    code = "not_taking_part"
    title = "Your agency does not take part in this case"


class AlreadyExcluded(Conflict):
    """The same agency, unit or person is excluded once."""

    code = "already_excluded"
    title = "This exclusion is in force already"


class ExclusionAlreadyLifted(Conflict):
    """An exclusion is lifted once."""

    code = "exclusion_already_lifted"
    title = "This hold or exclusion has been lifted already"


class AskedAgencyTakesNoPart(Conflict):
    """Only the lead agency and the agencies that take part are asked for something."""

    code = "asked_agency_takes_no_part"
    title = "The agency that is asked takes no part in this case"


class GatewayNotOpen(Invalid):
    """The power that is named does not run from the one agency to the other."""

    code = "gateway_not_open"
    title = "The legal gateway is not open between these agencies"


class AgencyAsksItself(Invalid):
    """A request goes to another agency."""

    code = "agency_asks_itself"
    title = "A request goes to another agency"


class TargetNotInTheFuture(Invalid):
    """Nobody can answer by a time that has passed."""

    code = "target_not_in_the_future"
    title = "The target for an answer must be in the future"


class ReaderUnnamed(Forbidden):
    """Someone unnamed may be whoever must not know, and what is passed over is not handed again."""

    code = "reader_unnamed"
    title = "Name who reads the feed, in the `act` claim"


class NotTheAskedAgency(Forbidden):
    """A request is answered by the agency it was made to."""

    code = "not_the_asked_agency"
    title = "Only the agency that was asked may do this"


class RequestHasMovedOn(Conflict):
    """The request has been acknowledged, answered or declined already."""

    code = "request_has_moved_on"
    title = "The request no longer waits for this"
