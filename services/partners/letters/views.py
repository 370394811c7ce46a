"""The bodies of letters, as the operator sees them: never what they say, nor whom they went to."""

from datetime import datetime
from uuid import UUID

from services.partners.letters.models import Hindrance, LetterKind, LetterState
from shared.http.inputs import Input, View, Words


class Dismissal(Input):
    """How a letter that did not get out was seen to."""

    reason: Words


class LetterView(View):
    """A message to an agency's contacts, or to the operator where `agency_id` is null."""

    letter_id: UUID
    kind: LetterKind
    agency_id: UUID | None
    synthetic: bool
    state: LetterState
    hindrance: Hindrance | None
    attempts: int
    queued_at: datetime
    next_attempt_at: datetime | None
    settled_at: datetime | None
