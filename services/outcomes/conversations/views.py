"""Bodies about conversations."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from services.outcomes.enquiries.views import NamedPerson, PersonView, RecordedView
from shared.http.inputs import Input, Instant, ShortText, View, Words
from shared.reference import conversations as codes
from shared.reference.msp import Asked, AskedOf, NotAskedReason

Language = Annotated[str, StringConstraints(pattern=codes.LANGUAGE, max_length=35)]


class NewCircumstances(Input):
    """How a conversation was held; what is left out is not recorded."""

    language: Annotated[
        Language, Field(description="What the adult spoke: a BCP 47 tag, other, or not_recorded.")
    ] = "not_recorded"
    interpreter: codes.Interpreter = codes.Interpreter.NOT_RECORDED
    interpreter_is_independent: Annotated[
        codes.Recorded, Field(description="Of the family, the source of risk and the provider.")
    ] = codes.Recorded.NOT_RECORDED
    support: Annotated[
        tuple[codes.CommunicationSupport, ...],
        Field(min_length=1, max_length=len(codes.CommunicationSupport)),
    ] = (codes.CommunicationSupport.NOT_RECORDED,)
    seen_alone: codes.Recorded = codes.Recorded.NOT_RECORDED
    place: codes.Place = codes.Place.NOT_RECORDED
    method: codes.Method = codes.Method.NOT_RECORDED


class SomeonePresent(Input):
    """Somebody who was there, beside the adult and who asked."""

    who: codes.Presence
    name: ShortText | None = None


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
    none_expressed_reason: Annotated[
        codes.NoneExpressedReason | None,
        Field(description="Why nothing was wanted; only when the answer is asked_none_expressed."),
    ] = None
    makes_good_conversation_id: Annotated[
        UUID | None,
        Field(description="An earlier occasion on which nobody was asked, put right by this one."),
    ] = None
    communication_support: Annotated[
        ShortText | None, Field(description="An interpreter, pictures, a quiet place, more time.")
    ] = None
    circumstances: NewCircumstances = NewCircumstances()
    present: Annotated[
        tuple[SomeonePresent, ...] | None,
        Field(max_length=20, description="Null: not recorded. An empty list: nobody else."),
    ] = None
    words: Annotated[
        Words | None, Field(description="What the adult said, verbatim, in their own language.")
    ] = None
    translation: Annotated[
        Words | None, Field(description="The words in English, beside and never instead of them.")
    ] = None
    note: Words | None = None


class CorrectedConversation(NewConversation):
    """The occasion as it truly was, told whole; what was told before is kept."""

    why: Annotated[Words, Field(description="Why it is corrected.")]


class CircumstancesView(View):
    """How a conversation was held, as far as somebody wrote it down."""

    language: str
    interpreter: codes.Interpreter
    interpreter_is_independent: codes.Recorded
    support: list[codes.CommunicationSupport]
    seen_alone: codes.Recorded
    place: codes.Place
    method: codes.Method


class PresentView(View):
    """Somebody who was there."""

    who: codes.Presence
    name: str | None


class ConversationView(View):
    """One occasion. From version 2 on `why` says why it was corrected, and `recorded` by whom."""

    conversation_id: UUID
    version: int
    held_at: datetime
    asked: Asked
    asked_of: AskedOf | None
    asked_by: PersonView | None
    not_asked_reason: NotAskedReason | None
    none_expressed_reason: codes.NoneExpressedReason | None
    makes_good_conversation_id: UUID | None
    communication_support: str | None
    circumstances: CircumstancesView
    present: list[PresentView] | None
    words: str | None
    translation: str | None
    note: str | None
    why: str | None
    recorded: RecordedView


class ConversationVersions(View):
    """One occasion in every version, the current one first."""

    items: list[ConversationView]
