"""Bodies about verdicts."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.outcomes.enquiries.views import RecordedView
from shared.http.inputs import Input, Instant, View, Words
from shared.reference.msp import Achieved, JudgedBy


class NewVerdict(Input):
    """Whether what the adult wanted came about, in the eyes of the one who judges."""

    achieved: Achieved
    judged_by: Annotated[
        JudgedBy, Field(description="Whose verdict it is, whoever records it; never pooled.")
    ]
    given_at: Annotated[Instant, Field(description="When it was given; not in the future.")]
    note: Annotated[Words | None, Field(description="What the judge said, if anything.")] = None


class VerdictView(View):
    """One judge's verdict. `superseded` once the same judge has given a newer one."""

    verdict_id: UUID
    desired_outcome_id: UUID | None
    achieved: Achieved
    judged_by: JudgedBy
    given_at: datetime
    note: str | None
    superseded: bool
    recorded: RecordedView


class VerdictList(View):
    """All verdicts of a case side by side: the adult's first, of each judge the newest first."""

    items: list[VerdictView]
