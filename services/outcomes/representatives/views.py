"""Bodies about representatives."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.outcomes.enquiries.views import NamedPerson, PersonView, RecordedView
from shared.http.inputs import Day, Input, ShortText, View, Words
from shared.reference.advocacy import (
    AdultAgrees,
    DocumentSeen,
    Registered,
    RepresentativeEnd,
    RepresentativeKind,
    SourceCheck,
)


class NewSourceCheck(Input):
    """Whether they are said to be a source of risk, who looked, and when."""

    finding: SourceCheck
    checked_by: Annotated[
        NamedPerson | None, Field(description="Given exactly where it was checked.")
    ] = None
    checked_on: Day | None = None


class NewRepresentative(Input):
    """Somebody who speaks for or with the adult."""

    person: Annotated[NamedPerson, Field(description="Who, and what they are to the adult.")]
    contact: ShortText | None = None
    kind: RepresentativeKind
    document_seen: DocumentSeen = DocumentSeen.NOT_SEEN
    document_seen_by: NamedPerson | None = None
    document_seen_on: Day | None = None
    registered: Registered = Registered.NOT_KNOWN
    scope: Annotated[
        Words | None, Field(description="For which decisions, and on what conditions.")
    ] = None
    from_on: Day | None = None
    until_on: Day | None = None
    adult_agrees: AdultAgrees
    source_check: NewSourceCheck


class NewRepresentativeEnd(Input):
    """Why somebody no longer speaks for the adult."""

    reason: RepresentativeEnd
    why: Words


class SourceCheckView(View):
    """Whether they are said to be a source of risk, as far as somebody looked."""

    finding: SourceCheck
    checked_by: PersonView | None
    checked_on: date | None


class RepresentativeView(View):
    """Somebody who speaks for or with the adult. Nobody acts on one who is not checked."""

    representative_id: UUID
    person: PersonView
    contact: str | None
    kind: RepresentativeKind
    document_seen: DocumentSeen
    document_seen_by: PersonView | None
    document_seen_on: date | None
    registered: Registered
    scope: str | None
    from_on: date | None
    until_on: date | None
    adult_agrees: AdultAgrees
    source_check: SourceCheckView
    ended: RepresentativeEnd | None
    why_ended: str | None
    recorded: RecordedView


class RepresentativesView(View):
    """Everybody who speaks or spoke for the adult, the newest first."""

    items: list[RepresentativeView]
