"""What can be called by an agency that reads from queues."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.partners.queues import commands, queries
from services.partners.queues.views import QueueAccess, QueuePassword
from services.partners.subscriptions.errors import QueueUnavailable
from shared.access.caller import Caller, Scope
from shared.http.callers import calling
from shared.http.once import Once
from shared.http.session import Session
from shared.http.strict_route import StrictRoute

router = APIRouter(prefix="/partners/v1/queue-access", route_class=StrictRoute, tags=["queues"])

_Managing = Annotated[Caller, Depends(calling(Scope.AGENCY_MANAGE))]


async def _address(request: Request) -> str:
    address: str | None = request.app.state.queue_address
    if address is None:
        raise QueueUnavailable
    return address


_Address = Annotated[str, Depends(_address)]


@router.get("")
async def read_queue_access(caller: _Managing, session: Session, address: _Address) -> QueueAccess:
    """Read where your queues are: one for each subscription by `queue`.

    Read them over AMQP 0-9-1, and acknowledge what you have safe. Your user can do nothing but
    read its own queues. Connections may be closed at any time, and refused for some seconds:
    wait a little, and connect again. Whatever does not fit into a queue waits in your log.
    """
    return await queries.read_access(session, caller.agency_id, address)


@router.post("/password", status_code=201, response_model=QueuePassword)
async def issue_queue_password(
    caller: _Managing, session: Session, once: Once, address: _Address
) -> Response:
    """Get a password for the broker, your first or a new one. It is not shown again.

    Within seconds it takes the place of the one before, whose connections are closed.
    """
    return await once.answer(
        201,
        lambda: commands.issue_queue_password(session, caller, address),
        shown_once=frozenset({"password"}),
    )
