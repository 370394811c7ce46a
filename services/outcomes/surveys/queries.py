"""Reading surveys: those that ask the caller, and what came of each without telling of anybody."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.surveys.models import NOBODY_NAMED, Survey, SurveyMember
from services.outcomes.surveys.views import (
    MySurveysView,
    MySurveyView,
    QuestionView,
    SurveyView,
)
from services.outcomes.surveys.wording import wording
from shared.access.caller import Caller, Role
from shared.clock import london_date
from shared.errors import Denial, NotFound
from shared.pagination import Page, PageRequest, paginate
from shared.reference.surveys import ResponseState, SurveyKind
from shared.work import now

RESPONDED = (ResponseState.ANSWERED, ResponseState.ANSWERED_IN_PART)


async def my_surveys(session: AsyncSession, caller: Caller) -> MySurveysView:
    """Return the open surveys that ask the caller and that the caller has not answered."""
    query = _asking(session, caller).where(SurveyMember.state.not_in(RESPONDED))
    rows = await session.execute(query.order_by(Survey.survey_id))
    return MySurveysView(items=[_show_mine(survey, member) for survey, member in rows.all()])


async def asked(
    session: AsyncSession, caller: Caller, survey_id: UUID
) -> tuple[Survey, SurveyMember]:
    """Return an open survey that asks the caller, locked for them; raises `NotFound`."""
    query = _asking(session, caller).where(Survey.survey_id == survey_id)
    found = (await session.execute(query.with_for_update(of=SurveyMember))).one_or_none()
    if found is None:
        raise NotFound(denial=Denial("answer_survey", None, f"survey/{survey_id}", "not asked"))
    return found[0], found[1]


async def my_survey(session: AsyncSession, caller: Caller, survey_id: UUID) -> MySurveyView:
    """Return an open survey that asks the caller, to be shown; raises `NotFound`."""
    return _show_mine(*await asked(session, caller, survey_id))


async def list_surveys(
    session: AsyncSession, caller: Caller, page: PageRequest
) -> Page[SurveyView]:
    """Return the surveys of the caller's world, the newest first."""
    found = await paginate(
        session,
        select(Survey).where(Survey.synthetic == caller.synthetic),
        keys=(Survey.survey_id,),
        page=page,
        bound_to=f"surveys:{caller.agency_id}",
    )
    return Page(items=[await show_survey(session, one) for one in found.rows], next=found.next)


async def show_survey(session: AsyncSession, survey: Survey) -> SurveyView:
    """Show a survey with its frame, whom it asks left out."""
    counted = select(func.count(), func.count().filter(SurveyMember.is_selected)).where(
        SurveyMember.survey_id == survey.survey_id
    )
    frame, selected = (await session.execute(counted)).one()
    return SurveyView(
        is_closed=is_closed(session, survey),
        frame=frame,
        selected=selected,
        **{name: getattr(survey, name) for name in _AS_KEPT},
    )


_AS_KEPT = (
    "survey_id",
    "kind",
    "opened_by_agency_id",
    "opened_at",
    "period_from",
    "period_to",
    "closes_on",
    "wording",
    "selection",
    "sample_size",
    "seed",
    "agencies_naming_nobody",
)


async def survey_for(session: AsyncSession, caller: Caller, survey_id: UUID) -> Survey:
    """Return a survey of the caller's world; raises `NotFound`."""
    query = select(Survey).where(
        Survey.survey_id == survey_id, Survey.synthetic == caller.synthetic
    )
    survey = await session.scalar(query)
    if survey is None:
        raise NotFound
    return survey


def is_closed(session: AsyncSession, survey: Survey) -> bool:
    """Tell whether its last day is over."""
    return survey.closes_on < london_date(now(session))


def _asking(session: AsyncSession, caller: Caller) -> Select[Survey, SurveyMember]:
    """Return the open surveys that ask the person who calls, or the agency if it is its lead."""
    today = london_date(now(session))
    return (
        select(Survey, SurveyMember)
        .join(SurveyMember, SurveyMember.survey_id == Survey.survey_id)
        .where(
            Survey.closes_on >= today,
            SurveyMember.agency_id == caller.agency_id,
            SurveyMember.is_selected,
            _is_addressed_to(caller),
        )
    )


def _is_addressed_to(caller: Caller) -> ColumnElement[bool]:
    person = caller.practitioner
    named = and_(
        Survey.kind == SurveyKind.PRACTITIONERS,
        SurveyMember.practitioner_id == (person.id if person else None),
    )
    if person is None or person.role is not Role.SAFEGUARDING_LEAD:
        return named
    return or_(
        named,
        and_(Survey.kind == SurveyKind.MSP_LEADS, SurveyMember.practitioner_id == NOBODY_NAMED),
    )


def _show_mine(survey: Survey, member: SurveyMember) -> MySurveyView:
    asks = wording(survey.wording)
    return MySurveyView(
        survey_id=survey.survey_id,
        kind=survey.kind,
        title=asks.title,
        intro=asks.intro,
        period_from=survey.period_from,
        period_to=survey.period_to,
        closes_on=survey.closes_on,
        state=member.state,
        questions=tuple(
            QuestionView(code=one.code, text=one.text, answers=asks.scales[one.scale])
            for one in asks.questions
        ),
        words=asks.words,
    )
