"""Who must not know, read from what a concern says of its sources of risk."""

from uuid import UUID, uuid4

import pytest

from services.intake.sources.holds import (
    comparable_name,
    is_unmatched_employer,
    may_be_the_raisers,
    must_not_know,
)
from services.intake.sources.views import EmployerIdentifier, NewSource
from shared.access.policy import Exclusion
from shared.reference.agencies import AgencyKind, IdentifierScheme
from shared.reference.sac import SourceOfRisk

LEAD, PROVIDER, OTHER = uuid4(), uuid4(), uuid4()
NONE: frozenset[UUID] = frozenset()


def source(
    kind: SourceOfRisk = SourceOfRisk.SERVICE_PROVIDER,
    unit: str | None = None,
    person: str | None = None,
    name: str | None = None,
) -> NewSource:
    return NewSource(source=kind, unit=unit, practitioner_id=person, organisation_name=name)


def test_an_employer_is_held_as_a_whole() -> None:
    assert must_not_know([(source(), frozenset({PROVIDER}))], LEAD) == (Exclusion(PROVIDER),)


def test_the_named_unit_and_person_are_held_on_their_own_as_well() -> None:
    alleged = [(source(unit="Ward  3", person="Nurse-9"), frozenset({PROVIDER}))]
    assert must_not_know(alleged, LEAD) == (
        Exclusion(PROVIDER),
        Exclusion(PROVIDER, unit="ward 3"),
        Exclusion(PROVIDER, practitioner_id="nurse-9"),
    )


def test_the_lead_is_held_only_in_its_named_unit_and_person() -> None:
    alleged = [(source(unit="adults east", person="sw-1"), frozenset({LEAD}))]
    assert must_not_know(alleged, LEAD) == (
        Exclusion(LEAD, unit="adults east"),
        Exclusion(LEAD, practitioner_id="sw-1"),
    )
    assert must_not_know([(source(), frozenset({LEAD}))], LEAD) == ()


def test_an_agency_named_twice_is_held_once() -> None:
    alleged = [(source(), frozenset({PROVIDER, OTHER})), (source(), frozenset({PROVIDER}))]
    held = must_not_know(alleged, LEAD)
    assert sorted(held, key=str) == sorted((Exclusion(PROVIDER), Exclusion(OTHER)), key=str)


@pytest.mark.parametrize(
    ("alleged", "agency_ids", "is_unmatched"),
    [
        (source(), NONE, True),
        (source(), frozenset({PROVIDER}), False),
        (source(SourceOfRisk.OTHER_KNOWN), NONE, False),
        (source(SourceOfRisk.OTHER_UNKNOWN), NONE, False),
        (source(SourceOfRisk.OTHER_KNOWN, name="Some Trust"), NONE, True),
        (source(SourceOfRisk.OTHER_KNOWN, unit="Ward 3"), NONE, True),
        (source(SourceOfRisk.OTHER_KNOWN, person="nurse-9"), NONE, True),
        (source(SourceOfRisk.OTHER_KNOWN, name="Some Trust"), frozenset({OTHER}), False),
    ],
)
def test_an_employer_the_exchange_does_not_know_is_warned_of(
    alleged: NewSource, agency_ids: frozenset[UUID], *, is_unmatched: bool
) -> None:
    assert is_unmatched_employer(alleged, agency_ids) is is_unmatched


def test_a_code_alone_speaks_of_an_employer() -> None:
    code = EmployerIdentifier(scheme=IdentifierScheme.ODS, value="rzz")
    alleged = NewSource(source=SourceOfRisk.OTHER_KNOWN, identifiers=(code,))
    assert is_unmatched_employer(alleged, NONE)
    assert code.code == (IdentifierScheme.ODS, "RZZ")


@pytest.mark.parametrize(
    "written", ["Brightway Home Care", "BRIGHTWAY  HOME CARE", " brightway homecare\t"]
)
def test_a_name_is_compared_without_case_and_spacing(written: str) -> None:
    assert comparable_name(written) == comparable_name("Brightway Home Care")


@pytest.mark.parametrize(
    "written",
    [
        "Brightway Home-Care Ltd.",
        "The Brightway Home Care Limited",
        "BRIGHTWAY\u00a0HOME CARE (C.I.C.)",
        "\uff22rightway Home\u200b Care",
        "Brightway Home Care, PLC",
    ],
)
def test_a_name_is_compared_without_punctuation_and_legal_form(written: str) -> None:
    assert comparable_name(written) == comparable_name("Brightway Home Care")


def test_different_names_stay_different_and_none_is_empty() -> None:
    names = ["Brightway", "Brightway North", "Limited", "The Ltd", "!!!", "Marks & Co"]
    assert len({comparable_name(name) for name in names} - {""}) == len(names)
    assert comparable_name("Marks & Co") == comparable_name("Marks and Co.")


@pytest.mark.parametrize(
    ("alleged", "agency_ids", "raiser", "may_be_its_own"),
    [
        (source(), NONE, AgencyKind.CARE_PROVIDER, True),
        (source(name="Another Name Ltd"), NONE, AgencyKind.CARE_PROVIDER, True),
        (source(name="Brightway"), frozenset({PROVIDER}), AgencyKind.CARE_PROVIDER, False),
        (source(), NONE, AgencyKind.NHS_TRUST, False),
        (source(person="carer-7"), NONE, AgencyKind.NHS_TRUST, True),
        (source(SourceOfRisk.OTHER_KNOWN, unit="Ward 3"), NONE, AgencyKind.NHS_TRUST, True),
        (source(name="Some Care", person="c-7"), NONE, AgencyKind.NHS_TRUST, False),
        (source(SourceOfRisk.OTHER_KNOWN, name="A Trust"), NONE, AgencyKind.CARE_PROVIDER, False),
        (source(SourceOfRisk.OTHER_KNOWN), NONE, AgencyKind.CARE_PROVIDER, False),
    ],
)
def test_an_employer_that_is_not_recognised_may_be_the_raiser(
    alleged: NewSource, agency_ids: frozenset[UUID], raiser: AgencyKind, *, may_be_its_own: bool
) -> None:
    assert may_be_the_raisers(alleged, agency_ids, raiser) is may_be_its_own
