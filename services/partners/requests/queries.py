"""What can be read of requests: by the agency that asked, the one that was asked, and the lead."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.requests.lifecycle import RequestState
from services.partners.requests.models import Contribution, Request
from services.partners.requests.views import ContributionView, RequestView
from shared.access.caller import Caller
from shared.access.policy import Operation, Relation
from shared.access.tables import known_agencies
from shared.access.visibility import Access, visible_to
from shared.audit.append import record_access
from shared.errors import NotFound
from shared.pagination import Page, PageRequest, paginate
from shared.reference.agencies import AgencyKind
from shared.work import unseal


def readable_by(access: Access) -> ColumnElement[bool]:
    """Return the filter of the requests in a case: the lead reads all, the others their own."""
    if access.relation is Relation.LEAD:
        return true()
    agency_id = access.caller.agency_id
    return or_(Request.asked_by_agency_id == agency_id, Request.asked_of_agency_id == agency_id)


async def kind_of(session: AsyncSession, agency_id: UUID) -> AgencyKind:
    """Return what an agency is that takes part in a case."""
    query = select(known_agencies.c.kind).where(known_agencies.c.agency_id == agency_id)
    kind: AgencyKind = (await session.execute(query)).scalar_one()
    return kind


async def read_request(session: AsyncSession, access: Access, request_id: UUID) -> RequestView:
    """Return one request of the case; raises `NotFound` where it is between others."""
    request = await session.scalar(
        select(Request).where(
            Request.case_id == access.case_id,
            Request.request_id == request_id,
            readable_by(access),
        )
    )
    if request is None:
        raise NotFound
    return (await view_requests(session, [request]))[0]


async def list_requests(
    session: AsyncSession, access: Access, page: PageRequest
) -> Page[RequestView]:
    """Return the requests of a case that the caller may read, newest first."""
    found = await paginate(
        session,
        select(Request).where(Request.case_id == access.case_id, readable_by(access)),
        keys=(Request.made_at, Request.request_id),
        page=page,
        bound_to=f"requests:{access.case_id}:{access.caller.agency_id}",
    )
    return Page(items=await view_requests(session, found.rows), next=found.next)


async def list_asked(
    session: AsyncSession, caller: Caller, state: RequestState | None, page: PageRequest
) -> Page[RequestView]:
    """Return what has been asked of the caller in any case, newest first."""
    query = select(Request).where(
        Request.asked_of_agency_id == caller.agency_id,
        visible_to(caller, Operation.READ_REQUEST, Request.case_id),
    )
    if state is not None:
        query = query.where(Request.state == state)
    found = await paginate(
        session,
        query,
        keys=(Request.made_at, Request.request_id),
        page=page,
        bound_to=f"asked:{caller.agency_id}",
    )
    for case_id in sorted({request.case_id for request in found.rows}):
        record_access(session, Operation.READ_REQUEST, case_id)
    return Page(items=await view_requests(session, found.rows), next=found.next)


async def view_requests(session: AsyncSession, requests: Sequence[Request]) -> list[RequestView]:
    """Return requests with what was contributed to each."""
    ids = [request.request_id for request in requests]
    contributions = {
        contribution.request_id: contribution
        for contribution in await session.scalars(
            select(Contribution).where(Contribution.request_id.in_(ids))
        )
    }
    return [_view(session, request, contributions.get(request.request_id)) for request in requests]


def _view(
    session: AsyncSession, request: Request, contribution: Contribution | None
) -> RequestView:
    row = request.request_id
    declined = request.decline_reason
    return RequestView(
        request_id=row,
        case_id=request.case_id,
        kind=request.kind,
        state=request.state,
        asked_by_agency_id=request.asked_by_agency_id,
        asked_of_agency_id=request.asked_of_agency_id,
        legal_gateway=request.legal_gateway,
        purpose=unseal(session, request.purpose, f"requests.purpose:{row}"),
        question=unseal(session, request.question, f"requests.question:{row}"),
        target_due_at=request.target_due_at,
        made_at=request.made_at,
        acknowledged_at=request.acknowledged_at,
        settled_at=request.settled_at,
        decline_reason=unseal(session, declined, f"requests.decline_reason:{row}")
        if declined
        else None,
        contribution=_view_contribution(session, contribution) if contribution else None,
    )


def _view_contribution(session: AsyncSession, contribution: Contribution) -> ContributionView:
    place = f"contributions.words:{contribution.contribution_id}"
    return ContributionView(
        contribution_id=contribution.contribution_id,
        owner_agency_id=contribution.owner_agency_id,
        words=unseal(session, contribution.words, place),
        given_at=contribution.given_at,
    )
