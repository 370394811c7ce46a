"""Surveys of practitioners and of agencies' leads: what systems call, and pages for people.

What is answered on a page is kept by the same command as through the API.
"""

from http import HTTPStatus
from pathlib import Path
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from services.outcomes.surveys import commands, queries, results
from services.outcomes.surveys.filling_in import WORDS, filled_in
from services.outcomes.surveys.views import (
    LeaverReceipt,
    MySurveysView,
    MySurveyView,
    NewAnswers,
    NewLeaver,
    NewRefusal,
    NewSurvey,
    ResponseReceipt,
    SurveyResults,
    SurveyView,
    SurveyWords,
)
from shared.access.caller import Caller, Scope
from shared.http.callers import calling
from shared.http.once import Once
from shared.http.pages import PageQuery
from shared.http.session import Session
from shared.http.strict_route import StrictRoute
from shared.pages.forms import Form, FormError, read_form
from shared.pages.rendering import HEADERS, Pages
from shared.pages.route import PageRoute
from shared.pages.signed_in import named_in_header
from shared.pagination import Page
from shared.reference.surveys import DeclineReason

router = APIRouter(prefix="/outcomes/v1", route_class=StrictRoute, tags=["surveys"])

_LIST = "/outcomes/surveys"
_ONE, _REFUSAL, _DONE = "/{survey_id}", "/{survey_id}/refusal", "/done"
pages = APIRouter(
    prefix=_LIST,
    route_class=PageRoute,
    include_in_schema=False,
    dependencies=[Depends(named_in_header)],
)
_shell = Pages(Path(__file__).parent / "templates")

Writing = Annotated[Caller, Depends(calling(Scope.OUTCOMES_WRITE))]
Answering = Annotated[Caller, Depends(calling(Scope.SURVEYS_ANSWER))]
Counting = Annotated[Caller, Depends(calling(Scope.STATISTICS_READ))]


async def asked(survey_id: UUID, caller: Answering, session: Session) -> UUID:
    """Return the id of an open survey that asks the caller, before any answer is repeated."""
    await queries.asked(session, caller, survey_id)
    return survey_id


Asked = Annotated[UUID, Depends(asked)]


@router.post("/surveys", status_code=201, response_model=SurveyView)
async def open_survey(body: NewSurvey, caller: Writing, session: Session, once: Once) -> Response:
    """Open a survey of who acted on cases in a period, or of every agency's safeguarding lead.

    A council asks those who acted on the cases that it leads, a board those of all. Whom it may
    ask comes from the record, in every agency, and is frozen now.
    """
    return await once.answer(
        201,
        lambda: commands.open_survey(session, caller, body),
        location=lambda view: f"/outcomes/v1/surveys/{view.survey_id}/results",
    )


@router.get("/surveys")
async def list_surveys(caller: Counting, session: Session, page: PageQuery) -> Page[SurveyView]:
    """List the surveys on this exchange, the newest first, each with its frame."""
    return await queries.list_surveys(session, caller, page)


@router.get("/surveys/{survey_id}/results")
async def show_results(survey_id: UUID, caller: Counting, session: Session) -> SurveyResults:
    """Read what came of a survey: everybody's is the same, and nobody can be told by it.

    What was answered follows after the last day. Small numbers are null, and so is what would
    give them away. Practitioners and leads are never added up.
    """
    return await results.results_of(session, caller, survey_id)


@router.get("/surveys/{survey_id}/words")
async def read_words(survey_id: UUID, caller: Counting, session: Session) -> SurveyWords:
    """Read what people wrote in their own words, after the last day, as who opened the survey.

    Check before you quote: somebody may have named themselves, or an adult.
    """
    return await results.words_of(session, caller, survey_id)


@router.post("/surveys/leavers", status_code=201, response_model=LeaverReceipt)
async def note_leaver(body: NewLeaver, caller: Writing, session: Session, once: Once) -> Response:
    """Say that a practitioner has left your agency; your safeguarding lead does.

    You are not told whether a survey asks them. Who answers all the same is counted.
    """
    return await once.answer(201, lambda: commands.note_leaver(session, caller, body))


@router.get("/my-surveys")
async def list_my_surveys(caller: Answering, session: Session) -> MySurveysView:
    """List the open surveys that ask the practitioner you act for, with their questions.

    A safeguarding lead also finds those that ask the agency.
    """
    return await queries.my_surveys(session, caller)


@router.post("/my-surveys/{survey_id}/answers", status_code=201, response_model=ResponseReceipt)
async def answer(
    survey_id: Asked, body: NewAnswers, caller: Answering, session: Session, once: Once
) -> Response:
    """Answer, once and for good. Any question can be left out; no name is kept with it."""
    return await once.answer(201, lambda: commands.answer(session, caller, survey_id, body))


@router.post("/my-surveys/{survey_id}/refusal", status_code=201, response_model=ResponseReceipt)
async def decline(
    survey_id: Asked, body: NewRefusal, caller: Answering, session: Session, once: Once
) -> Response:
    """Say that you would rather not answer. You can think better of it until the last day."""
    return await once.answer(201, lambda: commands.decline(session, caller, survey_id, body))


@pages.get("")
async def show_surveys(request: Request, caller: Answering, session: Session) -> Response:
    """List the open surveys that ask the reader."""
    mine = await queries.my_surveys(session, caller)
    return _shell.answer(request, "surveys/list.html", surveys=mine.items)


@pages.get(_DONE)
async def say_thanks(request: Request, caller: Answering) -> Response:  # noqa: ARG001 - signed in
    """Say that it is kept."""
    return _shell.answer(request, "surveys/done.html")


@pages.get(_ONE)
async def show_survey(
    survey_id: UUID, request: Request, caller: Answering, session: Session
) -> Response:
    """Show every question of a survey."""
    survey = await queries.my_survey(session, caller, survey_id)
    return _show(request, survey, Form({}), ())


@pages.post(_ONE)
async def answer_on_page(
    survey_id: UUID, request: Request, caller: Answering, session: Session
) -> Response:
    """Keep the answers, or show what is wrong beside what was filled in."""
    survey = await queries.my_survey(session, caller, survey_id)
    form = await read_form(request, {*(one.code for one in survey.questions), WORDS})
    new = filled_in(survey, form)
    if isinstance(new, FormError):
        return _show(request, survey, form, (new,))
    await commands.answer(session, caller, survey_id, new)
    return RedirectResponse(f"{_LIST}{_DONE}", HTTPStatus.SEE_OTHER, HEADERS)


@pages.post(_REFUSAL)
async def decline_on_page(
    survey_id: UUID, request: Request, caller: Answering, session: Session
) -> Response:
    """Keep that the reader would rather not answer."""
    form = await read_form(request, {"reason"})
    said = form.one("reason")
    reason = DeclineReason(said) if said in set(DeclineReason) else DeclineReason.NOT_GIVEN
    await commands.decline(session, caller, survey_id, NewRefusal(reason=reason))
    return RedirectResponse(f"{_LIST}{_DONE}", HTTPStatus.SEE_OTHER, HEADERS)


def _show(
    request: Request, survey: MySurveyView, form: Form, errors: tuple[FormError, ...]
) -> Response:
    return _shell.answer(
        request,
        "surveys/survey.html",
        status=HTTPStatus.BAD_REQUEST if errors else HTTPStatus.OK,
        survey=survey,
        form=form,
        errors=errors,
        reasons=[reason for reason in DeclineReason if reason is not DeclineReason.NOT_GIVEN],
    )
