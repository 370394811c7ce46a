"""What can be read of requests: by the agency that asked, the one that was asked, and the lead."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.clocks.models import Clock
from services.partners.clocks.queries import clocks_of
from services.partners.contributions.queries import answers_to
from services.partners.contributions.views import ContributionView
from services.partners.requests.lifecycle import RequestState
from services.partners.requests.models import Judgement, Request
from services.partners.requests.views import (
    ConsentView,
    DisclosureView,
    JudgementView,
    Particulars,
    RequestView,
)
from shared.access.caller import Caller
from shared.access.policy import Operation, Relation
from shared.access.tables import case_exclusions, known_agencies
from shared.access.visibility import Access, visible_to
from shared.audit.append import record_access
from shared.errors import NotFound
from shared.events.partners import RequestKind
from shared.pagination import Page, PageRequest, paginate
from shared.reference.agencies import AgencyKind
from shared.reference.targets import TargetCode
from shared.work import unseal

TARGETS: Mapping[RequestKind, TargetCode] = {
    RequestKind.INFORMATION: TargetCode.INFORMATION_GIVEN,
    RequestKind.CAUSE_ENQUIRY: TargetCode.ENQUIRY_REPORTED,
    RequestKind.ADVICE: TargetCode.ADVICE_GIVEN,
    RequestKind.ACTION: TargetCode.REQUEST_CARRIED_OUT,
}
"""The target that an answer to each kind of request follows."""

_Clocks = Mapping[tuple[UUID, TargetCode], Clock]


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


async def was_held(session: AsyncSession, case_id: UUID, agency_id: UUID) -> bool:
    """Tell whether a hold kept the agency from the case, lifted or not: its staff are accused."""
    query = select(
        exists().where(
            case_exclusions.c.case_id == case_id,
            case_exclusions.c.agency_id == agency_id,
            case_exclusions.c.is_hold,
        )
    )
    return bool(await session.scalar(query))


async def lock_request(session: AsyncSession, access: Access, request_id: UUID) -> Request:
    """Lock and return a request that the caller may read; raises `NotFound`."""
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
    return request


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
    return (await view_requests(session, access.caller.agency_id, [request]))[0]


async def list_requests(
    session: AsyncSession, access: Access, page: PageRequest
) -> Page[RequestView]:
    """Return the requests of a case that the caller may read, newest first."""
    agency_id = access.caller.agency_id
    found = await paginate(
        session,
        select(Request).where(Request.case_id == access.case_id, readable_by(access)),
        keys=(Request.made_at, Request.request_id),
        page=page,
        bound_to=f"requests:{access.case_id}:{agency_id}",
    )
    return Page(items=await view_requests(session, agency_id, found.rows), next=found.next)


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
    items = await view_requests(session, caller.agency_id, found.rows)
    return Page(items=items, next=found.next)


async def view_requests(
    session: AsyncSession, agency_id: UUID, requests: Sequence[Request]
) -> list[RequestView]:
    """Return requests as an agency that may read them does, each with what answers it."""
    ids = [request.request_id for request in requests]
    answers = await answers_to(session, agency_id, ids)
    clocks = await clocks_of(session, ids)
    judgements: dict[UUID, list[JudgementView]] = defaultdict(list)
    query = select(Judgement).where(Judgement.request_id.in_(ids))
    for kept in await session.scalars(query.order_by(Judgement.judged_at)):
        judgements[kept.request_id].append(_view_judgement(session, kept))
    return [
        _view(
            session,
            request,
            answers.get(request.request_id),
            clocks,
            judgements[request.request_id],
        )
        for request in requests
    ]


def _view(
    session: AsyncSession,
    request: Request,
    answer: ContributionView | None,
    clocks: _Clocks,
    judgements: list[JudgementView],
) -> RequestView:
    row = request.request_id
    text = _opened(session, request, "particulars")
    particulars = Particulars() if text is None else Particulars.model_validate_json(text)
    acknowledging = clocks.get((row, TargetCode.REQUEST_ACKNOWLEDGED))
    answering = clocks.get((row, TARGETS[request.kind]))
    return RequestView(
        request_id=row,
        case_id=request.case_id,
        kind=request.kind,
        state=request.state,
        asked_by_agency_id=request.asked_by_agency_id,
        asked_of_agency_id=request.asked_of_agency_id,
        legal_gateway=request.legal_gateway,
        consent=ConsentView(answer=request.consent, note=particulars.consent_note),
        purpose=unseal(session, request.purpose, f"requests.purpose:{row}"),
        question=unseal(session, request.question, f"requests.question:{row}"),
        enquiry=particulars.enquiry,
        board=particulars.board,
        police=particulars.police,
        acknowledge_by=acknowledging.due_at if acknowledging else None,
        target_due_at=answering.due_at if answering else request.target_due_at,
        target_missed_at=answering.missed_at if answering else None,
        made_at=request.made_at,
        acknowledged_at=request.acknowledged_at,
        settled_at=request.settled_at,
        decline_code=request.decline_code,
        decline_reason=_opened(session, request, "decline_reason"),
        withdrawal_reason=_opened(session, request, "withdrawal_reason"),
        disclosure=_view_disclosure(session, request),
        contribution=answer,
        judgements=judgements,
    )


def _opened(session: AsyncSession, request: Request, column: str) -> str | None:
    sealed = getattr(request, column)
    return unseal(session, sealed, f"requests.{column}:{request.request_id}") if sealed else None


def _view_disclosure(session: AsyncSession, request: Request) -> DisclosureView | None:
    reason = _opened(session, request, "disclosure_reason")
    if request.disclosure is None or reason is None:
        return None
    return DisclosureView(decision=request.disclosure, reason=reason)


def _view_judgement(session: AsyncSession, kept: Judgement) -> JudgementView:
    return JudgementView(
        quality=kept.quality,
        reason=unseal(session, kept.reason, f"answer_judgements.reason:{kept.judgement_id}"),
        target_due_at=kept.target_due_at,
        judged_at=kept.judged_at,
    )
