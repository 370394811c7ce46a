"""The rules of organisational concerns that a request can break."""

from shared.errors import Conflict, Forbidden, Invalid


class OrganisationUnnamed(Invalid):
    """A concern about an organisation says about which."""

    code = "organisation_unnamed"
    title = "Name the organisation, or give one of its codes"


class OrganisationalConcernClosed(Conflict):
    """What has ended takes no further step."""

    code = "organisational_concern_closed"
    title = "The organisational concern is closed"


class CaseLinkedAlready(Conflict):
    """A case is linked once."""

    code = "case_linked_already"
    title = "The case is linked already"


class CaseNotLinked(Conflict):
    """Only what is linked can be taken out again."""

    code = "case_not_linked"
    title = "The case is not linked"


class OnlyTheLead(Forbidden):
    """Who raised it reads what they sent; the council acts."""

    code = "only_the_lead"
    title = "Only the council that leads may do this"
