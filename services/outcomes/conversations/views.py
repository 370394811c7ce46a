"""Bodies about conversations."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.outcomes.enquiries.views import NamedPerson, PersonView, RecordedView
from shared.http.inputs import Input, Instant, ShortText, View, Words
from shared.reference.msp import Asked, AskedOf, NotAskedReason


class NewConversation(Input):
    """An occasion on which the adult, or someone for them, was or was not asked what they want."""

    asked: Annotated[Asked, Field(description="The answer, in the five codes of SAC table SG4a.")]
    asked_of: Annotated[
        AskedOf | None, Field(description="Who was asked; given exactly when someone was asked.")
    ] = None
    asked_by: Annotated[
        NamedPerson | None, Field(description="Who asked; given exactly when someone was asked.")
    ] = None
    held_at: Annotated[Instant, Field(description="When; not in the future.")]
    not_asked_reason: Annotated[
        NotAskedReason | None, Field(description="Given exactly when the answer is not_asked.")
    ] = None
    communication_support: Annotated[
        ShortText | None, Field(description="An interpreter, pictures, a quiet place, more time.")
    ] = None
    note: Words | None = None


class ConversationView(View):
    """One occasion, as it was recorded."""

    conversation_id: UUID
    held_at: datetime
    asked: Asked
    asked_of: AskedOf | None
    asked_by: PersonView | None
    not_asked_reason: NotAskedReason | None
    communication_support: str | None
    note: str | None
    recorded: RecordedView
