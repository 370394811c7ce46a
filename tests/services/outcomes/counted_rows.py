"""Counted rows for reports to be asked of, written by hand."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from services.outcomes.statistics.dataset import Dataset, empty_dataset

AS_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
COUNCIL_ID, OTHER_COUNCIL_ID = UUID(int=101), UUID(int=102)
DAY = date(2026, 6, 1)
ASKED_AT = datetime(2026, 6, 1, 12, tzinfo=UTC)


def dataset_of(**tables: list[dict[str, Any]]) -> Dataset:
    """Return a dataset with these rows; a column that is not given is empty."""
    dataset = empty_dataset(AS_AT)
    for table, rows in tables.items():
        for row in rows:
            names = ", ".join(f'"{name}"' for name in row)
            places = ", ".join("?" for _ in row)
            dataset.connection.execute(
                f"INSERT INTO {table} ({names}) VALUES ({places})",  # noqa: S608 - a test's own
                list(row.values()),
            )
    return dataset


def enquiries(count: int, **values: Any) -> Iterator[dict[str, Any]]:
    """Yield enquiries that were concluded, each of a person of their own."""
    for _ in range(count):
        yield {
            "case_id": UUID(int=next(_NUMBERS)),
            "person_id": UUID(int=next(_NUMBERS)),
            "council_id": COUNCIL_ID,
            "synthetic": True,
            "kind": "section_42",
            "opened_on": DAY,
            "concluded_on": DAY,
            "has_died": False,
            "derived": False,
        } | values


def concerns(count: int, **values: Any) -> Iterator[dict[str, Any]]:
    """Yield concerns that were raised."""
    for _ in range(count):
        yield {
            "concern_id": UUID(int=next(_NUMBERS)),
            "case_id": UUID(int=next(_NUMBERS)),
            "council_id": COUNCIL_ID,
            "synthetic": True,
            "raised_on": DAY,
        } | values


def engagements(count: int, agency_id: UUID, **values: Any) -> Iterator[dict[str, Any]]:
    """Yield requests for information that an agency was asked for at noon in June."""
    for _ in range(count):
        yield {
            "subject_id": UUID(int=next(_NUMBERS)),
            "case_id": UUID(int=next(_NUMBERS)),
            "agency_id": agency_id,
            "council_id": COUNCIL_ID,
            "synthetic": True,
            "subject": "request",
            "request_kind": "information",
            "asked_at": ASKED_AT,
        } | values


def conversations(count: int, agency_id: UUID, **values: Any) -> Iterator[dict[str, Any]]:
    """Yield conversations in which the adult was asked, recorded by an agency."""
    for _ in range(count):
        yield {
            "conversation_id": UUID(int=next(_NUMBERS)),
            "case_id": UUID(int=next(_NUMBERS)),
            "recorded_by_agency_id": agency_id,
            "council_id": COUNCIL_ID,
            "synthetic": True,
            "asked": "asked_and_expressed",
            "asked_of": "adult",
            "held_on": DAY,
        } | values


def desired_outcomes(
    count: int, agency_id: UUID | None = None, **values: Any
) -> Iterator[dict[str, Any]]:
    """Yield desired outcomes of concluded enquiries, recorded by an agency and owned by it."""
    for _ in range(count):
        yield {
            "desired_outcome_id": UUID(int=next(_NUMBERS)),
            "case_id": UUID(int=next(_NUMBERS)),
            "recorded_by_agency_id": agency_id,
            "owner_agency_id": agency_id,
            "council_id": COUNCIL_ID,
            "synthetic": True,
            "kind": "section_42",
            "concluded_on": DAY,
            "negotiated": False,
            "no_longer_wanted": False,
            "limited": False,
        } | values


def _numbers() -> Iterator[int]:
    number = 1000
    while True:
        yield number
        number += 1


_NUMBERS = _numbers()
