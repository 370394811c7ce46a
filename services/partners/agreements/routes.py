"""What can be called about sharing agreements."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from services.partners.agreements import commands, queries
from services.partners.agreements.terms import AgreementState
from services.partners.agreements.views import AgreementView, Ending, NewAgreement
from shared.access.caller import Caller, Scope
from shared.http.callers import calling
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page

router = APIRouter(prefix="/partners/v1/agreements", route_class=StrictRoute, tags=["agreements"])

Making = Annotated[Caller, Depends(calling(Scope.PARTIES_WRITE))]
Reading = Annotated[Caller, Depends(calling(Scope.PARTIES_READ))]


@router.post("", status_code=201, response_model=AgreementView)
async def make_agreement(
    body: NewAgreement, caller: Making, session: Session, once: Once
) -> Response:
    """Agree what your council shares with an agency of the cases it leads.

    For a safeguarding lead of a council. A party is sent only the events that an agreement in
    force covers, and only the fields it shares; the lead agency, the agency that raised the
    concern and an invited agency are told theirs without one. Terms are never changed: end the
    agreement and make another.
    """
    return await once.answer(
        201,
        lambda: commands.make_agreement(session, caller, body),
        location=lambda view: f"/partners/v1/agreements/{view.agreement_id}",
    )


@router.get("")
async def list_agreements(
    caller: Reading,
    session: Session,
    page: PageQuery,
    state: Annotated[AgreementState | None, Query(description="Left out: all.")] = None,
) -> Page[AgreementView]:
    """List the agreements that your agency made or that were made with it, the newest first."""
    return await queries.list_agreements(session, caller, state, page)


@router.get("/{agreement_id}")
async def read_agreement(agreement_id: UUID, caller: Reading, session: Session) -> AgreementView:
    """Read one agreement of your agency's."""
    return await queries.read_agreement(session, caller, agreement_id)


@router.post("/{agreement_id}/ending", response_model=AgreementView)
async def end_agreement(
    agreement_id: UUID, body: Ending, caller: Making, session: Session, once: Once
) -> Response:
    """End an agreement before it runs out, as the council that made it, with a reason.

    From the moment of the answer nothing more is sent under it, on any channel.
    """
    return await once.answer(
        200, lambda: commands.end_agreement(session, caller, agreement_id, body)
    )
