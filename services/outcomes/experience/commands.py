"""How an invitation goes on, from the day on which an enquiry ends."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.enquiries.models import Enquiry, Person
from services.outcomes.experience import keys, states
from services.outcomes.experience.errors import (
    AnswersDoNotFit,
    InterviewerNeeded,
    InvitationCannotGoOn,
)
from services.outcomes.experience.models import (
    Experience,
    ExperienceNarrative,
    Invitation,
    InvitationStep,
    StepNarrative,
)
from services.outcomes.experience.queries import lock_invitation, show_invitation
from services.outcomes.experience.views import (
    ExperienceReceipt,
    InvitationView,
    NewExperience,
    NewInvitationState,
    NewSending,
    SendingView,
)
from services.outcomes.schema import seal_narrative
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.clock import london_date
from shared.events.outcomes import ExperienceAnswered, InvitationChanged
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.reference.experience import (
    CHOICES,
    AnswerMethod,
    ExperienceAnswer,
    InvitationState,
    Question,
)
from shared.reference.working_days import end_of_day
from shared.work import now, work_of

PAGES = "/outcomes/f"
GOOD_FOR = timedelta(weeks=4)
_LAPSED_AT_ONCE = 200


async def invite(session: AsyncSession, enquiry: Enquiry) -> None:
    """Make the invitation of an enquiry that is being concluded: every one that ends has one."""
    if enquiry.concluded_at is None:
        raise ValueError("an enquiry that goes on asks nobody yet")
    invitation = Invitation(
        invitation_id=new_id(),
        enquiry_id=enquiry.enquiry_id,
        case_id=enquiry.case_id,
        synthetic=enquiry.synthetic,
        concluded_at=enquiry.concluded_at,
        state=InvitationState.DUE,
        due_by=states.due_by(london_date(enquiry.concluded_at)),
    )
    session.add(invitation)
    await session.flush()
    _step(session, invitation, InvitationState.DUE)
    if enquiry.adult_died:
        move_on(session, invitation, InvitationState.DIED)


async def ask_after_the_next_ending(session: AsyncSession, enquiry: Enquiry) -> None:
    """Let no invitation be answered while the enquiry that it is about goes on again."""
    query = select(Invitation).where(Invitation.enquiry_id == enquiry.enquiry_id)
    for invitation in await session.scalars(query.with_for_update()):
        if states.may_follow(invitation.state, InvitationState.ENQUIRY_REOPENED):
            move_on(session, invitation, InvitationState.ENQUIRY_REOPENED)
            _kill_keys(invitation)


async def ask_nobody_who_died(session: AsyncSession, enquiry: Enquiry) -> None:
    """Let invitations that are still open follow the record of a death, or of its being none."""
    query = select(Invitation).where(Invitation.enquiry_id == enquiry.enquiry_id)
    state = InvitationState.DIED if enquiry.adult_died else InvitationState.DUE
    for invitation in await session.scalars(query.with_for_update()):
        is_about_death = enquiry.adult_died or invitation.state is InvitationState.DIED
        if is_about_death and states.may_follow(invitation.state, state):
            move_on(session, invitation, state)
            _kill_keys(invitation)


async def say_why_not(
    session: AsyncSession, access: Access, invitation_id: UUID, new: NewInvitationState
) -> InvitationView:
    """Say why the adult is not asked, or take that back; a link that was sent is dead."""
    invitation = await lock_invitation(session, access.case_id, invitation_id)
    move_on(session, invitation, InvitationState(new.state.value), reason=new.reason)
    _kill_keys(invitation)
    _note(session, Operation.INVITE_EXPERIENCE, invitation)
    await session.flush()
    return await show_invitation(session, invitation)


async def send_invitation(
    session: AsyncSession,
    access: Access,
    invitation_id: UUID,
    new: NewSending,
    *,
    origin: str,
) -> SendingView:
    """Make a link and a code for a message or a letter; those that were made before are dead."""
    invitation = await lock_invitation(session, access.case_id, invitation_id)
    move_on(session, invitation, InvitationState.SENT)
    token, code = keys.new_token(), keys.new_code()
    invitation.addressed_to, invitation.asker = new.addressed_to, new.asker
    invitation.variant = new.variant
    invitation.token_digest, invitation.code_digest = keys.digest_of(token), keys.digest_of(code)
    in_time = end_of_day(invitation.due_by)
    expires_at = max(in_time, now(session) + GOOD_FOR)
    invitation.expires_at = expires_at
    _note(session, Operation.INVITE_EXPERIENCE, invitation)
    return SendingView(
        invitation_id=invitation_id,
        expires_at=expires_at,
        link=f"{origin}{PAGES}/{token}",
        code=code,
    )


async def record_experience(
    session: AsyncSession, access: Access, invitation_id: UUID, new: NewExperience
) -> ExperienceReceipt:
    """Keep what was told to an interviewer, or came back on paper."""
    if new.method is AnswerMethod.OWN_ACCOUNT:
        raise AnswersDoNotFit("An own account comes by the link or the code, from nobody else.")
    if (new.interviewer is not None) is not (new.method is AnswerMethod.INTERVIEW):
        raise InterviewerNeeded
    invitation = await lock_invitation(session, access.case_id, invitation_id)
    practitioner = access.caller.practitioner
    told = ExperienceNarrative(
        words=new.words,
        seen_alone=new.seen_alone,
        interviewer=(
            Person(name=new.interviewer.name, role=new.interviewer.role)
            if new.interviewer
            else None
        ),
    )
    experience = Experience(
        invitation_id=invitation_id,
        respondent=new.respondent,
        method=new.method,
        asker=new.asker,
        variant=new.variant,
        recorded_by_agency_id=access.caller.agency_id,
        recorded_by_practitioner_id=practitioner.id if practitioner else None,
    )
    keep_answers(session, invitation, experience, new.answers, told)
    _note(session, Operation.RECORD_EXPERIENCE, invitation)
    return ExperienceReceipt(invitation_id=invitation_id, answered_at=now(session))


def keep_answers(
    session: AsyncSession,
    invitation: Invitation,
    experience: Experience,
    answers: dict[Question, ExperienceAnswer],
    told: ExperienceNarrative,
) -> None:
    """Keep answers for good; raises `AnswersDoNotFit` where one goes with no such question."""
    if any(said not in CHOICES[asked] for asked, said in answers.items()):
        raise AnswersDoNotFit
    if not answers and not told.words:
        raise AnswersDoNotFit("Nothing was answered: say why the adult was not asked instead.")
    move_on(session, invitation, InvitationState.ANSWERED)
    experience.case_id, experience.synthetic = invitation.case_id, invitation.synthetic
    experience.answers = {str(asked): str(said) for asked, said in answers.items()}
    experience.answered_at = now(session)
    experience.narrative = seal_narrative(session, told, experience.narrative_row)
    session.add(experience)
    publish(
        session,
        ExperienceAnswered(
            case_id=invitation.case_id,
            synthetic=invitation.synthetic,
            invitation_id=invitation.invitation_id,
            respondent=experience.respondent,
            method=experience.method,
        ),
    )


def move_on(
    session: AsyncSession,
    invitation: Invitation,
    state: InvitationState,
    *,
    reason: str | None = None,
) -> None:
    """Let an invitation come to a state; raises `InvitationCannotGoOn` where it can't."""
    if not states.may_follow(invitation.state, state):
        raise InvitationCannotGoOn
    invitation.state = state
    _step(session, invitation, state, reason)


def _step(
    session: AsyncSession,
    invitation: Invitation,
    state: InvitationState,
    reason: str | None = None,
) -> None:
    actor = work_of(session).actor
    step = InvitationStep(
        step_id=new_id(),
        invitation_id=invitation.invitation_id,
        state=state,
        at=now(session),
        by_agency_id=actor.agency_id,
        by_practitioner_id=actor.practitioner_id,
        synthetic=invitation.synthetic,
    )
    step.narrative = seal_narrative(session, StepNarrative(reason=reason), step.narrative_row)
    session.add(step)
    publish(
        session,
        InvitationChanged(
            case_id=invitation.case_id,
            synthetic=invitation.synthetic,
            invitation_id=invitation.invitation_id,
            concluded_at=invitation.concluded_at,
            state=state,
        ),
    )


async def let_invitations_lapse(session: AsyncSession) -> bool:
    """Let invitations lapse whose time is over; tell whether there were any."""
    query = (
        select(Invitation)
        .where(
            Invitation.state.in_(states.OPEN),
            Invitation.due_by < london_date(now(session)),
            or_(Invitation.expires_at.is_(None), Invitation.expires_at <= now(session)),
        )
        .limit(_LAPSED_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    found = (await session.scalars(query)).all()
    for invitation in found:
        move_on(session, invitation, InvitationState.LAPSED)
    return bool(found)


def _kill_keys(invitation: Invitation) -> None:
    invitation.token_digest = invitation.code_digest = invitation.expires_at = None


def _note(session: AsyncSession, operation: Operation, invitation: Invitation) -> None:
    subject = f"invitation/{invitation.invitation_id}"
    record_change(session, operation, subject, case_id=invitation.case_id)
