"""Who decides in the lead's stead, and who may look because someone's safety asks for it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.access.caller import Caller, Practitioner, Role, Scope
from shared.access.policy import KNOWS_THE_CASE, RULES, Operation, Ruling, decide, relation_for
from shared.access.relations import Decider, Emergency, Exclusion, Relation, Standing
from shared.access.tables import PartyState
from shared.reference.agencies import AgencyKind

ME, OTHER, CASE = uuid4(), uuid4(), uuid4()
NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
IN_AN_HOUR = NOW + timedelta(hours=1)
OF_A_DECIDER = [operation for operation, rule in RULES.items() if rule.by_decider]
ADDED_IN_AN_EMERGENCY = {
    Operation.READ_CONCERN,
    Operation.READ_EVERY_CONCERN,
    Operation.READ_DECISION,
    Operation.READ_ENQUIRY,
    Operation.READ_PARTIES,
}


def a_caller(
    person_id: str | None = "p-1",
    *,
    agency_id: UUID = ME,
    unit: str | None = "ward 7",
    role: Role = Role.SAFEGUARDING_LEAD,
    synthetic: bool = False,
    called_at: datetime | None = NOW,
) -> Caller:
    person = None if person_id is None else Practitioner(person_id, unit, role)
    return Caller(agency_id, AgencyKind.OTHER, synthetic, frozenset(Scope), person, called_at)


def a_standing(
    *,
    lead: bool = False,
    referrer: bool = False,
    state: PartyState | None = None,
    exclusions: tuple[Exclusion, ...] = (),
    decider: Decider | None = None,
    emergencies: tuple[Emergency, ...] = (),
) -> Standing:
    return Standing(CASE, False, lead, referrer, state, exclusions, decider, emergencies)  # noqa: FBT003


def ruling(standing: Standing, caller: Caller, operation: Operation) -> Ruling:
    return decide(caller, operation, relation_for(standing, caller, operation), standing.decider)


@pytest.mark.parametrize("operation", OF_A_DECIDER)
def test_once_a_decider_is_named_no_other_safeguarding_lead_decides(operation: Operation) -> None:
    named = a_standing(lead=True, decider=Decider(ME, "p-1"))
    assert ruling(a_standing(lead=True), a_caller("p-2"), operation) is Ruling.ALLOWED
    assert ruling(named, a_caller("p-2"), operation) is Ruling.REFUSED
    assert ruling(named, a_caller(None), operation) is Ruling.REFUSED
    assert ruling(named, a_caller("P-1 ", role=Role.PRACTITIONER), operation) is Ruling.ALLOWED


@pytest.mark.parametrize("operation", OF_A_DECIDER)
def test_a_decider_of_a_party_decides_for_as_long_as_it_takes_part(operation: Operation) -> None:
    decider = Decider(ME, "p-1")
    for state, expected in (
        (PartyState.ACCEPTED, Ruling.ALLOWED),
        (PartyState.INVITED, Ruling.REFUSED),
        (PartyState.LEFT, Ruling.HIDDEN),
        (None, Ruling.HIDDEN),
    ):
        assert ruling(a_standing(state=state, decider=decider), a_caller(), operation) is expected
    lead = a_standing(lead=True, decider=Decider(OTHER, "p-1"))
    assert ruling(lead, a_caller(), operation) is Ruling.REFUSED


@pytest.mark.parametrize("operation", OF_A_DECIDER)
@pytest.mark.parametrize(
    "exclusion", [Exclusion(ME), Exclusion(ME, "ward 7"), Exclusion(ME, None, "p-1")]
)
def test_nobody_decides_or_lifts_what_covers_themself(
    operation: Operation, exclusion: Exclusion
) -> None:
    for decider in (None, Decider(ME, "p-1")):
        standing = a_standing(lead=True, exclusions=(exclusion,), decider=decider)
        assert ruling(standing, a_caller(), operation) is Ruling.HIDDEN


def test_a_decider_without_the_scope_decides_nothing() -> None:
    caller = Caller(
        ME,
        AgencyKind.OTHER,
        synthetic=False,
        scopes=frozenset({Scope.PARTIES_READ}),
        practitioner=Practitioner("p-1", None, Role.PRACTITIONER),
    )
    standing = a_standing(lead=True, decider=Decider(ME, "p-1"))
    assert ruling(standing, caller, Operation.DECIDE_EXCLUSION) is Ruling.REFUSED
    assert ruling(standing, caller, Operation.READ_EXCLUSIONS) is Ruling.ALLOWED


def in_emergency(**more: PartyState | bool | tuple[Exclusion, ...]) -> Standing:
    return a_standing(emergencies=(Emergency(ME, "p-1", IN_AN_HOUR),), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("operation", Operation)
def test_an_emergency_opens_what_protects_and_nothing_else(operation: Operation) -> None:
    seen = ruling(in_emergency(), a_caller(), operation)
    if operation in ADDED_IN_AN_EMERGENCY | {Operation.OPEN_EMERGENCY}:
        assert seen is Ruling.ALLOWED
    else:
        assert seen is Ruling.REFUSED


@pytest.mark.parametrize(
    "standing",
    [in_emergency(referrer=True), in_emergency(state=PartyState.INVITED),
     in_emergency(state=PartyState.LEFT)],
)  # fmt: skip
def test_an_emergency_takes_nothing_away(standing: Standing) -> None:
    without = a_standing(referrer=standing.is_referrer, state=standing.party_state)
    for operation in Operation:
        before, after = (ruling(one, a_caller(), operation) for one in (without, standing))
        assert (after is Ruling.ALLOWED) is (
            before is Ruling.ALLOWED or operation in ADDED_IN_AN_EMERGENCY
        ), operation


@pytest.mark.parametrize(
    "caller",
    [
        a_caller("p-2"),
        a_caller(None),
        a_caller(called_at=IN_AN_HOUR),
        a_caller(called_at=None),
        a_caller(synthetic=True),
    ],
)
def test_an_emergency_is_one_persons_and_it_ends(caller: Caller) -> None:
    for operation in ADDED_IN_AN_EMERGENCY:
        assert ruling(in_emergency(), caller, operation) is Ruling.HIDDEN
    assert ruling(in_emergency(), a_caller("P-1"), Operation.READ_ENQUIRY) is Ruling.ALLOWED


@settings(deadline=None)
@given(
    lead=st.booleans(),
    referrer=st.booleans(),
    state=st.sampled_from([None, *PartyState]),
    exclusion=st.sampled_from([Exclusion(ME), Exclusion(ME, "ward 7"), Exclusion(ME, None, "p-1")]),
    decider=st.sampled_from([None, Decider(ME, "p-1"), Decider(OTHER, "p-1")]),
    emergency=st.booleans(),
    operation=st.sampled_from(Operation),
    person=st.sampled_from([None, "p-1"]),
    role=st.sampled_from(Role),
)
def test_an_exclusion_beats_everything(
    *,
    lead: bool,
    referrer: bool,
    state: PartyState | None,
    exclusion: Exclusion,
    decider: Decider | None,
    emergency: bool,
    operation: Operation,
    person: str | None,
    role: Role,
) -> None:
    standing = a_standing(
        lead=lead,
        referrer=referrer,
        state=state,
        exclusions=(exclusion,),
        decider=decider,
        emergencies=(Emergency(ME, "p-1", IN_AN_HOUR),) if emergency else (),
    )
    assert ruling(standing, a_caller(person, role=role), operation) is Ruling.HIDDEN


@pytest.mark.parametrize("operation", Operation)
@pytest.mark.parametrize("person", [None, "p-1"])
@pytest.mark.parametrize("role", Role)
def test_what_is_not_there_is_hidden_from_everybody(
    operation: Operation, person: str | None, role: Role
) -> None:
    caller = a_caller(person, role=role)
    relation = relation_for(None, caller, operation)
    assert relation is Relation.UNRELATED
    assert relation not in KNOWS_THE_CASE
    assert decide(caller, operation, relation) is Ruling.HIDDEN
