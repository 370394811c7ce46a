"""What somebody filled in on the page of a survey. Pure."""

from pydantic import ValidationError

from services.outcomes.surveys.views import MySurveyView, NewAnswers
from shared.pages.forms import Form, FormError

WORDS = "words"
"""The field for one's own words; every other field is a question's code."""


def filled_in(survey: MySurveyView, form: Form) -> NewAnswers | FormError:
    """Return what was filled in, or what is wrong with it."""
    said = {one.code: form.one(one.code) for one in survey.questions if form.one(one.code)}
    for one in survey.questions:
        if one.code in said and said[one.code] not in one.answers:
            return FormError(one.code, "Choose one of the answers, or leave the question out")
    words = form.one(WORDS).strip() or None
    if not said and words is None:
        return FormError(survey.questions[0].code, "Answer at least one question")
    try:
        return NewAnswers(answers=said, words=words)
    except ValidationError:
        return FormError(WORDS, "That is too long, or holds characters that can't be kept")
