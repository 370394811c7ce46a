"""The rules about contacts that a request can break."""

from shared.errors import Conflict


class TooManyContacts(Conflict):
    """When everybody is told, nobody feels told."""

    code = "too_many_contacts"
    title = "The agency has as many contacts as it may have: remove one"
