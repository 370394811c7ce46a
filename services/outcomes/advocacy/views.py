"""Bodies about advocacy."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.outcomes.enquiries.views import NamedPerson, PersonView, RecordedView
from services.outcomes.representatives.views import NewSourceCheck, SourceCheckView
from shared.http.inputs import Day, Input, ShortText, View, Words
from shared.reference.advocacy import (
    AdvocacyDuty,
    AdvocacyEnd,
    AdvocateKind,
    AppropriatePerson,
    Difficulty,
)
from shared.reference.conversations import Recorded as YesNo


class NewAppropriatePerson(Input):
    """Somebody who could support the adult to take part; not paid to care for them."""

    person: NamedPerson
    why_suitable: Words
    agrees: YesNo = YesNo.NOT_RECORDED
    adult_agrees: YesNo = YesNo.NOT_RECORDED
    is_paid_to_care: YesNo = YesNo.NOT_RECORDED
    source_check: NewSourceCheck


class NewAdvocacyReview(Input):
    """Whether the adult would have substantial difficulty in taking part, and who could support."""

    understanding: Difficulty
    retaining: Difficulty
    using_or_weighing: Difficulty
    communicating: Difficulty
    evidence: Words
    appropriate_person: AppropriatePerson
    who: Annotated[
        NewAppropriatePerson | None, Field(description="Given exactly where one was found.")
    ] = None
    why_none: Annotated[
        Words | None, Field(description="Where none was found: who was thought of, why not.")
    ] = None


class NewReferral(Input):
    """An advocate was asked for."""

    kind: AdvocateKind
    provider: ShortText
    referred_on: Day


class NewAllocation(Input):
    """An advocate will come, or came."""

    advocate: NamedPerson
    allocated_on: Day
    first_contact_on: Day | None = None


class NewAdvocacyEnd(Input):
    """The advocate's part ended, or never began."""

    reason: AdvocacyEnd
    ended_on: Day


class AppropriatePersonView(View):
    """Somebody who could support the adult."""

    person: PersonView
    why_suitable: str
    agrees: YesNo
    adult_agrees: YesNo
    is_paid_to_care: YesNo
    source_check: SourceCheckView


class AdvocacyReviewView(View):
    """What was found, and the duty that follows. The newest review counts."""

    review_id: UUID
    duty: AdvocacyDuty
    understanding: Difficulty
    retaining: Difficulty
    using_or_weighing: Difficulty
    communicating: Difficulty
    evidence: str
    appropriate_person: AppropriatePerson
    who: AppropriatePersonView | None
    why_none: str | None
    recorded: RecordedView


class ReferralView(View):
    """An advocate who was asked for, and how far that is."""

    referral_id: UUID
    kind: AdvocateKind
    provider: str
    referred_on: date
    advocate: PersonView | None
    allocated_on: date | None
    first_contact_on: date | None
    ended: AdvocacyEnd | None
    ended_on: date | None
    recorded: RecordedView


class AdvocacyView(View):
    """The duty as it stands, every review, every referral, the newest first."""

    duty: AdvocacyDuty
    reviews: list[AdvocacyReviewView]
    referrals: list[ReferralView]
