"""The pages on which somebody without an account says what it was like.

They say in no title and no address what they are about. Looking at one changes nothing: whoever
scans messages for links uses nothing up. The key is in the address of the first page only; from
there on a cookie of these pages' own, sealed and good for two hours, says which invitation it is.
"""

from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import TypeAdapter, ValidationError

from services.outcomes.answering import commands
from services.outcomes.answering.begun import as_cookie, begin_now, from_cookie
from services.outcomes.answering.views import Begun, Filled
from services.outcomes.answering.wording import wording
from services.outcomes.experience.commands import PAGES
from services.outcomes.experience.models import Invitation
from shared.http.inputs import Words
from shared.http.session import Session
from shared.pages.cookie import is_secure
from shared.pages.forms import Form, FormError, read_form
from shared.pages.rendering import HEADERS, Pages
from shared.pages.route import PageRoute
from shared.reference.experience import (
    CHOICES,
    ExperienceAnswer,
    Question,
    Respondent,
    Variant,
)

LONGEST_WORDS = 5000
_COOKIE = "views"
_QUESTIONS = tuple(Question)
_WORDS_PAGE = len(_QUESTIONS) + 1
_PAGES = {str(number): number for number in range(1, _WORDS_PAGE + 1)}
_WORDS: TypeAdapter[str] = TypeAdapter(Words)

_CODE, _PAPER = PAGES, f"{PAGES}/q/paper"
_CHECK, _DONE, _ONE = f"{PAGES}/q/check", f"{PAGES}/q/done", f"{PAGES}/q/{{number}}"
_KEY = f"{PAGES}/{{key}}"
PUBLIC = frozenset({_CODE, _PAPER, _CHECK, _DONE, _ONE, _KEY})
"""Whoever holds the key, or nobody: there is no account behind them."""

pages = APIRouter(route_class=PageRoute, include_in_schema=False)
_shell = Pages(Path(__file__).parent / "templates")

InVariant = Annotated[Variant | None, Query(alias="version")]


@pages.get(_CODE)
async def ask_for_code(request: Request, version: InVariant = None) -> Response:
    """Show where the code from a letter is typed."""
    return _page(request, "code.html", version or Variant.ENGLISH)


@pages.post(_CODE)
async def take_code(request: Request, session: Session) -> Response:
    """Begin with a code, or say that it opens nothing."""
    form = await read_form(request, {"code", "version"})
    variant = _variant(form)
    said = wording(variant).text
    code = form.one("code").strip()
    invitation = await commands.find_invitation(session, code) if code else None
    if invitation is None:
        message = said["code_error"] if code else said["code_missing"]
        errors = (FormError("code", message),)
        status = HTTPStatus.NOT_FOUND if code else HTTPStatus.BAD_REQUEST
        return _page(request, "code.html", variant, errors=errors, status=status)
    return await _begin(request, session, invitation, variant)


@pages.get(_PAPER)
async def print_form(
    request: Request, version: InVariant = None, of: Respondent = Respondent.ADULT
) -> Response:
    """Show every question on one page, to print and to put into a letter."""
    return _page(request, "paper.html", version or Variant.ENGLISH, respondent=of, choices=CHOICES)


@pages.get(_CHECK)
async def check_answers(request: Request, session: Session, version: InVariant = None) -> Response:
    """Show what has been filled in, before it is sent."""
    begun = _begun(request, session)
    invitation = await commands.reopen_invitation(session, begun.invitation_id) if begun else None
    if begun is None or invitation is None:
        return _pause(request, begun)
    filled = await commands.draft_of(session, invitation)
    return _continued(request, session, begun, version, "check.html", filled=filled)


@pages.post(_CHECK)
async def send_answers(request: Request, session: Session) -> Response:
    """Send what was filled in, once and for good."""
    begun = _begun(request, session)
    invitation = await commands.reopen_invitation(session, begun.invitation_id) if begun else None
    if begun is None or invitation is None:
        return _pause(request, begun)
    filled = await commands.draft_of(session, invitation)
    if filled.is_empty:
        return RedirectResponse(_CHECK, HTTPStatus.SEE_OTHER, HEADERS)
    await commands.send_answers(session, invitation, begun.variant)
    answer = RedirectResponse(f"{_DONE}?version={begun.variant}", HTTPStatus.SEE_OTHER, HEADERS)
    answer.delete_cookie(_COOKIE, path=PAGES)
    return answer


@pages.get(_DONE)
async def say_thanks(request: Request, version: InVariant = None) -> Response:
    """Say that it has been sent, and whom to call."""
    return _page(request, "done.html", version or Variant.ENGLISH)


@pages.get(_ONE)
async def ask(
    number: str, request: Request, session: Session, version: InVariant = None
) -> Response:
    """Show one question, with what was answered before."""
    begun = _begun(request, session)
    invitation = await commands.reopen_invitation(session, begun.invitation_id) if begun else None
    at = _PAGES.get(number)
    if begun is None or invitation is None or at is None:
        return _pause(request, begun)
    filled = await commands.draft_of(session, invitation)
    return _question(request, session, begun, at, filled, version)


@pages.post(_ONE)
async def keep_answer(number: str, request: Request, session: Session) -> Response:
    """Keep an answer, and go on to the next question; nothing chosen leaves it out."""
    form = await read_form(request, {"answer", "words"})
    begun = _begun(request, session)
    invitation = await commands.reopen_invitation(session, begun.invitation_id) if begun else None
    at = _PAGES.get(number)
    if begun is None or invitation is None or at is None:
        return _pause(request, begun)
    filled = await commands.draft_of(session, invitation)
    changed = _words_in(form, filled) if at == _WORDS_PAGE else _answer_in(form, at, filled)
    if changed is None:
        text = wording(begun.variant).text
        field = "words" if at == _WORDS_PAGE else "answer"
        message = text["words_error"] if field == "words" else text["choose_error"]
        errors = (FormError(field, message),)
        return _question(request, session, begun, at, filled, None, errors=errors)
    await commands.keep_draft(session, invitation, changed)
    following = _CHECK if at == _WORDS_PAGE else f"{PAGES}/q/{at + 1}"
    return RedirectResponse(following, HTTPStatus.SEE_OTHER, HEADERS)


@pages.get(_KEY)
async def open_link(
    key: str, request: Request, session: Session, version: InVariant = None
) -> Response:
    """Show what this is, who will read it, and a button to begin. Nothing is used up by looking."""
    invitation = await commands.find_invitation(session, key)
    if invitation is None:
        status = HTTPStatus.NOT_FOUND
        return _page(request, "over.html", version or Variant.ENGLISH, status=status)
    variant = version or invitation.variant or Variant.ENGLISH
    return _page(request, "start.html", variant, respondent=_respondent(invitation))


@pages.post(_KEY)
async def begin(key: str, request: Request, session: Session) -> Response:
    """Begin, or go on where one left off."""
    form = await read_form(request, {"version"})
    invitation = await commands.find_invitation(session, key)
    if invitation is None:
        status = HTTPStatus.NOT_FOUND
        return _page(request, "over.html", _variant(form), status=status)
    return await _begin(request, session, invitation, _variant(form))


async def _begin(
    request: Request, session: Session, invitation: Invitation, variant: Variant
) -> Response:
    await commands.begin_answering(session, invitation)
    begun = begin_now(session, invitation.invitation_id, _respondent(invitation), variant)
    answer = RedirectResponse(f"{PAGES}/q/1", HTTPStatus.SEE_OTHER, HEADERS)
    _keep(request, session, answer, begun)
    return answer


def _respondent(invitation: Invitation) -> Respondent:
    return invitation.addressed_to or Respondent.ADULT


def _keep(request: Request, session: Session, answer: Response, begun: Begun) -> None:
    answer.set_cookie(
        _COOKIE,
        as_cookie(session, begun),
        path=PAGES,
        secure=is_secure(request.app.state.origin),
        httponly=True,
        samesite="strict",
    )


def _begun(request: Request, session: Session) -> Begun | None:
    return from_cookie(session, request.cookies.get(_COOKIE, ""))


def _question(
    request: Request,
    session: Session,
    begun: Begun,
    number: int,
    filled: Filled,
    version: Variant | None,
    *,
    errors: tuple[FormError, ...] = (),
) -> Response:
    is_words = number == _WORDS_PAGE
    template = "words.html" if is_words else "question.html"
    question = None if is_words else _QUESTIONS[number - 1]
    return _continued(
        request,
        session,
        begun,
        version,
        template,
        number=number,
        pages=_WORDS_PAGE,
        question=question,
        choices=CHOICES[question] if question else (),
        filled=filled,
        longest=LONGEST_WORDS,
        errors=errors,
        status=HTTPStatus.BAD_REQUEST if errors else HTTPStatus.OK,
    )


def _answer_in(form: Form, number: int, filled: Filled) -> Filled | None:
    """Return what is filled in with this answer; None for an answer of another question."""
    question = _QUESTIONS[number - 1]
    answers = {asked: said for asked, said in filled.answers.items() if asked is not question}
    chosen = form.one("answer")
    if not chosen:
        return Filled(answers, filled.words)
    if chosen not in CHOICES[question]:
        return None
    return Filled(answers | {question: ExperienceAnswer(chosen)}, filled.words)


def _words_in(form: Form, filled: Filled) -> Filled | None:
    words = form.one("words")
    if not words.strip():
        return Filled(filled.answers, "")
    try:
        kept = _WORDS.validate_python(words)
    except ValidationError:
        return None
    return Filled(filled.answers, kept) if len(kept) <= LONGEST_WORDS else None


def _variant(form: Form) -> Variant:
    try:
        return Variant(form.one("version"))
    except ValueError:
        return Variant.ENGLISH


def _pause(request: Request, begun: Begun | None) -> Response:
    variant = begun.variant if begun else Variant.ENGLISH
    return _page(request, "pause.html", variant, status=HTTPStatus.NOT_FOUND)


def _continued(
    request: Request,
    session: Session,
    begun: Begun,
    version: Variant | None,
    template: str,
    **values: Any,
) -> Response:
    """Return a page of somebody who has begun; the words may be changed on the way."""
    if version is not None and version is not begun.variant:
        begun = begun.model_copy(update={"variant": version})
    answer = _page(request, template, begun.variant, respondent=begun.respondent, **values)
    _keep(request, session, answer, begun)
    return answer


def _page(request: Request, template: str, variant: Variant, **values: Any) -> Response:
    return _shell.answer(
        request,
        f"answering/{template}",
        said=wording(variant),
        variant=variant,
        variants=[(one, wording(one)) for one in Variant],
        questions=_QUESTIONS,
        here=request.url.path,
        **values,
    )
