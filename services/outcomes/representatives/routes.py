"""What can be called about representatives."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.outcomes.representatives import commands, queries
from services.outcomes.representatives.views import (
    NewRepresentative,
    NewRepresentativeEnd,
    RepresentativesView,
    RepresentativeView,
)
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed
from shared.http.once import Once
from shared.http.session import Session
from shared.http.strict_route import StrictRoute

router = APIRouter(
    prefix="/outcomes/v1/cases/{case_id}/representatives",
    route_class=StrictRoute,
    tags=["representatives"],
)

Recording = Annotated[Access, Depends(allowed(Operation.RECORD_REPRESENTATIVE))]


@router.post("", status_code=201, response_model=RepresentativeView)
async def record_representative(
    body: NewRepresentative, access: Recording, session: Session, once: Once
) -> Response:
    """Record who speaks for or with the adult, by what right, and whether the document was seen.

    Whoever is said to be a source of risk can't. Say who checked; until somebody has, the record
    says so and nobody acts on it.
    """
    return await once.answer(201, lambda: commands.record_representative(session, access, body))


@router.get("")
async def list_representatives(
    access: Annotated[Access, Depends(allowed(Operation.READ_REPRESENTATION))], session: Session
) -> RepresentativesView:
    """List who speaks or spoke for the adult, the newest first."""
    return await queries.list_representatives(session, access.case_id)


@router.post("/{representative_id}/ending", status_code=201, response_model=RepresentativeView)
async def end_representative(
    representative_id: UUID,
    body: NewRepresentativeEnd,
    access: Recording,
    session: Session,
    once: Once,
) -> Response:
    """Say why somebody no longer speaks for the adult, above all where they are now accused."""
    return await once.answer(
        201, lambda: commands.end_representative(session, access, representative_id, body)
    )
