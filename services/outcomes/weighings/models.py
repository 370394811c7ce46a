"""What is kept of a weighing: every version, the newest one current."""

from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.outcomes.conversations.models import Conversation
from services.outcomes.desired_outcomes.models import DesiredOutcome
from services.outcomes.enquiries.models import Enquiry
from services.outcomes.schema import Base, Recorded
from shared.reference.weighings import InViewOf, Level, Preference


class Weighing(Base):
    """Options weighed in an enquiry, or about one desired outcome; `version` is the current one."""

    __tablename__ = "weighings"

    weighing_id: Mapped[UUID] = mapped_column(primary_key=True)
    enquiry_id: Mapped[UUID] = mapped_column(ForeignKey(Enquiry.enquiry_id))
    case_id: Mapped[UUID] = mapped_column(index=True)
    synthetic: Mapped[bool]
    desired_outcome_id: Mapped[UUID | None] = mapped_column(
        ForeignKey(DesiredOutcome.desired_outcome_id)
    )
    version: Mapped[int]


class WeighingVersion(Base, Recorded):
    """The options as they were weighed at one time, with the adult or without. Never changed."""

    __tablename__ = "weighing_versions"

    weighing_id: Mapped[UUID] = mapped_column(ForeignKey(Weighing.weighing_id), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey(Conversation.conversation_id))
    narrative: Mapped[bytes] = mapped_column(LargeBinary)

    weighing: Mapped[Weighing] = relationship(lazy="joined", innerjoin=True)
    conversation: Mapped[Conversation | None] = relationship(lazy="joined")

    @property
    def narrative_row(self) -> str:
        """Name the row that the narrative is bound to."""
        return f"weighing_versions.narrative:{self.weighing_id}:{self.version}"


class Factor(BaseModel):
    """A benefit or a risk of an option, in somebody's view."""

    what: str
    in_view_of: InViewOf
    likelihood: Level
    impact: Level


class Option(BaseModel):
    """Something that could be done, or left."""

    label: str
    benefits: tuple[Factor, ...]
    risks: tuple[Factor, ...]
    what_makes_it_safer: str | None


class WeighingNarrative(BaseModel):
    """What is kept encrypted of a weighing; `why` it replaced the version before, if it did."""

    options: tuple[Option, ...]
    preference: Preference
    preferred_option: int | None
    without_adult_because: str | None
    why: str | None
