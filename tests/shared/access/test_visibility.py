"""The SQL filter says what the pure policy says, whatever the facts are."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, insert, select

from shared.access.caller import Caller, Practitioner, Role, Scope
from shared.access.policy import RULES, Operation, Ruling, decide, relation_for
from shared.access.relations import Decider, Emergency, Exclusion, Relation, Standing, same_name
from shared.access.tables import (
    PartyState,
    case_deciders,
    case_emergencies,
    case_exclusions,
    case_parties,
    known_cases,
)
from shared.access.visibility import visible_to
from shared.clock import utc_clock
from shared.database import kernel_metadata
from shared.reference.agencies import AgencyKind

ME, OTHER, CASE, OTHER_CASE = (uuid4() for _ in range(4))
NOW = utc_clock()
AGENCIES = st.sampled_from([ME, OTHER])
UNITS = st.sampled_from([None, "Ward 7", "ward  7", "Ward 8"])
PEOPLE = st.sampled_from([None, "p-1", "P-1", "p-2"])
PRACTITIONERS = st.one_of(
    st.none(),
    st.builds(
        Practitioner,
        id=st.sampled_from(["p-1", "P-1", "p-2"]),
        unit=UNITS,
        role=st.just(Role.SAFEGUARDING_LEAD),
    ),
)
EXCLUSIONS = st.lists(
    st.fixed_dictionaries(
        {"agency_id": AGENCIES, "unit": UNITS, "practitioner_id": PEOPLE, "lifted": st.booleans()}
    ),
    max_size=3,
)
DECIDERS = st.none() | st.builds(Decider, AGENCIES, st.sampled_from(["p-1", "p-2"]))
EMERGENCIES = st.lists(
    st.builds(
        Emergency,
        AGENCIES,
        st.sampled_from(["p-1", "p-2"]),
        st.sampled_from([NOW - timedelta(minutes=1), NOW, NOW + timedelta(minutes=1)]),
    ),
    max_size=2,
)
ONE_OF_EACH_KIND = {
    (rule.relations, rule.by_decider): operation for operation, rule in RULES.items()
}.values()
engine = create_engine("sqlite://")
kernel_metadata.create_all(
    engine,
    tables=[known_cases, case_parties, case_exclusions, case_deciders, case_emergencies],
)


def _case(case_id: UUID, lead: UUID, referrer: UUID, *, synthetic: bool) -> dict[str, Any]:
    return {
        "case_id": case_id,
        "lead_agency_id": lead,
        "referrer_agency_id": referrer,
        "synthetic": synthetic,
        "has_unmatched_employer": False,
    }


def _named(name: str | None) -> str | None:
    return None if name is None else same_name(name)


def _exclusion(
    *, agency_id: UUID, unit: str | None, practitioner_id: str | None, lifted: bool
) -> dict[str, Any]:
    return {
        "exclusion_id": uuid4(),
        "case_id": CASE,
        "agency_id": agency_id,
        "unit": _named(unit),
        "practitioner_id": _named(practitioner_id),
        "is_hold": False,
        "lifted_at": utc_clock() if lifted else None,
    }


@contextmanager
def _kept(
    case: dict[str, Any],
    party_state: PartyState | None,
    exclusions: list[dict[str, Any]],
    decider: Decider | None,
    emergencies: list[Emergency],
    *,
    synthetic: bool,
) -> Iterator[Connection]:
    """Keep these facts, a stranger's part in the case and a case of strangers, for a while."""
    others = _case(OTHER_CASE, OTHER, OTHER, synthetic=synthetic)
    parties = [{"case_id": CASE, "agency_id": OTHER, "state": PartyState.ACCEPTED}]
    if party_state is not None:
        parties.append({"case_id": CASE, "agency_id": ME, "state": party_state})
    with engine.connect() as connection:
        connection.execute(insert(known_cases), [case, others])
        connection.execute(insert(case_parties), parties)
        if exclusions:
            connection.execute(insert(case_exclusions), exclusions)
        if decider is not None:
            connection.execute(insert(case_deciders), {"case_id": CASE, **asdict(decider)})
        if emergencies:
            rows = [{"emergency_id": uuid4(), "case_id": CASE, **asdict(e)} for e in emergencies]
            connection.execute(insert(case_emergencies), rows)
        yield connection
        connection.rollback()


@settings(max_examples=150, deadline=None)
@given(
    lead=AGENCIES,
    referrer=AGENCIES,
    party_state=st.sampled_from([None, *PartyState]),
    case_is_synthetic=st.booleans(),
    exclusions=EXCLUSIONS,
    decider=DECIDERS,
    emergencies=EMERGENCIES,
    practitioner=PRACTITIONERS,
    caller_is_synthetic=st.booleans(),
    kind=st.sampled_from([AgencyKind.COUNCIL, AgencyKind.OTHER]),
)
def test_a_list_shows_exactly_the_cases_that_the_policy_allows(
    *,
    lead: UUID,
    referrer: UUID,
    party_state: PartyState | None,
    case_is_synthetic: bool,
    exclusions: list[dict[str, Any]],
    decider: Decider | None,
    emergencies: list[Emergency],
    practitioner: Practitioner | None,
    caller_is_synthetic: bool,
    kind: AgencyKind,
) -> None:
    caller = Caller(ME, kind, caller_is_synthetic, frozenset(Scope), practitioner, NOW)
    rows = [_exclusion(**row) for row in exclusions]
    standing = Standing(
        case_id=CASE,
        synthetic=case_is_synthetic,
        is_lead=lead == ME,
        is_referrer=referrer == ME,
        party_state=party_state,
        exclusions=tuple(
            Exclusion(row["agency_id"], row["unit"], row["practitioner_id"])
            for row in rows
            if row["lifted_at"] is None and row["agency_id"] == ME
        ),
        decider=decider,
        emergencies=tuple(emergencies),
    )
    case = _case(CASE, lead, referrer, synthetic=case_is_synthetic)
    with _kept(
        case, party_state, rows, decider, emergencies, synthetic=caller_is_synthetic
    ) as connection:
        for operation in ONE_OF_EACH_KIND:
            if practitioner is not None or not _asks_for_a_name(operation):
                seen = _seen(connection, caller, operation)
                assert seen == _expected(standing, caller, operation), operation


def _seen(connection: Connection, caller: Caller, operation: Operation) -> set[UUID]:
    visible = visible_to(caller, operation, known_cases.c.case_id)
    return set(connection.execute(select(known_cases.c.case_id).where(visible)).scalars())


def _expected(standing: Standing, caller: Caller, operation: Operation) -> set[UUID]:
    relation = relation_for(standing, caller, operation)
    is_allowed = decide(caller, operation, relation, standing.decider) is Ruling.ALLOWED
    of_strangers = Relation.NON_PARTY in RULES[operation].relations
    return ({CASE} if is_allowed else set()) | ({OTHER_CASE} if of_strangers else set())


def _asks_for_a_name(operation: Operation) -> bool:
    rule = RULES[operation]
    return rule.role is not None or rule.is_named
