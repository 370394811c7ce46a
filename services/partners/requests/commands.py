"""What can change about requests."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.errors import (
    AgencyAsksItself,
    AskedAgencyTakesNoPart,
    NotTheAskedAgency,
    RequestHasMovedOn,
    TargetNotInTheFuture,
)
from services.partners.requests.gateways import require_open
from services.partners.requests.lifecycle import Reply, RequestState, after
from services.partners.requests.models import Contribution, Request
from services.partners.requests.queries import kind_of, readable_by, view_requests
from services.partners.requests.views import Declining, NewAnswer, NewRequest, RequestView
from shared.access.policy import RULES, Operation, Relation
from shared.access.standings import relations_to_case
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.errors import NotFound
from shared.events.partners import (
    RequestAcknowledged,
    RequestAnswered,
    RequestDeclined,
    RequestEvent,
    RequestMade,
)
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.work import now, seal


async def make_request(session: AsyncSession, access: Access, new: NewRequest) -> RequestView:
    """Ask another agency for something, under a named power."""
    await _check(session, access, new)
    request_id = new_id()
    request = Request(
        request_id=request_id,
        case_id=access.case_id,
        synthetic=access.caller.synthetic,
        kind=new.kind,
        asked_by_agency_id=access.caller.agency_id,
        asked_of_agency_id=new.asked_of_agency_id,
        legal_gateway=new.legal_gateway,
        purpose=seal(session, new.purpose, f"requests.purpose:{request_id}"),
        question=seal(session, new.question, f"requests.question:{request_id}"),
        target_due_at=new.target_due_at,
        made_at=now(session),
        state=RequestState.MADE,
    )
    session.add(request)
    made = RequestMade(
        **_facts(request),
        kind=new.kind,
        legal_gateway=new.legal_gateway,
        target_due_at=new.target_due_at,
    )
    return await _tell(session, "make_request", request, made)


async def acknowledge_request(
    session: AsyncSession, access: Access, request_id: UUID
) -> RequestView:
    """Say that the request has been seen."""
    request = await _respond(session, access, request_id, Reply.ACKNOWLEDGE)
    request.acknowledged_at = now(session)
    event = RequestAcknowledged(**_facts(request))
    return await _tell(session, "acknowledge_request", request, event)


async def answer_request(
    session: AsyncSession, access: Access, request_id: UUID, new: NewAnswer
) -> RequestView:
    """Give what was asked for; it stays the giver's, and is read by the asker and the lead."""
    request = await _respond(session, access, request_id, Reply.ANSWER)
    request.settled_at = now(session)
    contribution_id = new_id()
    contribution = Contribution(
        contribution_id=contribution_id,
        request_id=request_id,
        case_id=request.case_id,
        synthetic=request.synthetic,
        owner_agency_id=access.caller.agency_id,
        words=seal(session, new.words, f"contributions.words:{contribution_id}"),
        given_at=now(session),
    )
    session.add(contribution)
    answered = RequestAnswered(**_facts(request), contribution_id=contribution_id)
    return await _tell(session, "answer_request", request, answered)


async def decline_request(
    session: AsyncSession, access: Access, request_id: UUID, declining: Declining
) -> RequestView:
    """Refuse what was asked for, with written reasons (Care Act 2014, section 7(3))."""
    request = await _respond(session, access, request_id, Reply.DECLINE)
    request.settled_at = now(session)
    place = f"requests.decline_reason:{request_id}"
    request.decline_reason = seal(session, declining.reason, place)
    event = RequestDeclined(**_facts(request))
    return await _tell(session, "decline_request", request, event)


async def _check(session: AsyncSession, access: Access, new: NewRequest) -> None:
    if new.asked_of_agency_id == access.caller.agency_id:
        raise AgencyAsksItself
    if new.target_due_at is not None and new.target_due_at <= now(session):
        raise TargetNotInTheFuture
    relations = await relations_to_case(session, access.case_id)
    may_respond = RULES[Operation.RESPOND_TO_REQUEST].relations
    if relations.get(new.asked_of_agency_id) not in may_respond:
        raise AskedAgencyTakesNoPart
    asked = await kind_of(session, new.asked_of_agency_id)
    leads = access.relation is Relation.LEAD
    require_open(new.legal_gateway, access.caller.kind, asked, asker_leads=leads)


async def _respond(
    session: AsyncSession, access: Access, request_id: UUID, reply: Reply
) -> Request:
    """Lock a request made to the caller, and move it on."""
    request: Request | None = await session.scalar(
        select(Request)
        .where(
            Request.case_id == access.case_id,
            Request.request_id == request_id,
            readable_by(access),
        )
        .with_for_update()
    )
    if request is None:
        raise NotFound
    if request.asked_of_agency_id != access.caller.agency_id:
        raise NotTheAskedAgency
    state = after(request.state, reply)
    if state is None:
        raise RequestHasMovedOn
    request.state = state
    return request


def _facts(request: Request) -> dict[str, Any]:
    return {
        "case_id": request.case_id,
        "synthetic": request.synthetic,
        "request_id": request.request_id,
        "asked_by_agency_id": request.asked_by_agency_id,
        "asked_of_agency_id": request.asked_of_agency_id,
    }


async def _tell(
    session: AsyncSession, operation: str, request: Request, event: RequestEvent
) -> RequestView:
    subject = f"request/{request.request_id}"
    record_change(session, operation, subject, case_id=request.case_id)
    publish(session, event)
    return (await view_requests(session, [request]))[0]
