"""The rules of the feed that a request can break."""

from shared.errors import Invalid


class TwoBeginnings(Invalid):
    """A reader begins at one point."""

    code = "two_beginnings"
    title = "Go on after a cursor, or begin at a time: not both"


class UnknownEventType(Invalid):
    """A misspelt type would be waited for in vain."""

    code = "unknown_event_type"
    title = "One of the event types is not one that agencies are told of"
