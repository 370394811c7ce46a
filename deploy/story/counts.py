"""The figures that one telling adds to each agency's report, and no others."""

from collections.abc import Iterator, Mapping
from typing import Any

from deploy.story.cast import Cast
from deploy.story.driver import Partner
from deploy.story.waiting import until

Counts = Mapping[str, int]

OF_BOTH_THREADS: Counts = {
    "concerns.concerns": 2,
    "concerns.decided_section_42": 1,
    "concerns.not_decided_yet": 1,
    "enquiries.enquiries": 1,
    "enquiries.section_42_enquiries": 1,
    "concluded.section_42.asked.concluded_enquiries": 1,
    "concluded.section_42.asked.asked": 1,
    "concluded.section_42.asked.asked_and_expressed": 1,
    "concluded.section_42.results.result_recorded": 1,
    "concluded.section_42.results.partially_achieved": 1,
    "concluded.section_42.results_by.adult.result_judged_by_adult": 1,
    "concluded.section_42.results_by.adult.partially_achieved": 1,
    "concluded.section_42.desired_outcomes.desired_outcomes": 2,
    "concluded.section_42.desired_outcomes.limited_desired_outcomes": 1,
    "concluded.section_42.verdicts_by.adult.judged_by_adult": 2,
    "concluded.section_42.verdicts_by.adult.fully_achieved": 1,
    "concluded.section_42.verdicts_by.adult.not_achieved": 1,
    "concluded.section_42.verdicts_by.representative.not_judged_by_representative": 2,
    "concluded.section_42.verdicts_by.advocate.not_judged_by_advocate": 2,
    "concluded.section_42.verdicts_by.worker.judged_by_worker": 2,
    "concluded.section_42.verdicts_by.worker.fully_achieved": 1,
    "concluded.section_42.verdicts_by.worker.partially_achieved": 1,
}
"""What the lead's report gains: two concerns, of which one became an enquiry."""

OF_THE_FIRST_THREAD: Counts = {
    name: 1 if name == "concerns.concerns" else count
    for name, count in OF_BOTH_THREADS.items()
    if name != "concerns.not_decided_yet"
}
"""What a party's report gains: it does not know of the second concern."""

NOTHING: Counts = {}
"""What the employer's report gains."""


def expected(cast: Cast) -> dict[Partner, Counts]:
    """Return what each agency's report must gain."""
    return {
        cast.social_worker: OF_BOTH_THREADS,
        cast.nurse: OF_THE_FIRST_THREAD,
        cast.officer: OF_THE_FIRST_THREAD,
        cast.care_manager: NOTHING,
    }


async def read_counts(partner: Partner) -> Counts:
    """Return every count of the agency's report, by where it stands in it."""
    return dict(_counts(await partner.get("/outcomes/v1/statistics/summary")))


async def wait_for_gain(partner: Partner, before: Counts, gain: Counts, name: str) -> None:
    """Read the report until it has gained just that; events reach it a moment after the act."""
    await until(
        partner.patience_seconds,
        lambda: read_counts(partner),
        lambda after: _gained(before, after) == gain,
        f"the report of {name} to gain {dict(gain)}",
    )


def _gained(before: Counts, after: Counts) -> Counts:
    changes = {name: count - before[name] for name, count in after.items()}
    return {name: change for name, change in changes.items() if change}


def _counts(part: Any, *path: str) -> Iterator[tuple[str, int]]:
    if isinstance(part, dict):
        for name, inner in part.items():
            yield from _counts(inner, *path, name)
    elif isinstance(part, list):
        for measure in part:
            yield ".".join((*path, measure["measure"])), measure["count"]
