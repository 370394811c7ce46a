"""How a representative is recorded, and how their part ends."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.enquiries.commands import lock_open_enquiry
from services.outcomes.representatives.errors import AuthorityInconsistent, RepresentativeHasEnded
from services.outcomes.representatives.models import (
    EndingNarrative,
    Representative,
    RepresentativeNarrative,
)
from services.outcomes.representatives.queries import representative_of, show_representative
from services.outcomes.representatives.source_check import require_no_source
from services.outcomes.representatives.views import (
    NewRepresentative,
    NewRepresentativeEnd,
    RepresentativeView,
)
from services.outcomes.schema import recorded, seal_narrative
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.events.outcomes import RepresentativeEnded, RepresentativeRecorded
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.reference.advocacy import DocumentSeen, RepresentativeKind


async def record_representative(
    session: AsyncSession, access: Access, new: NewRepresentative
) -> RepresentativeView:
    """Record who speaks for the adult; raises `SourceCannotSpeakForAdult`."""
    require_no_source(new.source_check)
    _check_authority(new)
    enquiry = await lock_open_enquiry(session, access.case_id)
    kept = Representative(
        representative_id=new_id(),
        kind=new.kind,
        source_check=new.source_check.finding,
        **recorded(session, access.caller, access.case_id),
    )
    told = RepresentativeNarrative.model_validate(
        new.model_dump(exclude={"kind", "source_check"})
        | new.source_check.model_dump(exclude={"finding"})
    )
    kept.narrative = seal_narrative(session, told, kept.narrative_row)
    session.add(kept)
    _note(session, kept)
    publish(
        session,
        RepresentativeRecorded(
            case_id=access.case_id,
            synthetic=enquiry.synthetic,
            representative_id=kept.representative_id,
            kind=kept.kind,
            recorded_by_agency_id=access.caller.agency_id,
        ),
    )
    return show_representative(session, kept)


async def end_representative(
    session: AsyncSession, access: Access, representative_id: UUID, new: NewRepresentativeEnd
) -> RepresentativeView:
    """Say why somebody no longer speaks for the adult; at any time, for it may be urgent."""
    kept = await representative_of(session, access.case_id, representative_id)
    if kept.ended is not None:
        raise RepresentativeHasEnded
    kept.ended = new.reason
    kept.ending = seal_narrative(session, EndingNarrative(why=new.why), kept.ending_row)
    _note(session, kept)
    publish(
        session,
        RepresentativeEnded(
            case_id=access.case_id,
            synthetic=kept.synthetic,
            representative_id=representative_id,
            ended_by_agency_id=access.caller.agency_id,
        ),
    )
    return show_representative(session, kept)


def _check_authority(new: NewRepresentative) -> None:
    """Raise unless the document goes with the kind, and who saw it with its being seen."""
    has_document = new.kind is not RepresentativeKind.FAMILY_OR_FRIEND
    if not has_document and new.document_seen is DocumentSeen.SEEN:
        raise AuthorityInconsistent("Family and friends have no document of authority.")
    is_seen = new.document_seen is DocumentSeen.SEEN
    if {new.document_seen_by is not None, new.document_seen_on is not None} != {is_seen}:
        raise AuthorityInconsistent("Say who saw the document, and when, exactly where it was.")
    if new.from_on and new.until_on and new.until_on < new.from_on:
        raise AuthorityInconsistent("It can't end before it begins.")


def _note(session: AsyncSession, kept: Representative) -> None:
    subject = f"representative/{kept.representative_id}"
    record_change(session, Operation.RECORD_REPRESENTATIVE, subject, case_id=kept.case_id)
