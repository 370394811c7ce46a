"""The one policy: who may do what, by scope, role and relation to the case. Pure; deny by default.

A hold or an exclusion beats everything else, see `shared.access.relations`. What an agency may not
know of is hidden from it (the same answer as for what does not exist); what it knows of but may not
do is refused.
"""

from dataclasses import dataclass
from enum import StrEnum

from shared.access.caller import Caller, Role, Scope
from shared.access.operations import Operation
from shared.access.relations import Decider, Exclusion, Relation, Standing, same_name

__all__ = [
    "KNOWS_THE_CASE",
    "MAY_HOLD_THE_DECISION",
    "RULES",
    "Decider",
    "Exclusion",
    "Operation",
    "Relation",
    "Rule",
    "Ruling",
    "Standing",
    "decide",
    "relation_for",
    "same_name",
]


class Ruling(StrEnum):
    """What the policy answers."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Rule:
    """What an operation needs: a scope, one of these relations, and perhaps a role or a name.

    `by_decider`: once a decider is named for the case, that person does it and nobody else.
    """

    scope: Scope
    relations: frozenset[Relation]
    role: Role | None = None
    is_named: bool = False
    by_decider: bool = False


_LEAD = frozenset({Relation.LEAD})
_WORKING = frozenset({Relation.LEAD, Relation.PARTY})
_INFORMED = _WORKING | {Relation.REFERRER}
_SEES_WHAT_PROTECTS = _WORKING | {Relation.EMERGENCY}
_MAY_BE_INVITED = frozenset({Relation.INVITED, Relation.REFERRER})
_HAS_ANSWERED = frozenset({Relation.PARTY, Relation.REFERRER, Relation.FORMER_PARTY})
"""Who accepts, declines or leaves once more is told that it has done so, or told so again."""
_NOT_SHUT_OUT = _INFORMED | {Relation.INVITED, Relation.FORMER_PARTY}
"""What an agency was asked and did itself it knows, unless it must not know of the case now."""

_MAY_OPEN_IN_AN_EMERGENCY = frozenset(Relation) - {
    Relation.EXCLUDED,
    Relation.REFERRER_EXCLUDED,
    Relation.UNRELATED,
}

RULES: dict[Operation, Rule] = {
    Operation.READ_CONCERN: Rule(Scope.CONCERNS_READ, _INFORMED | {Relation.EMERGENCY}),
    Operation.ADD_CONCERN: Rule(Scope.CONCERNS_WRITE, _INFORMED),
    Operation.READ_EVERY_CONCERN: Rule(Scope.CONCERNS_READ, _SEES_WHAT_PROTECTS),
    Operation.DESCRIBE_ADULT: Rule(Scope.DECISIONS_WRITE, _LEAD),
    Operation.MATCH_ADULT: Rule(Scope.DECISIONS_WRITE, _LEAD, is_named=True),
    Operation.READ_DECISION: Rule(Scope.CONCERNS_READ, _INFORMED | {Relation.EMERGENCY}),
    Operation.GATHER_INFORMATION: Rule(Scope.DECISIONS_WRITE, _LEAD),
    Operation.READ_INFORMATION: Rule(Scope.CONCERNS_READ, _LEAD),
    Operation.DECIDE: Rule(Scope.DECISIONS_WRITE, _LEAD),
    Operation.READ_ENQUIRY: Rule(Scope.OUTCOMES_READ, _SEES_WHAT_PROTECTS),
    Operation.READ_VERDICTS: Rule(Scope.OUTCOMES_READ, _WORKING),
    Operation.READ_PROMPTS: Rule(Scope.OUTCOMES_READ, _WORKING),
    Operation.READ_REPRESENTATION: Rule(Scope.OUTCOMES_READ, _WORKING),
    Operation.ASSESS_CAPACITY: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.RECORD_ADVOCACY: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.RECORD_REPRESENTATIVE: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.DECIDE_BEST_INTERESTS: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.READ_EXPERIENCE: Rule(Scope.OUTCOMES_READ, _LEAD),
    Operation.INVITE_EXPERIENCE: Rule(Scope.OUTCOMES_WRITE, _LEAD),
    Operation.RECORD_EXPERIENCE: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.READ_HELP: Rule(Scope.OUTCOMES_READ, _WORKING),
    Operation.ASK_FOR_HELP: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.ANSWER_HELP: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.COUNT_OUTCOMES: Rule(Scope.STATISTICS_READ, _WORKING),
    Operation.RECORD_CONVERSATION: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.CORRECT_CONVERSATION: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.RECORD_DESIRED_OUTCOME: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.REVISE_DESIRED_OUTCOME: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.WITHDRAW_DESIRED_OUTCOME: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.RECORD_LIMITATION: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.REVIEW_LIMITATION: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.EXPLAIN_LIMITATION: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.READ_WEIGHINGS: Rule(Scope.OUTCOMES_READ, _WORKING),
    Operation.RECORD_WEIGHING: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.REVISE_WEIGHING: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.OBSERVE_COERCION: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.READ_COERCION: Rule(Scope.OUTCOMES_READ, _WORKING),
    Operation.RECORD_EFFORT: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.READ_EFFORT: Rule(Scope.OUTCOMES_READ, _WORKING),
    Operation.GIVE_VERDICT: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.CONCLUDE: Rule(Scope.OUTCOMES_WRITE, _LEAD),
    Operation.COMPLETE_CONCLUSION: Rule(Scope.OUTCOMES_WRITE, _LEAD),
    Operation.REOPEN_ENQUIRY: Rule(Scope.OUTCOMES_WRITE, _LEAD, is_named=True),
    Operation.RECORD_DEATH: Rule(Scope.OUTCOMES_WRITE, _WORKING),
    Operation.RETRACT_DEATH: Rule(Scope.OUTCOMES_WRITE, _LEAD),
    Operation.REFER_FOR_REVIEW: Rule(Scope.OUTCOMES_WRITE, _WORKING, is_named=True),
    Operation.READ_PARTIES: Rule(Scope.PARTIES_READ, _SEES_WHAT_PROTECTS),
    Operation.INVITE_PARTY: Rule(Scope.PARTIES_WRITE, _LEAD),
    Operation.READ_INVITATION: Rule(Scope.PARTIES_READ, _MAY_BE_INVITED),
    Operation.RESPOND_TO_INVITATION: Rule(Scope.PARTIES_WRITE, _MAY_BE_INVITED | _HAS_ANSWERED),
    Operation.LEAVE: Rule(Scope.PARTIES_WRITE, _HAS_ANSWERED),
    Operation.READ_EXCLUSIONS: Rule(
        Scope.PARTIES_READ, _LEAD, Role.SAFEGUARDING_LEAD, by_decider=True
    ),
    Operation.DECIDE_EXCLUSION: Rule(
        Scope.PARTIES_WRITE, _LEAD, Role.SAFEGUARDING_LEAD, by_decider=True
    ),
    Operation.NAME_DECIDER: Rule(
        Scope.PARTIES_WRITE, _LEAD, Role.SAFEGUARDING_LEAD, by_decider=True
    ),
    Operation.READ_DECIDER: Rule(Scope.PARTIES_READ, _LEAD, Role.SAFEGUARDING_LEAD),
    Operation.OPEN_EMERGENCY: Rule(Scope.CONCERNS_READ, _MAY_OPEN_IN_AN_EMERGENCY, is_named=True),
    Operation.READ_EMERGENCIES: Rule(Scope.PARTIES_READ, _LEAD),
    Operation.REVIEW_EMERGENCY: Rule(Scope.PARTIES_WRITE, _LEAD, Role.SAFEGUARDING_LEAD),
    Operation.MAKE_REQUEST: Rule(Scope.REQUESTS_WRITE, _WORKING),
    Operation.READ_REQUEST: Rule(Scope.REQUESTS_READ, _WORKING),
    Operation.RESPOND_TO_REQUEST: Rule(Scope.REQUESTS_WRITE, _WORKING),
    Operation.JUDGE_ANSWER: Rule(Scope.REQUESTS_WRITE, _LEAD),
    Operation.READ_CLOCKS: Rule(Scope.REQUESTS_READ, _WORKING),
    Operation.EXTEND_TARGET: Rule(Scope.REQUESTS_WRITE, _WORKING),
    Operation.READ_CONTRIBUTION: Rule(Scope.REQUESTS_READ, _WORKING),
    Operation.CONTRIBUTE: Rule(Scope.REQUESTS_WRITE, _WORKING),
    Operation.READ_ACTION: Rule(Scope.REQUESTS_READ, _WORKING),
    Operation.PROPOSE_ACTION: Rule(Scope.REQUESTS_WRITE, _WORKING),
    Operation.CARRY_OUT_ACTION: Rule(Scope.REQUESTS_WRITE, _WORKING),
    Operation.READ_ENGAGEMENT: Rule(Scope.REQUESTS_READ, _NOT_SHUT_OUT),
    Operation.RECEIVE_LEAD_EVENT: Rule(Scope.FEED_READ, _LEAD),
    Operation.RECEIVE_EVENT: Rule(Scope.FEED_READ, _WORKING),
    Operation.RECEIVE_REFERRER_EVENT: Rule(Scope.FEED_READ, _INFORMED),
    Operation.RECEIVE_INVITATION: Rule(Scope.FEED_READ, _INFORMED | {Relation.INVITED}),
    Operation.RECEIVE_NOTICE: Rule(Scope.FEED_READ, frozenset()),
    Operation.READ_DELIVERIES: Rule(
        Scope.PARTIES_READ, _LEAD, Role.SAFEGUARDING_LEAD, by_decider=True
    ),
}
"""A notice is about the agency that receives it and about no case, so no relation opens it."""

KNOWS_THE_CASE = _INFORMED | {Relation.INVITED, Relation.EMERGENCY}
"""Relations that know the case exists: they are refused, the others see nothing there."""

MAY_HOLD_THE_DECISION = _WORKING
"""What a decider must be to the case, through its agency, for as long as it decides."""


def decide(
    caller: Caller, operation: Operation, relation: Relation, decider: Decider | None = None
) -> Ruling:
    """Return whether `caller` may do `operation` on a case to which it stands in `relation`.

    `decider` is who was named for the case to decide in the stead of the lead, if anybody was.
    """
    rule = RULES[operation]
    refusal = Ruling.REFUSED if relation in KNOWS_THE_CASE else Ruling.HIDDEN
    if rule.scope not in caller.scopes:
        return refusal
    if rule.by_decider and decider is not None:
        is_the_one = relation in MAY_HOLD_THE_DECISION and decider.is_caller(caller)
        return Ruling.ALLOWED if is_the_one else refusal
    if relation not in rule.relations:
        return refusal
    if caller.practitioner is None:
        return refusal if rule.is_named or rule.role is not None else Ruling.ALLOWED
    has_role = rule.role is None or caller.practitioner.role is rule.role
    return Ruling.ALLOWED if has_role else refusal


def relation_for(standing: Standing | None, caller: Caller, operation: Operation) -> Relation:
    """Return the relation in which `caller` does `operation`, where there may be no such case.

    What an agency may do anyway it does as what it is; emergency access adds what that lacks.
    """
    if standing is None:
        return Relation.UNRELATED
    relation, rule = standing.relation(caller), RULES[operation]
    if relation in rule.relations or not standing.has_emergency(caller):
        return relation
    adds_to_it = Relation.EMERGENCY in rule.relations or relation not in KNOWS_THE_CASE
    return Relation.EMERGENCY if adds_to_it else relation
