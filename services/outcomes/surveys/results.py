"""Counting what came of a survey, without telling of anybody."""

from collections import Counter
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.statistics.shares import share_of
from services.outcomes.surveys.errors import NotForThisAgency, WordsNotYet
from services.outcomes.surveys.models import Survey, SurveyAnswers, SurveyMember
from services.outcomes.surveys.queries import RESPONDED, is_closed, show_survey, survey_for
from services.outcomes.surveys.suppression import SMALL, suppress
from services.outcomes.surveys.views import (
    AnswerResults,
    KindView,
    QuestionResults,
    SurveyResults,
    SurveyWords,
)
from services.outcomes.surveys.wording import wording
from shared.access.caller import Caller
from shared.access.tables import known_agencies
from shared.audit.append import record_access
from shared.errors import Denial
from shared.reference.agencies import AgencyKind
from shared.reference.surveys import DeclineReason, ResponseState
from shared.work import unseal


async def results_of(session: AsyncSession, caller: Caller, survey_id: UUID) -> SurveyResults:
    """Return what came of a survey, with what would tell of somebody left out."""
    survey = await survey_for(session, caller, survey_id)
    members = await _members(session, survey)
    states = Counter(_state(session, survey, row.state) for row in members if row.is_selected)
    responded = sum(states[state] for state in RESPONDED)
    still_there = states.total() - states[ResponseState.NO_LONGER_THERE]
    is_over = is_closed(session, survey) and responded >= SMALL
    return SurveyResults(
        survey=await show_survey(session, survey),
        states={state: states[state] for state in ResponseState},
        decline_reasons=_decline_reasons(members),
        responded=responded,
        response=responded / still_there if still_there else None,
        agency_kinds=_by_kind(members),
        questions=await _questions(session, survey, states.total()) if is_over else None,
    )


async def words_of(session: AsyncSession, caller: Caller, survey_id: UUID) -> SurveyWords:
    """Return what was written in own words, for who opened the survey.

    Raises `NotForThisAgency`, and `WordsNotYet` while it is open or where fewer than five wrote.
    """
    survey = await survey_for(session, caller, survey_id)
    if survey.opened_by_agency_id != caller.agency_id or caller.practitioner is None:
        denial = Denial("read_words", None, f"survey/{survey_id}", "opened by another agency")
        raise NotForThisAgency(denial=denial)
    query = select(SurveyAnswers).where(
        SurveyAnswers.survey_id == survey_id, SurveyAnswers.words.is_not(None)
    )
    kept = (await session.scalars(query.order_by(SurveyAnswers.answers_id))).all()
    if not is_closed(session, survey) or len(kept) < SMALL:
        raise WordsNotYet
    record_access(session, "read_words", None, subject=f"survey/{survey_id}")
    return SurveyWords(items=[unseal(session, one.words, one.place) for one in kept if one.words])


async def _members(session: AsyncSession, survey: Survey) -> list[Any]:
    query = (
        select(
            known_agencies.c.kind,
            SurveyMember.is_selected,
            SurveyMember.state,
            SurveyMember.decline_reason,
        )
        .join(known_agencies, known_agencies.c.agency_id == SurveyMember.agency_id)
        .where(SurveyMember.survey_id == survey.survey_id)
    )
    return list(await session.execute(query))


def _state(session: AsyncSession, survey: Survey, state: ResponseState) -> ResponseState:
    is_over = state is ResponseState.INVITED and is_closed(session, survey)
    return ResponseState.LAPSED if is_over else state


def _decline_reasons(members: list[Any]) -> dict[DeclineReason, int | None]:
    """Return why people would rather not answer; a reason is a view, so few are not shown."""
    given = Counter(row.decline_reason for row in members)
    return suppress({reason: given[reason] for reason in DeclineReason})


def _by_kind(members: list[Any]) -> list[KindView]:
    """Return the frame, those asked and those who responded, by the kind of their agency."""
    kinds = sorted({row.kind for row in members})
    frame = Counter(row.kind for row in members)
    asked = Counter(row.kind for row in members if row.is_selected)
    responded = Counter(row.kind for row in members if row.is_selected and row.state in RESPONDED)
    shown = [
        suppress({kind: counts[kind] for kind in kinds}) for counts in (frame, asked, responded)
    ]
    return [
        KindView(
            agency_kind=AgencyKind(kind),
            frame=shown[0][kind],
            selected=shown[1][kind],
            responded=shown[2][kind],
        )
        for kind in kinds
    ]


async def _questions(session: AsyncSession, survey: Survey, selected: int) -> list[QuestionResults]:
    query = select(SurveyAnswers.answers).where(SurveyAnswers.survey_id == survey.survey_id)
    said = (await session.scalars(query)).all()
    asks = wording(survey.wording)
    found = []
    for question in asks.questions:
        tally = Counter(answers.get(question.code) for answers in said)
        of = len(said) - tally[None]
        shown = suppress({code: tally[code] for code in asks.scales[question.scale]})
        found.append(
            QuestionResults(
                code=question.code,
                text=question.text,
                of=of,
                answers={code: _answer(count, of, selected) for code, count in shown.items()},
                left_out=tally[None],
            )
        )
    return found


def _answer(count: int | None, of: int, selected: int) -> AnswerResults:
    """Return an answer with its share of `of`, and of everyone who was selected."""
    if count is None:
        return AnswerResults(count=None)
    return AnswerResults(count=count, **dict(share_of(count, of, missing=selected - of)))
