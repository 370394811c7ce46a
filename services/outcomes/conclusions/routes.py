"""What can be called about the enquiry as a whole."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from services.outcomes.conclusions import commands, queries
from services.outcomes.conclusions.views import (
    EnquiryView,
    NewConclusion,
    Reopening,
    RevisedFindings,
)
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed
from shared.http.once import Once
from shared.http.preconditions import IfMatch, etag
from shared.http.session import Session
from shared.http.strict_route import StrictRoute

router = APIRouter(
    prefix="/outcomes/v1/cases/{case_id}", route_class=StrictRoute, tags=["enquiries"]
)


@router.get("/enquiry")
async def read_enquiry(
    access: Annotated[Access, Depends(allowed(Operation.READ_ENQUIRY))],
    session: Session,
    response: Response,
) -> EnquiryView:
    """Read an enquiry: what the adult wants, what limits it, and every judge's verdict."""
    whole = await queries.read_enquiry(session, access.case_id)
    view = queries.disclose_enquiry(whole, access.relation)
    response.headers["ETag"] = etag(view.version)
    return view


@router.post("/conclusion", status_code=201, response_model=EnquiryView)
async def conclude(
    body: NewConclusion,
    access: Annotated[Access, Depends(allowed(Operation.CONCLUDE))],
    session: Session,
    once: Once,
) -> Response:
    """Conclude the enquiry; the lead agency alone may, and once unless it is opened again.

    Whether the adult was asked, and whether what they wanted came about, follows from the
    conversations and verdicts by the rules of the Safeguarding Adults Collection. What of its
    other answers is left out is named as a gap, and can be filled later.
    """
    return await once.answer(201, lambda: commands.conclude(session, access, body))


@router.put("/conclusion")
async def complete_conclusion(
    body: RevisedFindings,
    access: Annotated[Access, Depends(allowed(Operation.COMPLETE_CONCLUSION))],
    session: Session,
    seen: IfMatch,
    response: Response,
) -> EnquiryView:
    """Fill the gaps of a conclusion, or put its findings right; earlier versions are kept.

    Takes the ETag of the enquiry. Verdicts and the result stay as they are.
    """
    view = await commands.complete_conclusion(session, access, body, seen=seen)
    response.headers["ETag"] = etag(view.version)
    return view


@router.post("/reopening", status_code=201, response_model=EnquiryView)
async def reopen_enquiry(
    body: Reopening,
    access: Annotated[Access, Depends(allowed(Operation.REOPEN_ENQUIRY))],
    session: Session,
    once: Once,
) -> Response:
    """Open a concluded enquiry again; a named person of the lead agency does, and says why.

    The earlier conclusion can still be read, and counts no longer. Verdicts stay as given.
    """
    return await once.answer(201, lambda: commands.reopen_enquiry(session, access, body))
