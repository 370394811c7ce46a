"""The adult of a case over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from services.intake.adults.views import NewAdult
from services.intake.identities import commands, queries
from services.intake.identities.views import (
    AdultRecord,
    EarlierRecords,
    Matches,
    NewMerger,
    NewSeparation,
)
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.http.callers import allowed
from shared.http.once import Once
from shared.http.preconditions import IfMatch, etag
from shared.http.session import Session
from shared.http.strict_route import StrictRoute

router = APIRouter(
    prefix="/intake/v1/cases/{case_id}/adult", route_class=StrictRoute, tags=["adults"]
)

Describing = Annotated[Access, Depends(allowed(Operation.DESCRIBE_ADULT))]
Matching = Annotated[Access, Depends(allowed(Operation.MATCH_ADULT))]


@router.get("")
async def read_adult(
    access: Annotated[Access, Depends(allowed(Operation.READ_CONCERN))],
    session: Session,
    response: Response,
) -> AdultRecord:
    """Read who the adult of a case is, with the ETag to describe them anew by.

    What the collection counts people by is the lead agency's, and so is where the adult lives
    where that is withheld.
    """
    record = await queries.read_adult(session, access)
    response.headers["ETag"] = etag(record.version)
    return record


@router.put("")
async def describe_adult(
    body: NewAdult, access: Describing, session: Session, seen: IfMatch, response: Response
) -> AdultRecord:
    """Put right who the adult is: the whole of it. Lead only.

    How they were described before is kept. The parties are told to read it anew, and whether the
    NHS number is another one; never the number itself.
    """
    record = await commands.describe_adult(session, access, body, seen=seen)
    response.headers["ETag"] = etag(record.version)
    return record


@router.get("/earlier")
async def read_earlier_descriptions(access: Describing, session: Session) -> EarlierRecords:
    """Read how the adult was described before, the latest first. Lead only."""
    return EarlierRecords(items=tuple(await queries.read_earlier(session, access)))


@router.get("/matches")
async def find_matches(access: Matching, session: Session) -> Matches:
    """Find the other cases you lead whose adult may be the same person. A named person only.

    An NHS number counts where a name, a date of birth or a postcode agrees with it; without one,
    two of those three. It is a hint: no record is ever merged by itself.
    """
    return Matches(items=tuple(await queries.find_matches(session, access)))


@router.post("/merger", status_code=201, response_model=Matches)
async def merge_adults(body: NewMerger, access: Matching, session: Session, once: Once) -> Response:
    """Say that the adult of another case you lead is this person. A named person only.

    Both cases stay as they are, each with its own description, parties and holds. From now on the
    two count as one person.
    """

    async def merge() -> Matches:
        return Matches(items=tuple(await commands.merge_adults(session, access, body)))

    return await once.answer(201, merge)


@router.post("/separation", status_code=201, response_model=Matches)
async def separate_adult(
    body: NewSeparation, access: Matching, session: Session, once: Once
) -> Response:
    """Say that the adult is nobody else after all. A named person only."""

    async def separate() -> Matches:
        return Matches(items=tuple(await commands.separate_adult(session, access, body)))

    return await once.answer(201, separate)
