"""What can be called to see what became of deliveries, and to have them sent again."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from services.partners.deliveries.models import DeliveryState
from services.partners.sendings import log, replaying
from services.partners.sendings.log import Sought
from services.partners.sendings.views import (
    CaseDeliveryView,
    DeliveryView,
    NewOperatorReplay,
    NewReplay,
    ReplayView,
)
from shared.access.caller import Caller, Scope
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed, calling, operating
from shared.http.inputs import Instant
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page

router = APIRouter(prefix="/partners/v1", route_class=StrictRoute)


async def _sought(
    state: Annotated[DeliveryState | None, Query(description="How far they have come.")] = None,
    event_type: Annotated[str | None, Query(alias="type", max_length=100)] = None,
    from_time: Annotated[Instant | None, Query(description="What happened from then on.")] = None,
    until_time: Annotated[Instant | None, Query(description="What happened before then.")] = None,
) -> Sought:
    return Sought(state=state, type=event_type, from_time=from_time, until_time=until_time)


@router.get("/deliveries", tags=["deliveries"])
async def list_deliveries(
    caller: Annotated[Caller, Depends(calling(Scope.FEED_READ))],
    session: Session,
    sought: Annotated[Sought, Depends(_sought)],
    page: PageQuery,
) -> Page[DeliveryView]:
    """List what your agency is told, the newest first, with how far each event has come.

    `pending` waits to be sent or read, `sent` was handed over by some channel, `received` was
    confirmed by you, `failed` was given up by every push and can still be read from the feed.
    """
    return await log.list_deliveries(session, caller, sought, page)


@router.get("/cases/{case_id}/deliveries", tags=["deliveries"])
async def list_case_deliveries(
    access: Annotated[Access, Depends(allowed(Operation.READ_DELIVERIES))],
    session: Session,
    page: PageQuery,
) -> Page[CaseDeliveryView]:
    """List which agency was sent what of the case, has received it, or was not told and why.

    It tells who is excluded, so it is for whoever decides that: the lead agency's safeguarding
    lead, or the decider named in its stead.
    """
    return await log.list_case_deliveries(session, access, page)


@router.post(
    "/subscriptions/{subscription_id}/replays",
    status_code=202,
    response_model=ReplayView,
    tags=["subscriptions"],
)
async def replay_subscription(
    subscription_id: UUID,
    body: NewReplay,
    caller: Annotated[Caller, Depends(calling(Scope.AGENCY_MANAGE))],
    session: Session,
    once: Once,
) -> Response:
    """Have a queue or a webhook send again from a time, or from a `sequence` that it brought.

    Events keep their ids and are marked `replay`, so that nobody need be alarmed twice. What you
    may not know any more is not sent again. A feed is read again instead.
    """
    return await once.answer(
        202, lambda: replaying.replay_subscription(session, caller, subscription_id, body)
    )


@router.post(
    "/agencies/{agency_id}/replays",
    status_code=202,
    response_model=ReplayView,
    tags=["agencies"],
    dependencies=[Depends(operating())],
)
async def replay_agency(
    agency_id: UUID, body: NewOperatorReplay, session: Session, once: Once
) -> Response:
    """Have an agency sent again from a time (the operator alone), or one subscription of it.

    Nothing of what is sent is shown to the operator.
    """
    return await once.answer(202, lambda: replaying.replay_agency(session, agency_id, body))
