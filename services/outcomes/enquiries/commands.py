"""How an enquiry opens, and how it is held while something in it changes."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.enquiries.conclusion import best_answer
from services.outcomes.enquiries.models import Enquiry
from services.outcomes.errors import CaseAlreadyConcluded, EnquiryAlreadyOpened, NoEnquiryIsOpen
from shared.audit.append import record_change
from shared.events.outcomes import EnquiryOpened
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.reference.care_act import EnquiryKind
from shared.work import now


async def open_enquiry(
    session: AsyncSession, case_id: UUID, kind: EnquiryKind, *, synthetic: bool
) -> None:
    """Open the case's one enquiry; raises `EnquiryAlreadyOpened` for a second."""
    if await session.scalar(select(Enquiry.enquiry_id).where(Enquiry.case_id == case_id)):
        raise EnquiryAlreadyOpened
    enquiry = Enquiry(
        enquiry_id=new_id(),
        case_id=case_id,
        synthetic=synthetic,
        kind=kind,
        opened_at=now(session),
        version=1,
        asked=best_answer(()),
        derived=False,
        adult_died=False,
    )
    session.add(enquiry)
    record_change(session, "open_enquiry", f"enquiry/{enquiry.enquiry_id}", case_id=case_id)
    opened = EnquiryOpened(
        case_id=case_id,
        synthetic=synthetic,
        enquiry_id=enquiry.enquiry_id,
        kind=kind,
        opened_at=enquiry.opened_at,
    )
    publish(session, opened)


async def lock_enquiry(session: AsyncSession, case_id: UUID) -> Enquiry:
    """Lock the case's enquiry for a change to it or to anything in it, and count the change.

    So changes to one case follow one another, and what is recorded while it is being concluded
    either counts or is refused. Raises `NoEnquiryIsOpen`.
    """
    query = select(Enquiry).where(Enquiry.case_id == case_id).with_for_update()
    enquiry = await session.scalar(query)
    if enquiry is None:
        raise NoEnquiryIsOpen
    enquiry.version += 1
    return enquiry


async def lock_open_enquiry(session: AsyncSession, case_id: UUID) -> Enquiry:
    """Lock the enquiry as `lock_enquiry` does; raises `CaseAlreadyConcluded` once it has ended."""
    enquiry = await lock_enquiry(session, case_id)
    if enquiry.concluded_at is not None:
        raise CaseAlreadyConcluded
    return enquiry
