"""Bodies about help."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.outcomes.enquiries.views import NamedPerson, PersonView, RecordedView
from services.outcomes.help_requests.models import AskedOfWhom, Helped
from shared.http.inputs import Input, ShortText, View, Words
from shared.reference.support_topics import SupportTopic


class NewHelpRequest(Input):
    """A question from practice, about a case."""

    topic: SupportTopic
    prompt_code: Annotated[
        ShortText | None, Field(description="The prompt that it came from, if it came from one.")
    ] = None
    question: Words
    asked_of: Annotated[
        AskedOfWhom,
        Field(description="Who is to help: one's own agency, or the council that leads the case."),
    ]


class NewHelpAnswer(Input):
    """What somebody who knows more says to it."""

    words: Words
    given_by: NamedPerson


class HelpJudgement(Input):
    """Whether it helped; said by whoever asked, and said anew when there is more to say."""

    helped: Helped


class HelpAnswerView(View):
    """What was answered, by whom."""

    words: str
    given_by: PersonView
    answered_at: datetime
    agency_id: UUID
    practitioner_id: str | None


class HelpRequestView(View):
    """A question, its answer, and whether that helped; null where nobody has said yet."""

    help_request_id: UUID
    case_id: UUID
    topic: SupportTopic
    prompt_code: str | None
    asked_of: AskedOfWhom
    question: str
    answer: HelpAnswerView | None
    helped: Helped | None
    recorded: RecordedView


class TopicCounts(View):
    """How often help was asked for on a topic, answered, and how it was judged.

    `not_judged` are answered requests of which nobody has said whether they helped. All are null
    where a board would read of fewer than five requests.
    """

    topic: SupportTopic
    asked: int | None
    asked_of_lead: int | None
    answered: int | None
    helped: int | None
    helped_partly: int | None
    did_not_help: int | None
    too_soon_to_say: int | None
    not_judged: int | None


class HelpCounts(View):
    """Where practitioners want support: every topic, the ones never asked about too.

    An agency reads its own practitioners' requests, a Safeguarding Adults Board everybody's.
    """

    topics: list[TopicCounts]
