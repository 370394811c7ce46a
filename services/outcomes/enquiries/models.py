"""What is kept of an enquiry."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.outcomes.enquiries.conclusion import Result
from services.outcomes.schema import Base
from shared.database import coded
from shared.reference.care_act import EnquiryKind
from shared.reference.conclusions import CapacityToEnd, EndingAskedBy, OthersAtRisk
from shared.reference.msp import Achieved, Asked, JudgedBy


class Enquiry(Base):
    """One enquiry of one case.

    `asked` is the best answer of its conversations so far. `version` counts every change to the
    enquiry or to anything recorded in it. What follows `concluded_at` is empty until
    then, but for the death of the adult, whose whole record stands apart.
    """

    __tablename__ = "enquiries"

    enquiry_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(unique=True)
    synthetic: Mapped[bool]
    kind: Mapped[EnquiryKind] = mapped_column(coded(EnquiryKind))
    opened_at: Mapped[datetime]
    version: Mapped[int]
    asked: Mapped[Asked] = mapped_column(coded(Asked))
    concluded_at: Mapped[datetime | None]
    concluded_by_agency_id: Mapped[UUID | None]
    concluded_by_practitioner_id: Mapped[str | None]
    conclusion: Mapped[bytes | None] = mapped_column(LargeBinary)
    achieved: Mapped[Achieved | None] = mapped_column(coded(Achieved))
    achieved_judged_by: Mapped[JudgedBy | None] = mapped_column(coded(JudgedBy))
    derived: Mapped[bool]
    adult_died: Mapped[bool] = mapped_column(default=False)
    died_on: Mapped[date | None]

    @property
    def result(self) -> Result:
        """What the enquiry came to when it was concluded, or since."""
        return Result(self.achieved, self.achieved_judged_by, self.derived)

    @result.setter
    def result(self, result: Result) -> None:
        self.achieved, self.achieved_judged_by = result.achieved, result.judged_by
        self.derived = result.derived

    @property
    def conclusion_row(self) -> str:
        """Name the row that the conclusion is bound to."""
        return f"enquiries.conclusion:{self.enquiry_id}"


class Person(BaseModel):
    """A person named in a record, kept encrypted; the role in their own agency's words."""

    name: str
    role: str


class EndingNarrative(BaseModel):
    """What is kept encrypted of a request that the enquiry should stop."""

    asked_by: EndingAskedBy
    asked_at: datetime
    words: str
    capacity: CapacityToEnd
    others_at_risk: OthersAtRisk
    continues: str | None


class ConclusionNarrative(BaseModel):
    """What is kept encrypted of a conclusion."""

    summary: str
    ended_early: EndingNarrative | None = None
