"""Bodies about the death of the adult."""

from datetime import date
from typing import Annotated

from pydantic import Field

from services.outcomes.enquiries.views import RecordedView
from shared.http.inputs import Day, Input, View, Words
from shared.reference.dates import DatePrecision
from shared.reference.deaths import LinkToAbuse


class NewDeath(Input):
    """That the adult died. The cause is no part of it."""

    died_on: Annotated[
        Day | None,
        Field(description="The day, or the first of the month or year if no more is known."),
    ] = None
    precision: Annotated[
        DatePrecision, Field(description="How much of the date is known; if any, it is given.")
    ]
    linked_to_abuse: LinkToAbuse = LinkToAbuse.NOT_RECORDED


class DeathRetraction(Input):
    """That the adult did not die: it was recorded in error."""

    why: Words


class DeathView(View):
    """What was recorded last: that the adult died, or with `adult_died` false, that it was wrong.

    `why` is told of an error alone.
    """

    adult_died: bool
    died_on: date | None
    precision: DatePrecision
    linked_to_abuse: LinkToAbuse
    why: str | None
    recorded: RecordedView
