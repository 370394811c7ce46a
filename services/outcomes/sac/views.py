"""The bodies of the return."""

from datetime import date, datetime
from uuid import UUID

from services.outcomes.statistics.views import RangeView
from shared.figures.disclosure import Absent
from shared.http.inputs import View


class CellView(View):
    """One figure: `value` is null where there is none, and `absent` says why.

    `own_wording` marks a row whose official label was not read in the collection's code.
    """

    table: str
    enquiry_type: str
    row: str
    column: str
    value: int | None
    absent: Absent | None
    own_wording: bool


class CheckView(View):
    """Whether figures that belong together fit, and what to do where they do not.

    `cases` are at most 50 of the `case_count` behind it.
    """

    check: str
    says: str
    passed: bool
    to_do: str
    case_count: int
    cases: list[UUID]


class ReturnView(View):
    """The return of a council's year as it is to be submitted, exact, for that council alone.

    SG1 counts concerns raised and enquiries commenced in the year, SG2 to SG4 enquiries concluded
    in it, SG5 reviews completed in it. What `absent` names as not supplied was never recorded at
    all: it is no zero.
    """

    council_id: UUID
    council: str
    year: str
    first_day: date
    last_day: date
    synthetic: bool
    as_at: datetime
    cells: list[CellView]
    checks: list[CheckView]


class PublishedCell(View):
    """A figure as published: rounded to five, `[c]` where left out, `[x]` where there is none."""

    table: str
    enquiry_type: str
    row: str
    column: str
    value: str


class PublishedReturn(View):
    """What anybody on the exchange may read of a council's return: the same for everybody.

    Besides figures under five, those are left out that would tell one of them.
    """

    council_id: UUID
    council: str
    year: str
    synthetic: bool
    as_at: datetime
    cells: list[PublishedCell]


class CompletenessView(View):
    """How much of a field was recorded: `recorded` of `of`, with its interval.

    `change` is the difference to the period before, from -1 to 1, with 95% confidence. `ask` says
    who recorded the cases.
    """

    field: str
    period: str
    ask: str
    ask_name: str
    recorded: int
    of: int
    interval: RangeView | None
    change: RangeView | None


class DataQualityView(View):
    """How complete the council's data are, by field, quarter and who recorded them."""

    council_id: UUID
    year: str
    synthetic: bool
    as_at: datetime
    fields: list[CompletenessView]
