"""Whom a letter goes to: the agency's contacts for such things, or the operator."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.contacts.models import ContactRole
from services.partners.contacts.queries import contacts_for
from services.partners.letters.models import LetterKind

_URGENT = (
    (ContactRole.SAFEGUARDING_LEAD, ContactRole.UNDELIVERED),
    (ContactRole.TECHNICAL,),
)
_IN_TIME = (
    (ContactRole.UNDELIVERED,),
    (ContactRole.TECHNICAL,),
    (ContactRole.SAFEGUARDING_LEAD,),
)
_TO_MEND = (
    (ContactRole.TECHNICAL,),
    (ContactRole.UNDELIVERED,),
    (ContactRole.SAFEGUARDING_LEAD,),
)
_ROLES = {
    LetterKind.URGENT_WAITS: _URGENT,
    LetterKind.URGENT_NOT_RECEIVED: _URGENT,
    LetterKind.UNDELIVERED: _IN_TIME,
    LetterKind.SUBSCRIPTION_SUSPENDED: _TO_MEND,
}
"""The first of these in which an agency has anybody; what isn't here goes to the operator."""


async def contacts_of(session: AsyncSession, kind: LetterKind, agency_id: UUID) -> tuple[str, ...]:
    """Return the addresses of whom to tell at an agency, or none where it named nobody."""
    for roles in _ROLES.get(kind, _IN_TIME):
        contacts = await contacts_for(session, agency_id, *roles)
        if contacts:
            return tuple(dict.fromkeys(contact.email for contact in contacts))
    return ()
