"""What can change about requests."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.clocks.commands import Owed, meet_clock, start_clock, stop_clock
from services.partners.clocks.queries import targets_in_force
from services.partners.contributions.commands import Given, add_version, give
from services.partners.contributions.models import Contribution
from services.partners.contributions.queries import answers_to
from services.partners.errors import (
    AgencyAsksItself,
    AskedAgencyTakesNoPart,
    NotTheAskedAgency,
    RequestHasMovedOn,
    TargetNotInTheFuture,
)
from services.partners.requests.errors import (
    AnswerIsNotYours,
    DisclosureDecisionNeeded,
    NotACausedEnquiry,
    NotTheAskingAgency,
    OnlyTheLeadCausesEnquiries,
    ParticularsOutOfPlace,
    TimescaleNeeded,
)
from services.partners.requests.gateways import require_open, require_serves
from services.partners.requests.lifecycle import JUDGED_BY, RequestState, Step, after
from services.partners.requests.models import Judgement, Request
from services.partners.requests.particulars import require_no_conflict, require_particulars
from services.partners.requests.queries import (
    TARGETS,
    kind_of,
    lock_request,
    view_requests,
    was_held,
)
from services.partners.requests.views import (
    Declining,
    NewAnswer,
    NewJudgement,
    NewRequest,
    Particulars,
    RequestView,
    RequestWithdrawal,
)
from shared.access.policy import RULES, Operation, Relation
from shared.access.standings import relations_to_case
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.events.partners import (
    AnswerJudged,
    RequestAcknowledged,
    RequestAnswered,
    RequestDeclined,
    RequestEvent,
    RequestKind,
    RequestMade,
    RequestWithdrawn,
)
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.reference.care_act import LegalGateway
from shared.reference.information_sharing import AnswerQuality
from shared.reference.targets import TargetCode
from shared.work import now, seal


async def make_request(session: AsyncSession, access: Access, new: NewRequest) -> RequestView:
    """Ask another agency for something, under a named power."""
    await _check(session, access, new)
    request_id = new_id()
    request = Request(
        request_id=request_id,
        case_id=access.case_id,
        synthetic=access.caller.synthetic,
        kind=new.kind,
        asked_by_agency_id=access.caller.agency_id,
        asked_of_agency_id=new.asked_of_agency_id,
        legal_gateway=new.legal_gateway,
        consent=new.consent.answer,
        purpose=seal(session, new.purpose, f"requests.purpose:{request_id}"),
        question=seal(session, new.question, f"requests.question:{request_id}"),
        particulars=_sealed_particulars(session, request_id, new),
        target_due_at=new.target_due_at,
        made_at=now(session),
        state=RequestState.MADE,
    )
    session.add(request)
    await start_clock(session, _owed(request, TargetCode.REQUEST_ACKNOWLEDGED))
    due = await start_clock(session, _owed(request, TARGETS[new.kind]), due_at=new.target_due_at)
    made = RequestMade(
        **_facts(request),
        kind=new.kind,
        legal_gateway=new.legal_gateway,
        target_due_at=due,
    )
    return await _tell(session, access, "make_request", request, made)


async def acknowledge_request(
    session: AsyncSession, access: Access, request_id: UUID
) -> RequestView:
    """Say that the request has been seen."""
    request = await _respond(session, access, request_id, Step.ACKNOWLEDGE)
    request.acknowledged_at = now(session)
    event = RequestAcknowledged(**_facts(request))
    return await _tell(session, access, "acknowledge_request", request, event)


async def answer_request(
    session: AsyncSession, access: Access, request_id: UUID, new: NewAnswer
) -> RequestView:
    """Give what was asked for; it stays the giver's, and is read by the asker and the lead."""
    request = await _respond(session, access, request_id, Step.ANSWER)
    is_for_the_police = request.legal_gateway is LegalGateway.CRIME_AND_TAXATION
    if is_for_the_police and new.disclosure is None:
        raise DisclosureDecisionNeeded
    if new.disclosure is not None and not is_for_the_police:
        raise ParticularsOutOfPlace
    if new.disclosure is not None:
        place = f"requests.disclosure_reason:{request_id}"
        request.disclosure = new.disclosure.decision
        request.disclosure_reason = seal(session, new.disclosure.reason, place)
    request.settled_at = now(session)
    contribution_id = await _contribute(session, access, request, new.words)
    answered = RequestAnswered(**_facts(request), contribution_id=contribution_id)
    return await _tell(session, access, "answer_request", request, answered)


async def decline_request(
    session: AsyncSession, access: Access, request_id: UUID, declining: Declining
) -> RequestView:
    """Refuse what was asked for, with written reasons (Care Act 2014, section 7(3))."""
    request = await _respond(session, access, request_id, Step.DECLINE)
    request.settled_at = now(session)
    request.decline_code = declining.code
    place = f"requests.decline_reason:{request_id}"
    request.decline_reason = seal(session, declining.reason, place)
    event = RequestDeclined(**_facts(request), code=declining.code)
    return await _tell(session, access, "decline_request", request, event)


async def withdraw_request(
    session: AsyncSession, access: Access, request_id: UUID, withdrawal: RequestWithdrawal
) -> RequestView:
    """Ask no more, as the agency that asked."""
    request = await lock_request(session, access, request_id)
    if request.asked_by_agency_id != access.caller.agency_id:
        raise NotTheAskingAgency
    _move(request, Step.WITHDRAW)
    request.settled_at = now(session)
    place = f"requests.withdrawal_reason:{request_id}"
    request.withdrawal_reason = seal(session, withdrawal.reason, place)
    for target in (TargetCode.REQUEST_ACKNOWLEDGED, TARGETS[request.kind]):
        await stop_clock(session, request.case_id, target, request_id)
    event = RequestWithdrawn(**_facts(request))
    return await _tell(session, access, "withdraw_request", request, event)


async def judge_answer(
    session: AsyncSession, access: Access, request_id: UUID, new: NewJudgement
) -> RequestView:
    """Accept the report of an enquiry, reject it, or ask for more work by a new target."""
    request = await lock_request(session, access, request_id)
    if request.kind is not RequestKind.CAUSE_ENQUIRY:
        raise NotACausedEnquiry
    if new.target_due_at is not None and new.target_due_at <= now(session):
        raise TargetNotInTheFuture
    _move(request, JUDGED_BY[new.quality])
    if new.quality is AnswerQuality.MORE_WORK:
        request.settled_at = None
        owed = _owed(request, TARGETS[request.kind])
        await start_clock(session, owed, due_at=new.target_due_at)
    session.add(_judgement(session, access, request, new))
    event = AnswerJudged(**_facts(request), quality=new.quality, target_due_at=new.target_due_at)
    return await _tell(session, access, "judge_answer", request, event)


async def _check(session: AsyncSession, access: Access, new: NewRequest) -> None:
    if new.asked_of_agency_id == access.caller.agency_id:
        raise AgencyAsksItself
    if new.target_due_at is not None and new.target_due_at <= now(session):
        raise TargetNotInTheFuture
    relations = await relations_to_case(session, access.case_id)
    may_respond = RULES[Operation.RESPOND_TO_REQUEST].relations
    if relations.get(new.asked_of_agency_id) not in may_respond:
        raise AskedAgencyTakesNoPart
    leads = access.relation is Relation.LEAD
    if new.kind is RequestKind.CAUSE_ENQUIRY and not leads:
        raise OnlyTheLeadCausesEnquiries
    require_serves(new.legal_gateway, new.kind)
    asked = await kind_of(session, new.asked_of_agency_id)
    require_open(new.legal_gateway, access.caller.kind, asked, asker_leads=leads)
    require_particulars(new)
    if new.enquiry is not None:
        held = await was_held(session, access.case_id, new.asked_of_agency_id)
        require_no_conflict(new.enquiry.conflict_of_interest, was_held=held)
        configured = (await targets_in_force(session)).targets
        if new.target_due_at is None and TargetCode.ENQUIRY_REPORTED not in configured:
            raise TimescaleNeeded


async def _respond(session: AsyncSession, access: Access, request_id: UUID, step: Step) -> Request:
    """Lock a request made to the caller, and move it on; its clocks wait no more."""
    request = await lock_request(session, access, request_id)
    if request.asked_of_agency_id != access.caller.agency_id:
        raise NotTheAskedAgency
    _move(request, step)
    await meet_clock(session, request.case_id, TargetCode.REQUEST_ACKNOWLEDGED, request_id)
    if step is not Step.ACKNOWLEDGE:
        await meet_clock(session, request.case_id, TARGETS[request.kind], request_id)
    return request


def _move(request: Request, step: Step) -> None:
    state = after(request.state, step)
    if state is None:
        raise RequestHasMovedOn
    request.state = state


async def _contribute(session: AsyncSession, access: Access, request: Request, words: str) -> UUID:
    """Keep the answer, or a newer version of it where more work was asked for."""
    answers = await answers_to(session, access.caller.agency_id, [request.request_id])
    earlier = answers.get(request.request_id)
    if earlier is None:
        readers = frozenset({request.asked_by_agency_id})
        given = Given(words, request.legal_gateway, readers, request.request_id)
        return (await give(session, access, given)).contribution_id
    contribution = await session.get_one(
        Contribution, earlier.contribution_id, with_for_update=True
    )
    is_own = contribution.owner_agency_id == access.caller.agency_id
    if not is_own or contribution.withdrawn_at is not None:
        raise AnswerIsNotYours
    await add_version(session, access, contribution, words, why=None)
    return contribution.contribution_id


def _sealed_particulars(session: AsyncSession, request_id: UUID, new: NewRequest) -> bytes:
    text = Particulars.said_in(new).model_dump_json()
    return seal(session, text, f"requests.particulars:{request_id}")


def _judgement(
    session: AsyncSession, access: Access, request: Request, new: NewJudgement
) -> Judgement:
    judgement_id = new_id()
    person = access.caller.practitioner
    return Judgement(
        judgement_id=judgement_id,
        request_id=request.request_id,
        case_id=request.case_id,
        synthetic=request.synthetic,
        quality=new.quality,
        reason=seal(session, new.reason, f"answer_judgements.reason:{judgement_id}"),
        target_due_at=new.target_due_at,
        judged_by_agency_id=access.caller.agency_id,
        judged_by_practitioner_id=person.id if person else None,
        judged_at=now(session),
    )


def _owed(request: Request, target: TargetCode) -> Owed:
    return Owed(
        case_id=request.case_id,
        synthetic=request.synthetic,
        target=target,
        subject_id=request.request_id,
        by_agency_id=request.asked_of_agency_id,
        to_agency_id=request.asked_by_agency_id,
    )


def _facts(request: Request) -> dict[str, Any]:
    return {
        "case_id": request.case_id,
        "synthetic": request.synthetic,
        "request_id": request.request_id,
        "asked_by_agency_id": request.asked_by_agency_id,
        "asked_of_agency_id": request.asked_of_agency_id,
    }


async def _tell(
    session: AsyncSession, access: Access, operation: str, request: Request, event: RequestEvent
) -> RequestView:
    subject = f"request/{request.request_id}"
    record_change(session, operation, subject, case_id=request.case_id)
    publish(session, event)
    await session.flush()
    return (await view_requests(session, access.caller.agency_id, [request]))[0]
