"""An agency may be counted before outcomes has heard of who it is."""

from uuid import UUID

from services.outcomes.engagement.queries import read_engagement, read_own_engagement
from services.outcomes.statistics.period import ReportingYear
from shared.reference.care_act import EnquiryKind
from tests.services.outcomes.counted_rows import COUNCIL_ID, dataset_of, engagements

STRANGER = UUID(int=77)
YEAR, KIND = ReportingYear(2026), EnquiryKind.SECTION_42


def test_who_is_not_known_of_yet_is_told_like_any_other_without_a_name() -> None:
    dataset = dataset_of(engagements=list(engagements(6, STRANGER)))
    view = read_engagement(dataset, COUNCIL_ID, YEAR, KIND, synthetic=True)
    assert [(each.agency_id, each.name, each.kind) for each in view.agencies] == [
        (STRANGER, "", "other")
    ]


def test_who_is_not_known_of_yet_reads_its_own_figures() -> None:
    dataset = dataset_of(engagements=list(engagements(3, STRANGER)))
    own = read_own_engagement(dataset, STRANGER, COUNCIL_ID, YEAR, KIND, synthetic=True).own
    assert own.asked_for[1].asked == 3


def test_who_was_never_asked_and_is_not_known_of_reads_zeros() -> None:
    own = read_own_engagement(dataset_of(), STRANGER, COUNCIL_ID, YEAR, KIND, synthetic=True).own
    assert {each.asked for each in own.asked_for} == {0}
