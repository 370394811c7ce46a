"""Who is told of an event: the lead, the parties and whom the event names, by the policy. Pure."""

from collections.abc import Mapping
from uuid import UUID

from shared.access.policy import RULES, Operation, Relation
from shared.events.contract import Audience, CaseEvent


def entitled(
    event: CaseEvent, relations: Mapping[UUID, Relation]
) -> tuple[Operation | None, frozenset[UUID]]:
    """Return how the event is received, and the agencies that may receive it.

    `relations` says what each agency is to the case. Whoever is not in it is told nothing.
    """
    operation = _reception(event)
    if operation is None:
        return None, frozenset()
    addressees = event.addressees()
    return operation, frozenset(
        agency_id
        for agency_id, relation in relations.items()
        if relation in RULES[operation].relations
        and (relation is Relation.LEAD or addressees is None or agency_id in addressees)
    )


ASKS_FOR_AN_AGREEMENT = (Operation.RECEIVE_EVENT, Operation.RECEIVE_REFERRER_EVENT)
"""How a party receives what only a sharing agreement opens to it."""


def needs_agreement(operation: Operation, relation: Relation, *, is_referrer: bool) -> bool:
    """Tell whether an agency is sent this only under a sharing agreement with the lead.

    A party is. What it is told because it raised the concern, or was invited, it is told anyway.
    """
    if relation is not Relation.PARTY or operation not in ASKS_FOR_AN_AGREEMENT:
        return False
    return operation is Operation.RECEIVE_EVENT or not is_referrer


def is_open(operation: Operation, case_id: UUID | None, relation: Relation) -> bool:
    """Tell whether an agency may be sent what is received by `operation`; a notice, always."""
    if case_id is None:
        return operation is Operation.RECEIVE_NOTICE
    return relation in RULES[operation].relations


def _reception(event: CaseEvent) -> Operation | None:
    """Return the operation that the policy is asked about, from what the event's class says."""
    if event.audience is Audience.LEAD:
        return Operation.RECEIVE_LEAD_EVENT
    if event.audience is not Audience.PARTIES:
        return None
    if event.invited_may_know:
        return Operation.RECEIVE_INVITATION
    if event.referrer_may_know:
        return Operation.RECEIVE_REFERRER_EVENT
    return Operation.RECEIVE_EVENT
