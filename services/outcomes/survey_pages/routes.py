"""The pages of surveys: what asks the reader, one survey to answer or to decline, and thanks.

What is said is kept by the same command as through the API, and nobody is named with it.
"""

from http import HTTPStatus
from pathlib import Path
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from services.outcomes.surveys import commands, queries
from services.outcomes.surveys.views import MySurveyView, NewAnswers, NewRefusal
from shared.access.caller import Caller, Scope
from shared.http.callers import calling
from shared.http.session import Session
from shared.pages.forms import Form, FormError, read_form
from shared.pages.rendering import HEADERS, Pages
from shared.pages.route import PageRoute
from shared.pages.signed_in import named_in_header
from shared.reference.surveys import DeclineReason

_LIST = "/outcomes/surveys"
_ONE, _REFUSAL, _DONE = "/{survey_id}", "/{survey_id}/refusal", "/done"
_WORDS = "words"

router = APIRouter(
    prefix=_LIST,
    route_class=PageRoute,
    include_in_schema=False,
    dependencies=[Depends(named_in_header)],
)
_pages = Pages(Path(__file__).parent / "templates")

Answering = Annotated[Caller, Depends(calling(Scope.SURVEYS_ANSWER))]


@router.get("")
async def list_surveys(request: Request, caller: Answering, session: Session) -> Response:
    """List the open surveys that ask the reader."""
    mine = await queries.my_surveys(session, caller)
    return _pages.answer(request, "surveys/list.html", surveys=mine.items)


@router.get(_DONE)
async def say_thanks(request: Request, caller: Answering) -> Response:  # noqa: ARG001 - signed in
    """Say that it is kept."""
    return _pages.answer(request, "surveys/done.html")


@router.get(_ONE)
async def ask(survey_id: UUID, request: Request, caller: Answering, session: Session) -> Response:
    """Show every question of a survey."""
    survey = await queries.my_survey(session, caller, survey_id)
    return _show(request, survey, Form({}), ())


@router.post(_ONE)
async def answer(
    survey_id: UUID, request: Request, caller: Answering, session: Session
) -> Response:
    """Keep the answers, or show what is wrong beside what was filled in."""
    survey = await queries.my_survey(session, caller, survey_id)
    form = await read_form(request, {*(one.code for one in survey.questions), _WORDS})
    new = _answers(survey, form)
    if isinstance(new, FormError):
        return _show(request, survey, form, (new,))
    await commands.answer(session, caller, survey_id, new)
    return RedirectResponse(f"{_LIST}{_DONE}", HTTPStatus.SEE_OTHER, HEADERS)


@router.post(_REFUSAL)
async def decline(
    survey_id: UUID, request: Request, caller: Answering, session: Session
) -> Response:
    """Keep that the reader would rather not answer."""
    form = await read_form(request, {"reason"})
    said = form.one("reason")
    reason = DeclineReason(said) if said in set(DeclineReason) else DeclineReason.NOT_GIVEN
    await commands.decline(session, caller, survey_id, NewRefusal(reason=reason))
    return RedirectResponse(f"{_LIST}{_DONE}", HTTPStatus.SEE_OTHER, HEADERS)


def _answers(survey: MySurveyView, form: Form) -> NewAnswers | FormError:
    """Return what was filled in, or what is wrong with it."""
    said = {one.code: form.one(one.code) for one in survey.questions if form.one(one.code)}
    for one in survey.questions:
        if one.code in said and said[one.code] not in one.answers:
            return FormError(one.code, "Choose one of the answers, or leave the question out")
    words = form.one(_WORDS).strip() or None
    if not said and words is None:
        return FormError(survey.questions[0].code, "Answer at least one question")
    try:
        return NewAnswers(answers=said, words=words)
    except ValidationError:
        return FormError(_WORDS, "That is too long, or holds characters that can't be kept")


def _show(
    request: Request, survey: MySurveyView, form: Form, errors: tuple[FormError, ...]
) -> Response:
    return _pages.answer(
        request,
        "surveys/survey.html",
        status=HTTPStatus.BAD_REQUEST if errors else HTTPStatus.OK,
        survey=survey,
        form=form,
        errors=errors,
        reasons=[reason for reason in DeclineReason if reason is not DeclineReason.NOT_GIVEN],
    )
