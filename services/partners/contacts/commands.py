"""What can change about whom to reach at an agency."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.agencies.queries import lock_agency
from services.partners.contacts.errors import TooManyContacts
from services.partners.contacts.models import Contact
from services.partners.contacts.queries import Details, details_place, view_contact
from services.partners.contacts.views import ContactView, NewContact, RemovedContactView
from shared.audit.append import record_change
from shared.errors import NotFound
from shared.identifiers import new_id
from shared.work import now, seal

MOST_CONTACTS = 20


async def add_contact(session: AsyncSession, agency_id: UUID, new: NewContact) -> ContactView:
    """Keep one more person to reach at an agency."""
    await lock_agency(session, agency_id)
    count = select(func.count()).select_from(Contact).where(Contact.agency_id == agency_id)
    if (await session.scalar(count) or 0) >= MOST_CONTACTS:
        raise TooManyContacts
    contact = _contact(session, agency_id, new)
    session.add(contact)
    record_change(session, "add_contact", f"contact/{contact.contact_id}")
    return view_contact(session, contact)


async def replace_contacts(
    session: AsyncSession, agency_id: UUID, contacts: Sequence[NewContact]
) -> None:
    """Keep these people in place of those that there were."""
    await session.execute(delete(Contact).where(Contact.agency_id == agency_id))
    session.add_all(_contact(session, agency_id, contact) for contact in contacts)
    record_change(session, "replace_contacts", f"agency/{agency_id}")


async def remove_contact(
    session: AsyncSession, agency_id: UUID, contact_id: UUID
) -> RemovedContactView:
    """Forget a person to reach at an agency, for good."""
    await lock_agency(session, agency_id)
    contact = await session.get(Contact, contact_id)
    if contact is None or contact.agency_id != agency_id:
        raise NotFound
    await session.delete(contact)
    record_change(session, "remove_contact", f"contact/{contact_id}")
    return RemovedContactView(contact_id=contact_id)


def _contact(session: AsyncSession, agency_id: UUID, new: NewContact) -> Contact:
    contact_id = new_id()
    details = Details(name=new.name, email=new.email, phone=new.phone)
    return Contact(
        contact_id=contact_id,
        agency_id=agency_id,
        role=new.role,
        details=seal(session, details.model_dump_json(), details_place(contact_id)),
        added_at=now(session),
    )
