"""What is kept of the duty to arrange an advocate, and of referrals."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from services.outcomes.enquiries.models import Person
from services.outcomes.schema import Base, Recorded
from shared.database import coded
from shared.reference.advocacy import (
    AdvocacyDuty,
    AdvocacyEnd,
    AdvocateKind,
    AppropriatePerson,
    Difficulty,
    SourceCheck,
)
from shared.reference.conversations import Recorded as YesNo


class AdvocacyReview(Base, Recorded):
    """Whether the duty arises, as it was found on a day. Never changed; the newest counts."""

    __tablename__ = "advocacy_reviews"
    __table_args__ = (Index("ix_advocacy_reviews_case_id", "case_id", "review_id"),)

    review_id: Mapped[UUID] = mapped_column(primary_key=True)
    duty: Mapped[AdvocacyDuty] = mapped_column(coded(AdvocacyDuty))
    understanding: Mapped[Difficulty] = mapped_column(coded(Difficulty))
    retaining: Mapped[Difficulty] = mapped_column(coded(Difficulty))
    using_or_weighing: Mapped[Difficulty] = mapped_column(coded(Difficulty))
    communicating: Mapped[Difficulty] = mapped_column(coded(Difficulty))
    appropriate_person: Mapped[AppropriatePerson] = mapped_column(coded(AppropriatePerson))
    narrative: Mapped[bytes] = mapped_column(LargeBinary)

    @property
    def narrative_row(self) -> str:
        """Name the row that the narrative is bound to."""
        return f"advocacy_reviews.narrative:{self.review_id}"


class AdvocateReferral(Base, Recorded):
    """An advocate was asked for; what follows `referred_on` is empty until it happens, once."""

    __tablename__ = "advocate_referrals"
    __table_args__ = (Index("ix_advocate_referrals_case_id", "case_id", "referral_id"),)

    referral_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[AdvocateKind] = mapped_column(coded(AdvocateKind))
    referred_on: Mapped[date]
    allocated_on: Mapped[date | None]
    first_contact_on: Mapped[date | None]
    ended: Mapped[AdvocacyEnd | None] = mapped_column(coded(AdvocacyEnd))
    ended_on: Mapped[date | None]
    narrative: Mapped[bytes] = mapped_column(LargeBinary)
    allocation: Mapped[bytes | None] = mapped_column(LargeBinary)

    @property
    def narrative_row(self) -> str:
        """Name the row that the narrative is bound to."""
        return f"advocate_referrals.narrative:{self.referral_id}"

    @property
    def allocation_row(self) -> str:
        """Name the row that the allocation is bound to."""
        return f"advocate_referrals.allocation:{self.referral_id}"


class PersonFound(BaseModel):
    """Somebody who could support the adult."""

    person: Person
    why_suitable: str
    agrees: YesNo
    adult_agrees: YesNo
    is_paid_to_care: YesNo
    finding: SourceCheck
    checked_by: Person | None
    checked_on: date | None


class ReviewNarrative(BaseModel):
    """What is kept encrypted of a review."""

    evidence: str
    who: PersonFound | None
    why_none: str | None


class ReferralNarrative(BaseModel):
    """What is kept encrypted of a referral."""

    provider: str


class AllocationNarrative(BaseModel):
    """What is kept encrypted of an allocation."""

    advocate: Person
