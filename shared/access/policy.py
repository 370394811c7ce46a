"""The one policy: who may do what, by scope, role and relation to the case. Pure; deny by default.

A hold or an exclusion beats everything else. What an agency may not know of is hidden from it
(the same answer as for what does not exist); what it knows of but may not do is refused.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from shared.access.caller import Caller, Role, Scope
from shared.access.tables import PartyState


class Relation(StrEnum):
    """What an agency is to a case, the strongest first where several apply."""

    EXCLUDED = "excluded"
    REFERRER_EXCLUDED = "referrer_excluded"
    LEAD = "lead"
    PARTY = "party"
    REFERRER = "referrer"
    INVITED = "invited"
    FORMER_PARTY = "former_party"
    NON_PARTY = "non_party"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """An agency, or a unit or person in it, that must not know."""

    agency_id: UUID
    unit: str | None = None
    practitioner_id: str | None = None

    def covers(self, caller: Caller) -> bool:
        """Tell whether the caller falls under this; an unnamed practitioner might be the one."""
        if caller.agency_id != self.agency_id:
            return False
        if self.unit is None and self.practitioner_id is None:
            return True
        person = caller.practitioner
        if person is None:
            return True
        if self.practitioner_id is not None:
            return person.id == self.practitioner_id
        return person.unit is None or person.unit == self.unit


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts about one caller and one case from which the relation follows."""

    case_id: UUID
    synthetic: bool
    is_lead: bool
    is_referrer: bool
    party_state: PartyState | None
    exclusions: tuple[Exclusion, ...]

    def relation(self, caller: Caller) -> Relation:
        """Return the relation that decides."""
        if self.synthetic != caller.synthetic:
            return Relation.NON_PARTY
        if any(exclusion.covers(caller) for exclusion in self.exclusions):
            return Relation.REFERRER_EXCLUDED if self.is_referrer else Relation.EXCLUDED
        if self.is_lead:
            return Relation.LEAD
        if self.party_state is PartyState.ACCEPTED:
            return Relation.PARTY
        if self.is_referrer:
            return Relation.REFERRER
        if self.party_state is PartyState.INVITED:
            return Relation.INVITED
        return Relation.NON_PARTY if self.party_state is None else Relation.FORMER_PARTY


class Verdict(StrEnum):
    """What the policy answers."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    HIDDEN = "hidden"


class Operation(StrEnum):
    """Everything that can be done with a case."""

    READ_CONCERN = "read_concern"
    READ_DECISION = "read_decision"
    GATHER_INFORMATION = "gather_information"
    READ_INFORMATION = "read_information"
    DECIDE = "decide"
    READ_ENQUIRY = "read_enquiry"
    RECORD_CONVERSATION = "record_conversation"
    RECORD_DESIRED_OUTCOME = "record_desired_outcome"
    REVISE_DESIRED_OUTCOME = "revise_desired_outcome"
    RECORD_LIMITATION = "record_limitation"
    GIVE_VERDICT = "give_verdict"
    CONCLUDE = "conclude"
    READ_PARTIES = "read_parties"
    INVITE_PARTY = "invite_party"
    READ_INVITATION = "read_invitation"
    RESPOND_TO_INVITATION = "respond_to_invitation"
    LEAVE = "leave"
    READ_EXCLUSIONS = "read_exclusions"
    DECIDE_EXCLUSION = "decide_exclusion"
    MAKE_REQUEST = "make_request"
    READ_REQUEST = "read_request"
    RESPOND_TO_REQUEST = "respond_to_request"
    RECEIVE_EVENT = "receive_event"
    RECEIVE_REFERRER_EVENT = "receive_referrer_event"


@dataclass(frozen=True, slots=True)
class Rule:
    """What an operation needs: a scope, one of these relations, and perhaps a role."""

    scope: Scope
    relations: frozenset[Relation]
    role: Role | None = None


_LEAD = frozenset({Relation.LEAD})
_WORKING = frozenset({Relation.LEAD, Relation.PARTY})
_INFORMED = _WORKING | {Relation.REFERRER}

RULES: dict[Operation, Rule] = {
    Operation.READ_CONCERN: Rule(Scope.CONCERNS_READ, _INFORMED),
    Operation.READ_DECISION: Rule(Scope.CONCERNS_READ, _INFORMED),
    Operation.GATHER_INFORMATION: Rule(Scope.DECISIONS_WRITE, _LEAD),
    Operation.READ_INFORMATION: Rule(Scope.CONCERNS_READ, _LEAD),
    Operation.DECIDE: Rule(Scope.DECISIONS_WRITE, _LEAD),
    Operation.READ_ENQUIRY: Rule(Scope.OUTCOMES_READ, _WORKING),
    Operation.RECORD_CONVERSATION: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.RECORD_DESIRED_OUTCOME: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.REVISE_DESIRED_OUTCOME: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.RECORD_LIMITATION: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.GIVE_VERDICT: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.CONCLUDE: Rule(Scope.OUTCOMES_WRITE, _LEAD),
    Operation.READ_PARTIES: Rule(Scope.PARTIES_READ, _WORKING),
    Operation.INVITE_PARTY: Rule(Scope.PARTIES_WRITE, _LEAD),
    Operation.READ_INVITATION: Rule(
        Scope.PARTIES_READ, frozenset({Relation.INVITED, Relation.REFERRER})
    ),
    Operation.RESPOND_TO_INVITATION: Rule(
        Scope.PARTIES_WRITE, frozenset({Relation.INVITED, Relation.REFERRER})
    ),
    Operation.LEAVE: Rule(Scope.PARTIES_WRITE, frozenset({Relation.PARTY})),
    Operation.READ_EXCLUSIONS: Rule(Scope.PARTIES_READ, _LEAD, Role.SAFEGUARDING_LEAD),
    Operation.DECIDE_EXCLUSION: Rule(Scope.PARTIES_WRITE, _LEAD, Role.SAFEGUARDING_LEAD),
    Operation.MAKE_REQUEST: Rule(Scope.REQUESTS_WRITE, _WORKING),
    Operation.READ_REQUEST: Rule(Scope.REQUESTS_READ, _WORKING),
    Operation.RESPOND_TO_REQUEST: Rule(Scope.REQUESTS_WRITE, _WORKING),
    Operation.RECEIVE_EVENT: Rule(Scope.FEED_READ, _WORKING),
    Operation.RECEIVE_REFERRER_EVENT: Rule(Scope.FEED_READ, _INFORMED),
}

KNOWS_THE_CASE = _INFORMED | {Relation.INVITED}
"""Relations that know the case exists: they are refused, the others see nothing there."""


def decide(caller: Caller, operation: Operation, relation: Relation) -> Verdict:
    """Return whether `caller` may do `operation` on a case to which it stands in `relation`."""
    rule = RULES[operation]
    if relation not in KNOWS_THE_CASE:
        return Verdict.HIDDEN
    if relation not in rule.relations or rule.scope not in caller.scopes:
        return Verdict.REFUSED
    if rule.role is not None and (
        caller.practitioner is None or caller.practitioner.role is not rule.role
    ):
        return Verdict.REFUSED
    return Verdict.ALLOWED
