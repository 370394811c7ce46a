"""The rules about leaving that a request can break."""

from shared.errors import Conflict


class AgencyLeadsCases(Conflict):
    """A case without a lead agency is a duty without an owner."""

    code = "agency_leads_cases"
    title = "The agency leads cases, so it can't leave"
