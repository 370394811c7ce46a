"""What can be called to receive what happened."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from services.partners.deliveries import commands
from services.partners.deliveries.views import FeedView
from services.partners.errors import ReaderUnnamed
from shared.access.caller import Caller, Scope
from shared.errors import Denial
from shared.http.callers import calling
from shared.http.session import Session
from shared.http.strict_route import StrictRoute

router = APIRouter(prefix="/partners/v1", route_class=StrictRoute, tags=["feed"])


@router.get("/feed")
async def read_feed(
    caller: Annotated[Caller, Depends(calling(Scope.FEED_READ))],
    session: Session,
    after: Annotated[
        str | None,
        Query(max_length=200, description="The `next` of your last call; leave out to begin."),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=500, description="How many events at most.")] = 100,
) -> FeedView:
    """Read what has happened in the cases your agency may know of, oldest first (CloudEvents 1.0).

    Keep `next` once the events are safe with you, and call again with it; calling again with an
    older one returns the same events. Nothing is skipped. Whoever may not know of a case, or not
    any more, is handed nothing of it. The token has to name who reads, in its `act` claim: a
    person, or the system that reads for your agency.
    """
    if caller.practitioner is None:
        raise ReaderUnnamed(denial=Denial("read_feed", None, "feed", "no practitioner"))
    return await commands.read_feed(session, caller, after=after, limit=limit)
