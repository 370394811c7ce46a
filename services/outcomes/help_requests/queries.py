"""Reading help: each agency its own, and the lead what it was asked."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.enquiries.views import PersonView, RecordedView
from services.outcomes.help_requests.models import (
    AskedOfWhom,
    HelpAnswer,
    Helped,
    HelpRequest,
    Question,
)
from services.outcomes.help_requests.views import (
    HelpAnswerView,
    HelpCounts,
    HelpRequestView,
    TopicCounts,
)
from services.outcomes.schema import unseal_narrative
from services.outcomes.statistics.period import Period
from shared.access.caller import Caller
from shared.access.relations import Relation
from shared.access.visibility import Access
from shared.errors import NotFound
from shared.figures.disclosure import SMALLEST_PUBLISHED
from shared.pagination import Page, PageRequest, paginate
from shared.reference.agencies import AgencyKind
from shared.reference.support_topics import SupportTopic


def _is_theirs(access: Access) -> ColumnElement[bool]:
    """Return the filter of what an agency asked itself, or was asked as the one that leads."""
    own = HelpRequest.recorded_by_agency_id == access.caller.agency_id
    if access.relation is not Relation.LEAD:
        return own
    return or_(own, HelpRequest.asked_of == AskedOfWhom.LEAD_AGENCY)


async def help_request_of(
    session: AsyncSession, access: Access, help_request_id: UUID
) -> HelpRequest:
    """Return a request that the caller may read; raises `NotFound` for any other."""
    query = select(HelpRequest).where(
        HelpRequest.case_id == access.case_id,
        HelpRequest.help_request_id == help_request_id,
        _is_theirs(access),
    )
    kept = await session.scalar(query.with_for_update())
    if kept is None:
        raise NotFound
    return kept


async def list_help_requests(
    session: AsyncSession, access: Access, page: PageRequest
) -> Page[HelpRequestView]:
    """Return what was asked on a case, the newest first."""
    found = await paginate(
        session,
        select(HelpRequest).where(HelpRequest.case_id == access.case_id, _is_theirs(access)),
        keys=(HelpRequest.help_request_id,),
        page=page,
        bound_to=f"help_requests:{access.case_id}:{access.caller.agency_id}",
    )
    return Page(items=[show(session, kept) for kept in found.rows], next=found.next)


def show(session: AsyncSession, kept: HelpRequest) -> HelpRequestView:
    """Return a request with its words, for callers whom the policy has let in."""
    asked = unseal_narrative(session, Question, kept.question, kept.question_row)
    return HelpRequestView(
        help_request_id=kept.help_request_id,
        case_id=kept.case_id,
        topic=kept.topic,
        prompt_code=kept.prompt_code,
        asked_of=kept.asked_of,
        question=asked.words,
        answer=_show_answer(session, kept),
        helped=kept.helped,
        recorded=RecordedView.of(kept),
    )


def _show_answer(session: AsyncSession, kept: HelpRequest) -> HelpAnswerView | None:
    if kept.answer is None or kept.answered_at is None or kept.answered_by_agency_id is None:
        return None
    told = unseal_narrative(session, HelpAnswer, kept.answer, kept.answer_row)
    return HelpAnswerView(
        words=told.words,
        given_by=PersonView.of(told.given_by),
        answered_at=kept.answered_at,
        agency_id=kept.answered_by_agency_id,
        practitioner_id=kept.answered_by_practitioner_id,
    )


async def count_help(session: AsyncSession, caller: Caller, period: Period) -> HelpCounts:
    """Return how often help was asked for on each topic, and what came of it.

    Of an agency's own practitioners; for a board of everybody's, where five requests or more tell
    of nobody.
    """
    is_board = caller.kind is AgencyKind.SAFEGUARDING_ADULTS_BOARD
    own = HelpRequest.recorded_by_agency_id == caller.agency_id
    whose = HelpRequest.synthetic == caller.synthetic if is_board else own
    query = (
        select(HelpRequest.topic, *(count.label(name) for name, count in _COUNTS.items()))
        .where(whose, period.includes(HelpRequest.recorded_at))
        .group_by(HelpRequest.topic)
    )
    found = {row.topic: row._asdict() for row in (await session.execute(query)).all()}
    topics = []
    for topic in SupportTopic:
        counts = found.get(topic, dict.fromkeys(_COUNTS, 0))
        if is_board and counts["asked"] < SMALLEST_PUBLISHED:
            counts = dict.fromkeys(_COUNTS)
        topics.append(TopicCounts(**(counts | {"topic": topic})))
    return HelpCounts(topics=topics)


def _times(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


_ANSWERED = HelpRequest.answered_at.is_not(None)
_COUNTS: dict[str, ColumnElement[int]] = {
    "asked": func.count(),
    "asked_of_lead": _times(HelpRequest.asked_of == AskedOfWhom.LEAD_AGENCY),
    "answered": _times(_ANSWERED),
    "helped": _times(HelpRequest.helped == Helped.YES),
    "helped_partly": _times(HelpRequest.helped == Helped.PARTLY),
    "did_not_help": _times(HelpRequest.helped == Helped.NO),
    "too_soon_to_say": _times(HelpRequest.helped == Helped.TOO_SOON_TO_SAY),
    "not_judged": _times(and_(_ANSWERED, HelpRequest.helped.is_(None))),
}
