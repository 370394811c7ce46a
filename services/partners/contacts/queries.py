"""What can be read of the people to reach at an agency."""

from collections.abc import Sequence
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.agencies.queries import find_agency
from services.partners.contacts.models import Contact, ContactRole
from services.partners.contacts.views import ContactsView, ContactView
from shared.work import unseal


class Details(BaseModel):
    """What is sealed of a contact."""

    model_config = ConfigDict(frozen=True)

    name: str
    email: str
    phone: str | None


async def list_contacts(session: AsyncSession, agency_id: UUID) -> ContactsView:
    """Return everyone to reach at an agency; raise `NotFound` for no agency."""
    await find_agency(session, agency_id)
    contacts = (await session.scalars(_contacts_of(agency_id))).all()
    return ContactsView(items=[view_contact(session, contact) for contact in contacts])


async def contacts_for(
    session: AsyncSession, agency_id: UUID, *roles: ContactRole
) -> list[ContactView]:
    """Return whom to reach at an agency for any of these roles."""
    contacts = await session.scalars(_contacts_of(agency_id).where(Contact.role.in_(roles)))
    return [view_contact(session, contact) for contact in contacts]


async def roles_filled(
    session: AsyncSession, agency_ids: Sequence[UUID]
) -> dict[UUID, frozenset[ContactRole]]:
    """Return for which roles there is someone to reach, of those agencies that have anybody."""
    query = select(Contact.agency_id, Contact.role).where(Contact.agency_id.in_(agency_ids))
    found: dict[UUID, set[ContactRole]] = {}
    for agency_id, role in await session.execute(query.distinct()):
        found.setdefault(agency_id, set()).add(role)
    return {agency_id: frozenset(roles) for agency_id, roles in found.items()}


def _contacts_of(agency_id: UUID) -> Select[Contact]:
    query = select(Contact).where(Contact.agency_id == agency_id)
    return query.order_by(Contact.role, Contact.contact_id)


def view_contact(session: AsyncSession, contact: Contact) -> ContactView:
    """Open what is sealed of a contact."""
    sealed = unseal(session, contact.details, details_place(contact.contact_id))
    details = Details.model_validate_json(sealed)
    return ContactView(
        contact_id=contact.contact_id,
        role=contact.role,
        name=details.name,
        email=details.email,
        phone=details.phone,
        added_at=contact.added_at,
    )


def details_place(contact_id: UUID) -> str:
    """Return the place a contact's details are sealed for."""
    return f"agency_contacts.details:{contact_id}"
