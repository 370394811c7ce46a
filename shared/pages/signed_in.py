"""Who is signed in, as the header of a page says it."""

from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import select

from shared.access.caller import Caller
from shared.access.tables import known_agencies
from shared.http.callers import Identified, NotAnAgency
from shared.http.session import Session


async def _signed_in(request: Request, identity: Identified, session: Session) -> Caller:
    if not isinstance(identity, Caller):
        raise NotAnAgency
    name = select(known_agencies.c.name).where(known_agencies.c.agency_id == identity.agency_id)
    agency = await session.scalar(name)
    person = identity.practitioner
    request.scope["alongside.signed_in_as"] = f"{person.id}, {agency}" if person else agency
    return identity


SignedIn = Annotated[Caller, Depends(_signed_in)]
"""Needed by every page that shows anything of a case: it puts the name into the header, too."""
