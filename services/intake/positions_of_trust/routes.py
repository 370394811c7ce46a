"""Allegations against people in positions of trust, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.intake.positions_of_trust import commands, queries
from services.intake.positions_of_trust.views import (
    NewClosure,
    NewDisclosureDecision,
    NewLink,
    NewPositionOfTrust,
    NewThresholdDecision,
    PositionOfTrustReceipt,
    PositionOfTrustView,
)
from shared.access.caller import Caller, Scope
from shared.http.callers import calling
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pagination import Page

router = APIRouter(
    prefix="/intake/v1/positions-of-trust", route_class=StrictRoute, tags=["positions of trust"]
)

Raising = Annotated[Caller, Depends(calling(Scope.CONCERNS_WRITE))]
Reading = Annotated[Caller, Depends(calling(Scope.CONCERNS_READ))]
Deciding = Annotated[Caller, Depends(calling(Scope.DECISIONS_WRITE))]


async def known(record_id: UUID, caller: Deciding, session: Session) -> UUID:
    """Return the id of a record that the caller may know of, before any answer is repeated."""
    await queries.record_for(session, caller, record_id)
    return record_id


Known = Annotated[UUID, Depends(known)]


@router.post("", status_code=201, response_model=PositionOfTrustReceipt)
async def raise_position_of_trust(
    body: NewPositionOfTrust, caller: Raising, session: Session, once: Once
) -> Response:
    """Raise an allegation against a person in a position of trust, where no adult is known.

    It begins no case and is told to nobody: the safeguarding leads of the council read it, and
    you read what you sent. It counts in no figure about what adults wanted.
    """
    return await once.answer(
        201,
        lambda: commands.raise_position_of_trust(session, caller, body),
        location=lambda receipt: f"/intake/v1/positions-of-trust/{receipt.record_id}",
    )


@router.get("")
async def list_positions_of_trust(
    caller: Reading, session: Session, page: PageQuery
) -> Page[PositionOfTrustView]:
    """List the records that you lead or raised yourself, the newest first."""
    return await queries.list_positions(session, caller, page)


@router.get("/{record_id}")
async def read_position_of_trust(
    record_id: UUID, caller: Reading, session: Session
) -> PositionOfTrustView:
    """Read one record. What was done about it is null for who raised it."""
    return await queries.read_position(session, caller, record_id)


@router.post("/{record_id}/decision", status_code=201, response_model=PositionOfTrustView)
async def decide_threshold(
    record_id: Known, body: NewThresholdDecision, caller: Deciding, session: Session, once: Once
) -> Response:
    """Decide what to do with the allegation, or decide anew. A safeguarding lead of the council."""
    return await once.answer(
        201, lambda: commands.decide_threshold(session, caller, record_id, body)
    )


@router.post("/{record_id}/disclosures", status_code=201, response_model=PositionOfTrustView)
async def decide_disclosure(
    record_id: Known, body: NewDisclosureDecision, caller: Deciding, session: Session, once: Once
) -> Response:
    """Write down whether an employer or another is told, and why. The exchange tells nobody."""
    return await once.answer(
        201, lambda: commands.decide_disclosure(session, caller, record_id, body)
    )


@router.post("/{record_id}/cases", status_code=201, response_model=PositionOfTrustView)
async def link_case(
    record_id: Known, body: NewLink, caller: Deciding, session: Session, once: Once
) -> Response:
    """Link a case that your council leads, once an adult at risk is known."""
    return await once.answer(201, lambda: commands.link_case(session, caller, record_id, body))


@router.post("/{record_id}/closure", status_code=201, response_model=PositionOfTrustView)
async def close_position_of_trust(
    record_id: Known, body: NewClosure, caller: Deciding, session: Session, once: Once
) -> Response:
    """Say how the allegation ended."""
    return await once.answer(201, lambda: commands.close(session, caller, record_id, body))
