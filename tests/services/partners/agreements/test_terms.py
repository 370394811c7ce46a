"""What agreements let through, as a pure rule: deny by default."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.partners.agreements.terms import (
    ALWAYS_SHARED,
    AgreementState,
    Terms,
    fields_of,
    left_out,
    shareable_types,
    state_on,
)
from services.partners.deliveries.entitlement import needs_agreement
from shared.access.policy import Operation, Relation
from shared.events.intake import DecisionMade
from shared.events.outcomes import VerdictGiven
from shared.events.partners import EmergencyAccessOpened
from shared.reference.lawful_bases import SOURCES, LawfulBasis, SpecialCondition, go_together

TYPES = st.sampled_from(["a.b.v1", "c.d.v1", "e.f.v1"])
FIELDS = st.frozensets(st.sampled_from(["one", "two", "three"]))
TERMS = st.lists(st.builds(Terms, st.none() | st.frozensets(TYPES), FIELDS), max_size=4)


@settings(deadline=None)
@given(terms=TERMS, event_type=TYPES)
def test_an_event_is_shared_only_where_an_agreement_covers_its_type(
    terms: list[Terms], event_type: str
) -> None:
    covering = [one for one in terms if one.event_types is None or event_type in one.event_types]
    fields = left_out(terms, event_type)
    assert (fields is None) is (not covering)
    if fields is not None:
        for name in ("one", "two", "three"):
            assert (name in fields) is all(name in one.left_out for one in covering)


@settings(deadline=None)
@given(terms=TERMS, more=TERMS, event_type=TYPES)
def test_one_more_agreement_never_takes_away(
    terms: list[Terms], more: list[Terms], event_type: str
) -> None:
    before, after = left_out(terms, event_type), left_out([*terms, *more], event_type)
    if before is not None:
        assert after is not None
        assert after <= before


@pytest.mark.parametrize("relation", Relation)
@pytest.mark.parametrize("operation", Operation)
def test_only_a_party_needs_an_agreement(operation: Operation, relation: Relation) -> None:
    for is_referrer in (True, False):
        needs = needs_agreement(operation, relation, is_referrer=is_referrer)
        assert needs is (
            relation is Relation.PARTY
            and (
                operation is Operation.RECEIVE_EVENT
                or (operation is Operation.RECEIVE_REFERRER_EVENT and not is_referrer)
            )
        )


def test_an_agreement_is_in_force_from_its_first_day_to_its_last() -> None:
    first, last = date(2026, 11, 1), date(2026, 11, 30)
    states = {
        first - timedelta(days=1): AgreementState.UPCOMING,
        first: AgreementState.IN_FORCE,
        last: AgreementState.IN_FORCE,
        last + timedelta(days=1): AgreementState.EXPIRED,
    }
    for day, state in states.items():
        assert state_on(day, starts_on=first, ends_on=last, is_ended=False) is state
        ended = state_on(day, starts_on=first, ends_on=last, is_ended=True)
        assert ended is AgreementState.ENDED


def test_what_parties_are_told_can_be_agreed_and_nothing_else() -> None:
    assert {DecisionMade.named(), VerdictGiven.named()} <= shareable_types()
    assert EmergencyAccessOpened.named() not in shareable_types()
    fields = fields_of([DecisionMade.named()])
    assert {"outcome", "decided_at"} | ALWAYS_SHARED <= fields
    assert not fields & DecisionMade.internal_fields


def test_each_basis_and_condition_says_where_it_is_written() -> None:
    assert SOURCES.keys() == {*LawfulBasis, *SpecialCondition}
    assert go_together(LawfulBasis.PUBLIC_TASK, SpecialCondition.SAFEGUARDING)
    enforcement = LawfulBasis.LAW_ENFORCEMENT
    assert go_together(enforcement, SpecialCondition.LAW_ENFORCEMENT_SAFEGUARDING)
    assert not go_together(enforcement, SpecialCondition.SAFEGUARDING)
    assert not go_together(LawfulBasis.PUBLIC_TASK, SpecialCondition.LAW_ENFORCEMENT_SAFEGUARDING)
