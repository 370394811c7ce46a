"""What can be called about subscriptions."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from services.partners.subscriptions import commands, queries
from services.partners.subscriptions.channels import ChannelsOffered
from services.partners.subscriptions.views import (
    MadeSubscription,
    NewSubscription,
    RotatedSecret,
    SecretRotation,
    SubscriptionView,
    WantedTypes,
)
from shared.access.caller import Caller, Scope
from shared.http.callers import calling
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.preconditions import IfMatch, etag
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page

router = APIRouter(
    prefix="/partners/v1/subscriptions", route_class=StrictRoute, tags=["subscriptions"]
)

_SHOWN_ONCE = frozenset({"secret"})

Managing = Annotated[Caller, Depends(calling(Scope.AGENCY_MANAGE))]


async def _offered(request: Request) -> ChannelsOffered:
    offered: ChannelsOffered = request.app.state.channels_offered
    return offered


@router.post("", status_code=201, response_model=MadeSubscription)
async def subscribe(
    body: NewSubscription,
    caller: Managing,
    session: Session,
    once: Once,
    offered: Annotated[ChannelsOffered, Depends(_offered)],
) -> Response:
    """Choose a channel by which your agency is told of what happens from now on.

    Channels can be combined, and what one of them loses or refuses changes nothing on another.
    Whoever the token names reads it: nothing is sent that this person or system may not know. A
    webhook's secret is in the answer and is not shown again.
    """
    return await once.answer(
        201,
        lambda: commands.subscribe(session, caller, body, offered),
        location=lambda made: f"/partners/v1/subscriptions/{made.subscription_id}",
        shown_once=_SHOWN_ONCE,
    )


@router.get("")
async def list_subscriptions(
    caller: Managing, session: Session, page: PageQuery
) -> Page[SubscriptionView]:
    """List your agency's subscriptions, the newest first, with how each is doing."""
    return await queries.list_subscriptions(session, caller, page)


@router.get("/{subscription_id}")
async def read_subscription(
    subscription_id: UUID, caller: Managing, session: Session, response: Response
) -> SubscriptionView:
    """Read one subscription, and the ETag to change it by."""
    view = await queries.read_subscription(session, caller, subscription_id)
    response.headers["ETag"] = etag(view.version)
    return view


@router.put("/{subscription_id}/event-types")
async def want_event_types(
    subscription_id: UUID,
    body: WantedTypes,
    caller: Managing,
    session: Session,
    seen: IfMatch,
    response: Response,
) -> SubscriptionView:
    """Change which event types you are sent from now on."""
    view = await commands.want_event_types(session, caller, subscription_id, body, seen=seen)
    response.headers["ETag"] = etag(view.version)
    return view


@router.post("/{subscription_id}/suspension", response_model=SubscriptionView)
async def suspend_subscription(
    subscription_id: UUID, caller: Managing, session: Session, once: Once
) -> Response:
    """Send nothing for the time being. Everything is kept, and sent in order afterwards."""
    return await once.answer(
        200, lambda: commands.suspend_subscription(session, caller, subscription_id)
    )


@router.post("/{subscription_id}/resumption", response_model=SubscriptionView)
async def resume_subscription(
    subscription_id: UUID, caller: Managing, session: Session, once: Once
) -> Response:
    """Send again what was kept, in order; also after a suspension for long failure."""
    return await once.answer(
        200, lambda: commands.resume_subscription(session, caller, subscription_id)
    )


@router.post("/{subscription_id}/ending", response_model=SubscriptionView)
async def end_subscription(
    subscription_id: UUID, caller: Managing, session: Session, once: Once
) -> Response:
    """End a subscription for good. What it had not brought yet can be read from the feed."""
    return await once.answer(
        200, lambda: commands.end_subscription(session, caller, subscription_id)
    )


@router.post("/{subscription_id}/secrets", status_code=201, response_model=RotatedSecret)
async def rotate_secret(
    subscription_id: UUID, body: SecretRotation, caller: Managing, session: Session, once: Once
) -> Response:
    """Make a new secret for a webhook; calls are signed with the old one too for the overlap.

    The new secret is in the answer and is not shown again.
    """
    return await once.answer(
        201,
        lambda: commands.rotate_secret(session, caller, subscription_id, body),
        shown_once=_SHOWN_ONCE,
    )
