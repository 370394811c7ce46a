"""The policy, cell by cell: what each relation may do, and who falls under an exclusion."""

from uuid import UUID, uuid4

import pytest

from shared.access.caller import Caller, Practitioner, Role, Scope
from shared.access.policy import (
    RULES,
    Exclusion,
    Operation,
    Relation,
    Ruling,
    Standing,
    decide,
    same_name,
)
from shared.access.tables import PartyState
from shared.reference.agencies import AgencyKind

ME, OTHER = uuid4(), uuid4()
Do, R = Operation, Relation

WORK_WITH_THE_ADULT = {
    Do.READ_PROMPTS,
    Do.READ_REPRESENTATION,
    Do.ASSESS_CAPACITY,
    Do.RECORD_ADVOCACY,
    Do.RECORD_REPRESENTATIVE,
    Do.DECIDE_BEST_INTERESTS,
    Do.RECORD_EXPERIENCE,
    Do.READ_HELP,
    Do.ASK_FOR_HELP,
    Do.ANSWER_HELP,
    Do.CORRECT_CONVERSATION,
    Do.WITHDRAW_DESIRED_OUTCOME,
    Do.REVIEW_LIMITATION,
    Do.EXPLAIN_LIMITATION,
    Do.READ_WEIGHINGS,
    Do.RECORD_WEIGHING,
    Do.REVISE_WEIGHING,
    Do.OBSERVE_COERCION,
    Do.READ_COERCION,
    Do.RECORD_EFFORT,
    Do.READ_EFFORT,
    Do.RECORD_DEATH,
    Do.REFER_FOR_REVIEW,
}
"""What whoever works on the case does, the lead or a party."""

ALLOWED: dict[Relation, set[Operation]] = {
    R.LEAD: {
        *WORK_WITH_THE_ADULT,
        Do.ADD_CONCERN,
        Do.DESCRIBE_ADULT,
        Do.MATCH_ADULT,
        Do.READ_EVERY_CONCERN,
        Do.READ_EXPERIENCE,
        Do.INVITE_EXPERIENCE,
        Do.COMPLETE_CONCLUSION,
        Do.REOPEN_ENQUIRY,
        Do.RETRACT_DEATH,
        Do.READ_CONCERN,
        Do.READ_DECISION,
        Do.GATHER_INFORMATION,
        Do.READ_INFORMATION,
        Do.DECIDE,
        Do.READ_ENQUIRY,
        Do.READ_VERDICTS,
        Do.COUNT_OUTCOMES,
        Do.RECORD_CONVERSATION,
        Do.RECORD_DESIRED_OUTCOME,
        Do.REVISE_DESIRED_OUTCOME,
        Do.RECORD_LIMITATION,
        Do.GIVE_VERDICT,
        Do.CONCLUDE,
        Do.READ_PARTIES,
        Do.INVITE_PARTY,
        Do.READ_EXCLUSIONS,
        Do.DECIDE_EXCLUSION,
        Do.NAME_DECIDER,
        Do.READ_DECIDER,
        Do.OPEN_EMERGENCY,
        Do.READ_EMERGENCIES,
        Do.REVIEW_EMERGENCY,
        Do.MAKE_REQUEST,
        Do.READ_REQUEST,
        Do.RESPOND_TO_REQUEST,
        Do.JUDGE_ANSWER,
        Do.READ_CLOCKS,
        Do.EXTEND_TARGET,
        Do.READ_CONTRIBUTION,
        Do.CONTRIBUTE,
        Do.READ_ACTION,
        Do.PROPOSE_ACTION,
        Do.CARRY_OUT_ACTION,
        Do.READ_ENGAGEMENT,
        Do.RECEIVE_LEAD_EVENT,
        Do.RECEIVE_EVENT,
        Do.RECEIVE_REFERRER_EVENT,
        Do.RECEIVE_INVITATION,
        Do.READ_DELIVERIES,
    },
    R.PARTY: {
        *WORK_WITH_THE_ADULT,
        Do.ADD_CONCERN,
        Do.READ_EVERY_CONCERN,
        Do.READ_CONCERN,
        Do.READ_DECISION,
        Do.READ_ENQUIRY,
        Do.READ_VERDICTS,
        Do.COUNT_OUTCOMES,
        Do.RECORD_CONVERSATION,
        Do.RECORD_DESIRED_OUTCOME,
        Do.REVISE_DESIRED_OUTCOME,
        Do.RECORD_LIMITATION,
        Do.GIVE_VERDICT,
        Do.READ_PARTIES,
        Do.RESPOND_TO_INVITATION,
        Do.LEAVE,
        Do.OPEN_EMERGENCY,
        Do.MAKE_REQUEST,
        Do.READ_REQUEST,
        Do.RESPOND_TO_REQUEST,
        Do.READ_CLOCKS,
        Do.EXTEND_TARGET,
        Do.READ_CONTRIBUTION,
        Do.CONTRIBUTE,
        Do.READ_ACTION,
        Do.PROPOSE_ACTION,
        Do.CARRY_OUT_ACTION,
        Do.READ_ENGAGEMENT,
        Do.RECEIVE_EVENT,
        Do.RECEIVE_REFERRER_EVENT,
        Do.RECEIVE_INVITATION,
    },
    R.REFERRER: {
        Do.ADD_CONCERN,
        Do.READ_CONCERN,
        Do.READ_DECISION,
        Do.READ_INVITATION,
        Do.RESPOND_TO_INVITATION,
        Do.LEAVE,
        Do.READ_ENGAGEMENT,
        Do.OPEN_EMERGENCY,
        Do.RECEIVE_REFERRER_EVENT,
        Do.RECEIVE_INVITATION,
    },
    R.INVITED: {
        Do.READ_INVITATION,
        Do.RESPOND_TO_INVITATION,
        Do.READ_ENGAGEMENT,
        Do.OPEN_EMERGENCY,
        Do.RECEIVE_INVITATION,
    },
    R.EMERGENCY: {
        Do.READ_EVERY_CONCERN,
        Do.READ_CONCERN,
        Do.READ_DECISION,
        Do.READ_ENQUIRY,
        Do.READ_PARTIES,
        Do.OPEN_EMERGENCY,
    },
    R.FORMER_PARTY: {Do.RESPOND_TO_INVITATION, Do.LEAVE, Do.READ_ENGAGEMENT, Do.OPEN_EMERGENCY},
    R.EXCLUDED: set(),
    R.REFERRER_EXCLUDED: set(),
    R.NON_PARTY: {Do.OPEN_EMERGENCY},
    R.UNRELATED: set(),
}
"""Written out a second time, so that a change of the policy is made twice or not at all."""

HIDDEN_FROM = {R.EXCLUDED, R.REFERRER_EXCLUDED, R.NON_PARTY, R.FORMER_PARTY, R.UNRELATED}


def a_caller(
    practitioner: Practitioner | None = None,
    *,
    agency_id: UUID = ME,
    synthetic: bool = False,
    scopes: frozenset[Scope] = frozenset(Scope),
) -> Caller:
    return Caller(agency_id, AgencyKind.OTHER, synthetic, scopes, practitioner)


def a_person(
    practitioner_id: str = "p-1", unit: str | None = "ward 7", role: Role = Role.SAFEGUARDING_LEAD
) -> Practitioner:
    return Practitioner(practitioner_id, unit, role)


def a_standing(
    *exclusions: Exclusion,
    lead: bool = False,
    referrer: bool = False,
    state: PartyState | None = None,
) -> Standing:
    return Standing(uuid4(), synthetic=False, is_lead=lead, is_referrer=referrer,
                    party_state=state, exclusions=exclusions)  # fmt: skip


@pytest.mark.parametrize("relation", Relation)
@pytest.mark.parametrize("operation", Operation)
def test_the_policy_answers_every_cell_as_written_down(
    operation: Operation, relation: Relation
) -> None:
    ruling = decide(a_caller(a_person()), operation, relation)
    if operation in ALLOWED[relation]:
        assert ruling is Ruling.ALLOWED
    else:
        assert ruling is (Ruling.HIDDEN if relation in HIDDEN_FROM else Ruling.REFUSED)


@pytest.mark.parametrize("operation", Operation)
def test_without_its_scope_nothing_is_allowed(operation: Operation) -> None:
    caller = a_caller(a_person(), scopes=frozenset(Scope) - {RULES[operation].scope})
    assert all(decide(caller, operation, relation) is not Ruling.ALLOWED for relation in Relation)


@pytest.mark.parametrize(
    "operation",
    [
        Do.READ_EXCLUSIONS,
        Do.DECIDE_EXCLUSION,
        Do.NAME_DECIDER,
        Do.REVIEW_EMERGENCY,
        Do.READ_DELIVERIES,
    ],
)
@pytest.mark.parametrize("person", [None, a_person(role=Role.PRACTITIONER)])
def test_only_a_safeguarding_lead_has_to_do_with_exclusions(
    operation: Operation, person: Practitioner | None
) -> None:
    assert decide(a_caller(person), operation, R.LEAD) is Ruling.REFUSED
    assert decide(a_caller(a_person()), operation, R.LEAD) is Ruling.ALLOWED


@pytest.mark.parametrize(
    ("standing", "relation"),
    [
        (a_standing(), R.NON_PARTY),
        (a_standing(lead=True), R.LEAD),
        (a_standing(lead=True, referrer=True), R.LEAD),
        (a_standing(lead=True, state=PartyState.LEFT), R.LEAD),
        (a_standing(referrer=True), R.REFERRER),
        (a_standing(referrer=True, state=PartyState.ACCEPTED), R.PARTY),
        (a_standing(referrer=True, state=PartyState.INVITED), R.REFERRER),
        (a_standing(referrer=True, state=PartyState.DECLINED), R.REFERRER),
        (a_standing(referrer=True, state=PartyState.LEFT), R.REFERRER),
        (a_standing(state=PartyState.INVITED), R.INVITED),
        (a_standing(state=PartyState.ACCEPTED), R.PARTY),
        (a_standing(state=PartyState.DECLINED), R.FORMER_PARTY),
        (a_standing(state=PartyState.LEFT), R.FORMER_PARTY),
        (a_standing(Exclusion(ME), state=PartyState.ACCEPTED), R.EXCLUDED),
        (a_standing(Exclusion(ME), lead=True), R.EXCLUDED),
        (a_standing(Exclusion(ME), referrer=True), R.REFERRER_EXCLUDED),
        (
            a_standing(Exclusion(ME), referrer=True, state=PartyState.ACCEPTED),
            R.REFERRER_EXCLUDED,
        ),
        (a_standing(Exclusion(OTHER), state=PartyState.ACCEPTED), R.PARTY),
    ],
)
def test_the_relation_that_decides(standing: Standing, relation: Relation) -> None:
    assert standing.relation(a_caller(a_person())) is relation
    assert standing.relation_of_agency(synthetic=False) is relation or Exclusion(OTHER) in (
        standing.exclusions
    )


@pytest.mark.parametrize("standing", [a_standing(lead=True), a_standing(Exclusion(ME), lead=True)])
def test_made_up_agencies_have_nothing_to_do_with_real_cases(standing: Standing) -> None:
    assert standing.relation(a_caller(synthetic=True)) is R.UNRELATED
    assert standing.relation_of_agency(synthetic=True) is R.UNRELATED


@pytest.mark.parametrize(
    ("exclusion", "person", "is_covered"),
    [
        (Exclusion(ME), None, True),
        (Exclusion(ME), a_person(), True),
        (Exclusion(ME, unit="ward 7"), a_person(unit="ward 7"), True),
        (Exclusion(ME, unit="ward 7"), a_person(unit="  Ward  7 "), True),
        (Exclusion(ME, unit="ward 7"), a_person(unit="ward 8"), False),
        (Exclusion(ME, unit="ward 7"), a_person(unit=None), True),
        (Exclusion(ME, unit="ward 7"), None, True),
        (Exclusion(ME, practitioner_id="p-1"), a_person("p-1"), True),
        (Exclusion(ME, practitioner_id="p-1"), a_person("P-1 "), True),
        (Exclusion(ME, practitioner_id="p-1"), a_person("p-2"), False),
        (Exclusion(ME, practitioner_id="p-1"), a_person("p-2", unit=None), False),
        (Exclusion(ME, practitioner_id="p-1"), None, True),
        (Exclusion(ME, "ward 7", "p-1"), a_person("p-1", unit="ward 8"), True),
        (Exclusion(ME, "ward 7", "p-1"), a_person("p-2", unit="ward 7"), False),
        (Exclusion(OTHER), a_person(), False),
        (Exclusion(OTHER), None, False),
    ],
)
def test_who_falls_under_an_exclusion(
    exclusion: Exclusion, person: Practitioner | None, *, is_covered: bool
) -> None:
    assert exclusion.covers(a_caller(person)) is is_covered


@pytest.mark.parametrize(
    "exclusion", [Exclusion(ME, unit="ward 7"), Exclusion(ME, practitioner_id="p-1")]
)
def test_an_agency_is_sent_what_one_person_in_it_must_not_read(exclusion: Exclusion) -> None:
    standing = a_standing(exclusion, state=PartyState.ACCEPTED)
    assert standing.relation_of_agency(synthetic=False) is R.PARTY
    assert standing.relation(a_caller(a_person())) is R.EXCLUDED
    assert standing.relation(a_caller()) is R.EXCLUDED


def test_names_compare_without_case_and_spacing() -> None:
    assert same_name(" Ward\t7  EAST ") == same_name("ward 7 east")
    assert same_name("Straße") == same_name("STRASSE")
    assert same_name("Zoë") == same_name("ZOE\u0308") == same_name("zo\u00ad\u200bë")
    assert same_name("carer-7") == same_name("carer\u20137") == same_name("\uff43arer\u20117")
    assert same_name("ward 7") != same_name("ward 8")
