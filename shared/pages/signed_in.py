"""Who is signed in, as the header of a page says it."""

from fastapi import Request
from sqlalchemy import select

from shared.access.caller import Caller
from shared.access.tables import known_agencies
from shared.http.callers import Identified
from shared.http.session import Session


async def named_in_header(request: Request, identity: Identified, session: Session) -> None:
    """Let the header of the page name who is signed in; a dependency of pages that need somebody.

    It asks for no scope: what is shown asks for its own.
    """
    if not isinstance(identity, Caller):
        return
    query = select(known_agencies.c.name).where(known_agencies.c.agency_id == identity.agency_id)
    agency = await session.scalar(query)
    person = identity.practitioner
    named = f"{person.id}, {agency}" if person else f"{agency}"
    made_up = " (made up)" if identity.synthetic else ""
    request.scope["alongside.signed_in_as"] = named + made_up
