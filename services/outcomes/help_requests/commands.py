"""Asking for help, answering, and saying whether it helped."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.enquiries.models import Person
from services.outcomes.help_requests.errors import (
    HelpAlreadyGiven,
    HelpNotYetGiven,
    PromptNotKnown,
)
from services.outcomes.help_requests.models import AskedOfWhom, HelpAnswer, HelpRequest, Question
from services.outcomes.help_requests.queries import help_request_of, show
from services.outcomes.help_requests.views import (
    HelpJudgement,
    HelpRequestView,
    NewHelpAnswer,
    NewHelpRequest,
)
from services.outcomes.prompts.texts import prompt_texts
from services.outcomes.schema import recorded, seal_narrative
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.errors import NotFound
from shared.events.outcomes import HelpAnswered, HelpAskedFor
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.work import now


async def ask_for_help(
    session: AsyncSession, access: Access, new: NewHelpRequest
) -> HelpRequestView:
    """Ask one's own agency, or the council that leads, for help on a topic."""
    if new.prompt_code is not None and new.prompt_code not in prompt_texts().prompts:
        raise PromptNotKnown
    kept = HelpRequest(
        help_request_id=new_id(),
        topic=new.topic,
        prompt_code=new.prompt_code,
        asked_of=new.asked_of,
        **recorded(session, access.caller, access.case_id),
    )
    kept.question = seal_narrative(session, Question(words=new.question), kept.question_row)
    session.add(kept)
    _note(session, Operation.ASK_FOR_HELP, kept)
    if kept.asked_of is AskedOfWhom.LEAD_AGENCY:
        publish(
            session,
            HelpAskedFor(
                case_id=kept.case_id,
                synthetic=kept.synthetic,
                help_request_id=kept.help_request_id,
                asked_by_agency_id=kept.recorded_by_agency_id,
                topic=kept.topic,
            ),
        )
    return show(session, kept)


async def answer_help(
    session: AsyncSession, access: Access, help_request_id: UUID, new: NewHelpAnswer
) -> HelpRequestView:
    """Answer, once; whoever was asked does. Raises `HelpAlreadyGiven`."""
    kept = await help_request_of(session, access, help_request_id)
    is_own = kept.recorded_by_agency_id == access.caller.agency_id
    if kept.asked_of is AskedOfWhom.OWN_AGENCY and not is_own:
        raise NotFound
    if kept.answered_at is not None:
        raise HelpAlreadyGiven
    practitioner = access.caller.practitioner
    kept.answered_at = now(session)
    kept.answered_by_agency_id = access.caller.agency_id
    kept.answered_by_practitioner_id = practitioner.id if practitioner else None
    given_by = Person(name=new.given_by.name, role=new.given_by.role)
    told = HelpAnswer(words=new.words, given_by=given_by)
    kept.answer = seal_narrative(session, told, kept.answer_row)
    _note(session, Operation.ANSWER_HELP, kept)
    if kept.asked_of is AskedOfWhom.LEAD_AGENCY:
        publish(
            session,
            HelpAnswered(
                case_id=kept.case_id,
                synthetic=kept.synthetic,
                help_request_id=kept.help_request_id,
                asked_by_agency_id=kept.recorded_by_agency_id,
                topic=kept.topic,
            ),
        )
    return show(session, kept)


async def judge_help(
    session: AsyncSession, access: Access, help_request_id: UUID, new: HelpJudgement
) -> HelpRequestView:
    """Say whether the answer helped; the agency that asked does. Raises `HelpNotYetGiven`."""
    kept = await help_request_of(session, access, help_request_id)
    if kept.recorded_by_agency_id != access.caller.agency_id:
        raise NotFound
    if kept.answered_at is None:
        raise HelpNotYetGiven
    kept.helped, kept.judged_at = new.helped, now(session)
    _note(session, Operation.ASK_FOR_HELP, kept)
    return show(session, kept)


def _note(session: AsyncSession, operation: Operation, kept: HelpRequest) -> None:
    subject = f"help_request/{kept.help_request_id}"
    record_change(session, operation, subject, case_id=kept.case_id)
