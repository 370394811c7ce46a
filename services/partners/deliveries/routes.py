"""What can be called to receive what happened, and to say that it has arrived."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from services.partners.deliveries import feed, queries
from services.partners.deliveries.feed import Reading
from services.partners.deliveries.receipts import take_receipts
from services.partners.deliveries.views import (
    FeedView,
    NewReceipts,
    ReceiptsView,
)
from services.partners.deliveries.watcher import LogWatcher
from services.partners.errors import ReaderUnnamed
from shared.access.caller import Caller, Scope
from shared.errors import Denial
from shared.http.callers import Intermission, calling
from shared.http.inputs import Instant
from shared.http.once import Once
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.work import now

LONGEST_WAIT_SECONDS = 30

router = APIRouter(prefix="/partners/v1", route_class=StrictRoute, tags=["feed"])

Reader = Annotated[Caller, Depends(calling(Scope.FEED_READ))]


async def _watcher(request: Request) -> LogWatcher:
    watcher: LogWatcher = request.app.state.log_watcher
    return watcher


async def _reading(
    after: Annotated[
        str | None,
        Query(max_length=200, description="The `next` of your last call; leave out to begin."),
    ] = None,
    from_time: Annotated[
        Instant | None,
        Query(description="Begin with what happened from then on, instead of after a cursor."),
    ] = None,
    types: Annotated[
        list[str] | None,
        Query(max_length=100, description="The event types you want; leave out for all."),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=500, description="How many events at most.")] = 100,
) -> Reading:
    return Reading(after=after, from_time=from_time, types=types, limit=limit)


@router.get("/feed")
async def read_feed(
    caller: Reader,
    session: Session,
    reading: Annotated[Reading, Depends(_reading)],
    watcher: Annotated[LogWatcher, Depends(_watcher)],
    intermission: Intermission,
    wait: Annotated[
        int,
        Query(
            ge=0,
            le=LONGEST_WAIT_SECONDS,
            description="For how many seconds to wait where nothing is there yet (a long poll).",
        ),
    ] = 0,
) -> FeedView:
    """Read what has happened in the cases your agency may know of, oldest first (CloudEvents 1.0).

    Keep `next` once the events are safe with you, and call again with it: that says that what came
    before it has been received. Calling again with an older one, or with `from_time`, returns the
    same events; those confirmed before are marked `replay`. Nothing is skipped. Whoever may not
    know of a case, or not any more, is handed nothing of it. The token has to name who reads, in
    its `act` claim: a person, or the system that reads for your agency.
    """
    if caller.practitioner is None:
        raise ReaderUnnamed(denial=Denial("read_feed", None, "feed", "no practitioner"))
    until = asyncio.get_running_loop().time() + wait
    page = await feed.read_feed(session, caller, reading)
    while not page.items and (left := until - asyncio.get_running_loop().time()) > 0:
        seen = await queries.last_sequence(session, caller.agency_id)
        if not await intermission.during(watcher.wait(caller.agency_id, seen, left)):
            break
        page = await feed.read_feed(session, caller, reading.after_page(page))
    return page


@router.post("/receipts", response_model=ReceiptsView)
async def send_receipts(
    body: NewReceipts, caller: Reader, session: Session, once: Once
) -> Response:
    """Say that events are safe with your agency, by their ids, whichever channel brought them.

    Saying so twice does no harm, and an id that is not of an event sent to you is passed over.
    What is sent and not received raises an alarm after a while, sooner where an adult is in
    immediate danger.
    """

    async def answer() -> ReceiptsView:
        await take_receipts(session, caller, body.event_ids)
        return ReceiptsView(received_at=now(session))

    return await once.answer(200, answer)
