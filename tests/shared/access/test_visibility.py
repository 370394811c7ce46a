"""The SQL filter says what the pure policy says, whatever the facts are."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, insert, select

from shared.access.caller import Caller, Practitioner, Role, Scope
from shared.access.policy import RULES, Exclusion, Standing, same_name
from shared.access.tables import PartyState, case_exclusions, case_parties, known_cases
from shared.access.visibility import visible_to
from shared.clock import utc_clock
from shared.database import kernel_metadata
from shared.reference.agencies import AgencyKind

ME, OTHER, CASE, OTHER_CASE = (uuid4() for _ in range(4))
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
ONE_OF_EACH_KIND = {rule.relations: operation for operation, rule in RULES.items()}.values()
engine = create_engine("sqlite://")
kernel_metadata.create_all(engine, tables=[known_cases, case_parties, case_exclusions])


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
        yield connection
        connection.rollback()


@settings(max_examples=200, deadline=None)
@given(
    lead=AGENCIES,
    referrer=AGENCIES,
    party_state=st.sampled_from([None, *PartyState]),
    case_is_synthetic=st.booleans(),
    exclusions=EXCLUSIONS,
    practitioner=PRACTITIONERS,
    caller_is_synthetic=st.booleans(),
)
def test_a_list_shows_exactly_the_cases_that_the_policy_allows(
    *,
    lead: UUID,
    referrer: UUID,
    party_state: PartyState | None,
    case_is_synthetic: bool,
    exclusions: list[dict[str, Any]],
    practitioner: Practitioner | None,
    caller_is_synthetic: bool,
) -> None:
    caller = Caller(ME, AgencyKind.OTHER, caller_is_synthetic, frozenset(Scope), practitioner)
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
    )
    case = _case(CASE, lead, referrer, synthetic=case_is_synthetic)
    with _kept(case, party_state, rows, synthetic=caller_is_synthetic) as connection:
        for operation in ONE_OF_EACH_KIND:
            is_allowed = standing.relation(caller) in RULES[operation].relations
            shown = select(known_cases.c.case_id).where(
                visible_to(caller, operation, known_cases.c.case_id)
            )
            expected = [CASE] if is_allowed else []
            assert connection.execute(shown).scalars().all() == expected, operation
