"""Which scopes a client may hold: by what it is, deny by default."""

from services.partners.agencies.lifecycle import AgencyState
from services.partners.credentials.errors import InvalidScope
from shared.access.caller import Scope
from shared.reference.agencies import AgencyKind

_EVERY_AGENCY = frozenset(
    {
        Scope.CONCERNS_READ,
        Scope.CONCERNS_WRITE,
        Scope.OUTCOMES_READ,
        Scope.OUTCOMES_WRITE,
        Scope.PARTIES_READ,
        Scope.PARTIES_WRITE,
        Scope.REQUESTS_READ,
        Scope.REQUESTS_WRITE,
        Scope.FEED_READ,
        Scope.AGENCY_MANAGE,
        Scope.STATISTICS_READ,
        Scope.SURVEYS_ANSWER,
    }
)

_BEYOND = {
    # The duty to decide is the local authority's (Care Act 2014, section 42).
    AgencyKind.COUNCIL: frozenset({Scope.DECISIONS_WRITE}),
}

OF_THE_OPERATOR = frozenset({Scope.AGENCIES_OPERATE})


_BEFORE_IT_IS_LIVE = frozenset({Scope.FEED_READ, Scope.AGENCY_MANAGE})
"""Enough to receive a test event by any channel, and for nothing that has to do with a case."""


def scopes_of(kind: AgencyKind, state: AgencyState) -> frozenset[Scope]:
    """Return everything that an agency of this kind, in this state, may hold."""
    if state is not AgencyState.LIVE:
        return _BEFORE_IT_IS_LIVE
    return _EVERY_AGENCY | _BEYOND.get(kind, frozenset())


def granted(requested: str | None, may_hold: frozenset[Scope]) -> frozenset[Scope]:
    """Return the scopes asked for, or all where none are; raise `InvalidScope` for one too many."""
    if requested is None:
        return may_hold
    asked_for = set(requested.split(" "))
    scopes = frozenset(scope for scope in may_hold if scope in asked_for)
    if len(scopes) != len(asked_for):
        raise InvalidScope("scope", "A scope is unknown, or this client may not hold it.")
    return scopes
