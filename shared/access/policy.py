"""The one policy: who may do what, by scope, role and relation to the case. Pure; deny by default.

A hold or an exclusion beats everything else. What an agency may not know of is hidden from it
(the same answer as for what does not exist); what it knows of but may not do is refused.
"""

import unicodedata
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


def same_name(name: str) -> str:
    """Return a unit's or a person's name as it is compared: case and spacing don't matter.

    Nor does how an accent is composed, how wide a letter or which dash it is, or what can't be
    seen. One agency writes down whom another must not tell, so a difference in typing must not
    open the case to the one it is about. Exclusions are kept in this form.
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join("".join(_comparable(char) for char in plain).split())


def _comparable(char: str) -> str:
    match unicodedata.category(char):
        case "Cf":  # a soft hyphen, a zero-width space
            return ""
        case "Pd":
            return "-"
    return char


@dataclass(frozen=True, slots=True)
class Exclusion:
    """An agency, or a unit or person in it, that must not know. Names as `same_name` gives them."""

    agency_id: UUID
    unit: str | None = None
    practitioner_id: str | None = None

    @property
    def is_of_whole_agency(self) -> bool:
        """Tell whether nobody in the agency may know."""
        return self.unit is None and self.practitioner_id is None

    def covers(self, caller: Caller) -> bool:
        """Tell whether the caller falls under this; an unnamed practitioner might be the one."""
        if caller.agency_id != self.agency_id:
            return False
        person = caller.practitioner
        if self.is_of_whole_agency or person is None:
            return True
        if self.practitioner_id is not None:
            return same_name(person.id) == self.practitioner_id
        return person.unit is None or same_name(person.unit) == self.unit


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts about one agency and one case from which the relation follows."""

    case_id: UUID
    synthetic: bool
    is_lead: bool
    is_referrer: bool
    party_state: PartyState | None
    exclusions: tuple[Exclusion, ...]

    def relation(self, caller: Caller) -> Relation:
        """Return the relation that decides what someone who calls for the agency may do."""
        is_excluded = any(exclusion.covers(caller) for exclusion in self.exclusions)
        return self._relation(synthetic=caller.synthetic, is_excluded=is_excluded)

    def relation_of_agency(self, *, synthetic: bool) -> Relation:
        """Return the relation that decides what the agency as a whole is sent.

        A unit or a person in it that must not know is kept out when someone reads.
        """
        is_excluded = any(exclusion.is_of_whole_agency for exclusion in self.exclusions)
        return self._relation(synthetic=synthetic, is_excluded=is_excluded)

    def _relation(self, *, synthetic: bool, is_excluded: bool) -> Relation:
        if self.synthetic != synthetic:
            return Relation.NON_PARTY
        if is_excluded:
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


class Ruling(StrEnum):
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
    RECEIVE_LEAD_EVENT = "receive_lead_event"
    RECEIVE_EVENT = "receive_event"
    RECEIVE_REFERRER_EVENT = "receive_referrer_event"
    RECEIVE_INVITATION = "receive_invitation"


@dataclass(frozen=True, slots=True)
class Rule:
    """What an operation needs: a scope, one of these relations, and perhaps a role."""

    scope: Scope
    relations: frozenset[Relation]
    role: Role | None = None


_LEAD = frozenset({Relation.LEAD})
_WORKING = frozenset({Relation.LEAD, Relation.PARTY})
_INFORMED = _WORKING | {Relation.REFERRER}
_MAY_BE_INVITED = frozenset({Relation.INVITED, Relation.REFERRER})
_HAS_ANSWERED = frozenset({Relation.PARTY, Relation.REFERRER, Relation.FORMER_PARTY})
"""Who accepts, declines or leaves once more is told that it has done so, or told so again."""

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
    Operation.READ_INVITATION: Rule(Scope.PARTIES_READ, _MAY_BE_INVITED),
    Operation.RESPOND_TO_INVITATION: Rule(Scope.PARTIES_WRITE, _MAY_BE_INVITED | _HAS_ANSWERED),
    Operation.LEAVE: Rule(Scope.PARTIES_WRITE, _HAS_ANSWERED),
    Operation.READ_EXCLUSIONS: Rule(Scope.PARTIES_READ, _LEAD, Role.SAFEGUARDING_LEAD),
    Operation.DECIDE_EXCLUSION: Rule(Scope.PARTIES_WRITE, _LEAD, Role.SAFEGUARDING_LEAD),
    Operation.MAKE_REQUEST: Rule(Scope.REQUESTS_WRITE, _WORKING),
    Operation.READ_REQUEST: Rule(Scope.REQUESTS_READ, _WORKING),
    Operation.RESPOND_TO_REQUEST: Rule(Scope.REQUESTS_WRITE, _WORKING),
    Operation.RECEIVE_LEAD_EVENT: Rule(Scope.FEED_READ, _LEAD),
    Operation.RECEIVE_EVENT: Rule(Scope.FEED_READ, _WORKING),
    Operation.RECEIVE_REFERRER_EVENT: Rule(Scope.FEED_READ, _INFORMED),
    Operation.RECEIVE_INVITATION: Rule(Scope.FEED_READ, _INFORMED | {Relation.INVITED}),
}

KNOWS_THE_CASE = _INFORMED | {Relation.INVITED}
"""Relations that know the case exists: they are refused, the others see nothing there."""


def decide(caller: Caller, operation: Operation, relation: Relation) -> Ruling:
    """Return whether `caller` may do `operation` on a case to which it stands in `relation`."""
    rule = RULES[operation]
    if relation not in rule.relations:
        return Ruling.REFUSED if relation in KNOWS_THE_CASE else Ruling.HIDDEN
    if rule.scope not in caller.scopes:
        return Ruling.REFUSED
    if rule.role is not None and (
        caller.practitioner is None or caller.practitioner.role is not rule.role
    ):
        return Ruling.REFUSED
    return Ruling.ALLOWED
