"""What can be called about who is on the exchange, and how far each agency is."""

from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.partners.agencies import commands, queries
from services.partners.agencies.views import (
    AgencyView,
    IdentifiersView,
    NewIdentifier,
    NewProposal,
    TestEventView,
)
from shared.http.callers import Identified, managing, managing_itself, operating
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page

router = APIRouter(prefix="/partners", route_class=StrictRoute, tags=["agencies"])

_OPERATOR = [Depends(operating())]
_ITSELF = [Depends(managing_itself())]
_EITHER = [Depends(managing())]


@router.get("/v1/agencies")
async def list_agencies(
    identity: Identified, session: Session, page: PageQuery
) -> Page[AgencyView]:
    """List the agencies on the exchange, the newest first; made-up ones see only one another.

    The operator sees those that are not live yet, and those that have left, too.
    """
    return await queries.list_agencies(session, identity, page)


@router.get("/v1/agencies/{agency_id}")
async def read_agency(agency_id: UUID, identity: Identified, session: Session) -> AgencyView:
    """Read one agency of the directory."""
    return await queries.read_agency(session, identity, agency_id)


@router.get("/v1/agencies/{agency_id}/identifiers", dependencies=_EITHER)
async def list_identifiers(agency_id: UUID, session: Session) -> IdentifiersView:
    """List the agency's codes in public registers, those that nobody has checked yet apart."""
    return await queries.list_identifiers(session, agency_id)


@router.post(
    "/v1/agencies/{agency_id}/identifiers/proposals",
    response_model=IdentifiersView,
    dependencies=_ITSELF,
)
async def propose_identifiers(
    agency_id: UUID, body: NewProposal, session: Session, once: Once
) -> Response:
    """Say which codes are the agency's own. They count once the operator has checked them."""
    return await once.answer(200, lambda: commands.propose_identifiers(session, agency_id, body))


@router.post(
    "/v1/agencies/{agency_id}/identifiers/confirmations",
    response_model=IdentifiersView,
    dependencies=_OPERATOR,
)
async def confirm_identifier(
    agency_id: UUID, body: NewIdentifier, session: Session, once: Once
) -> Response:
    """Have one more code count as the agency's, proposed or not (the operator alone).

    From now on a concern that names it holds the agency.
    """
    return await once.answer(200, lambda: commands.confirm_identifier(session, agency_id, body))


@router.post(
    "/v1/agencies/{agency_id}/test-events",
    status_code=201,
    response_model=TestEventView,
    dependencies=_EITHER,
)
async def send_test_event(agency_id: UUID, session: Session, once: Once) -> Response:
    """Have a test event sent to the agency by the channels that it has.

    When the agency has acknowledged it, the operator can let the agency go live.
    """
    return await once.answer(201, lambda: commands.send_test_event(session, agency_id))


@router.post(
    "/v1/agencies/{agency_id}/admission", response_model=AgencyView, dependencies=_OPERATOR
)
async def admit_agency(agency_id: UUID, session: Session, once: Once) -> Response:
    """Let an agency go live (the operator alone), after it has acknowledged a test event."""
    return await once.answer(200, lambda: commands.admit_agency(session, agency_id))


@router.post(
    "/v1/agencies/{agency_id}/suspension", response_model=AgencyView, dependencies=_OPERATOR
)
async def suspend_agency(agency_id: UUID, session: Session, once: Once) -> Response:
    """Suspend an agency (the operator alone): it gets no tokens, and those it has stop working.

    Nothing is lost: what it is to be sent waits.
    """
    return await once.answer(200, lambda: commands.suspend_agency(session, agency_id))


@router.post(
    "/v1/agencies/{agency_id}/resumption", response_model=AgencyView, dependencies=_OPERATOR
)
async def resume_agency(agency_id: UUID, session: Session, once: Once) -> Response:
    """Let a suspended agency use the exchange again (the operator alone)."""
    return await once.answer(200, lambda: commands.resume_agency(session, agency_id))
