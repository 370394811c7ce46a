"""What can be called about the people to reach at an agency."""

from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.partners.contacts import commands, queries
from services.partners.contacts.views import (
    ContactsView,
    ContactView,
    NewContact,
    RemovedContactView,
)
from shared.http.callers import managing
from shared.http.once import Once
from shared.http.session import Session
from shared.http.strict_route import StrictRoute

router = APIRouter(
    prefix="/partners",
    route_class=StrictRoute,
    tags=["contacts"],
    dependencies=[Depends(managing())],
)


@router.get("/v1/agencies/{agency_id}/contacts")
async def list_contacts(agency_id: UUID, session: Session) -> ContactsView:
    """List the people to reach at the agency: its own to see, and the operator's."""
    return await queries.list_contacts(session, agency_id)


@router.post("/v1/agencies/{agency_id}/contacts", status_code=201, response_model=ContactView)
async def add_contact(agency_id: UUID, body: NewContact, session: Session, once: Once) -> Response:
    """Add someone to reach at the agency, and for what."""
    return await once.answer(201, lambda: commands.add_contact(session, agency_id, body))


@router.post(
    "/v1/agencies/{agency_id}/contacts/{contact_id}/removal", response_model=RemovedContactView
)
async def remove_contact(
    agency_id: UUID, contact_id: UUID, session: Session, once: Once
) -> Response:
    """Remove someone: they are forgotten, name and all."""
    return await once.answer(200, lambda: commands.remove_contact(session, agency_id, contact_id))
