"""Answering without an account: a key opens it, a draft is kept, one sending ends it."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.answering.views import Filled
from services.outcomes.experience import keys, states
from services.outcomes.experience.commands import keep_answers, move_on
from services.outcomes.experience.models import (
    Draft,
    DraftNarrative,
    Experience,
    ExperienceNarrative,
    Invitation,
)
from services.outcomes.schema import seal_narrative, unseal_narrative
from shared.audit.append import record_change
from shared.reference.experience import (
    AnswerMethod,
    ExperienceAnswer,
    InvitationState,
    Question,
    Variant,
)
from shared.transactions import act_as
from shared.work import Actor, now

THE_RESPONDENT = Actor(name="respondent")
"""Who acts here has no account, and is not asked for a name."""


async def find_invitation(session: AsyncSession, key: str) -> Invitation | None:
    """Return what a link's secret or a typed code opens; None where it opens nothing now.

    What never was, has expired, was answered or taken back looks the same to who asks.
    """
    digest = keys.digest_of(key)
    query = select(Invitation).where(
        or_(Invitation.token_digest == digest, Invitation.code_digest == digest)
    )
    return _if_open(session, await session.scalar(query))


async def reopen_invitation(session: AsyncSession, invitation_id: UUID) -> Invitation | None:
    """Return the invitation of somebody who has begun, locked; None where its time is over."""
    query = select(Invitation).where(Invitation.invitation_id == invitation_id)
    return _if_open(session, await session.scalar(query.with_for_update()))


def _if_open(session: AsyncSession, invitation: Invitation | None) -> Invitation | None:
    act_as(session, THE_RESPONDENT)
    if invitation is None or invitation.expires_at is None:
        return None
    is_in_time = invitation.expires_at > now(session)
    return invitation if is_in_time and invitation.state in states.OPEN else None


async def begin_answering(session: AsyncSession, invitation: Invitation) -> None:
    """Note that somebody has begun; looking at the first page does not."""
    if invitation.state is not InvitationState.OPENED:
        move_on(session, invitation, InvitationState.OPENED)
        _note(session, "open_invitation", invitation)


async def draft_of(session: AsyncSession, invitation: Invitation) -> Filled:
    """Return what was filled in before."""
    draft = await session.get(Draft, invitation.invitation_id)
    if draft is None:
        return Filled({}, "")
    told = unseal_narrative(session, DraftNarrative, draft.narrative, draft.narrative_row)
    answers = {Question(asked): ExperienceAnswer(said) for asked, said in told.answers.items()}
    return Filled(answers, told.words)


async def keep_draft(session: AsyncSession, invitation: Invitation, filled: Filled) -> None:
    """Keep what is filled in so far."""
    draft = await session.get(Draft, invitation.invitation_id)
    if draft is None:
        draft = Draft(invitation_id=invitation.invitation_id, synthetic=invitation.synthetic)
        session.add(draft)
    told = DraftNarrative(
        answers={str(asked): str(said) for asked, said in filled.answers.items()},
        words=filled.words,
    )
    draft.narrative = seal_narrative(session, told, draft.narrative_row)


async def send_answers(session: AsyncSession, invitation: Invitation, variant: Variant) -> None:
    """Send what was filled in: from here on nobody changes it, and the key opens nothing."""
    filled = await draft_of(session, invitation)
    experience = Experience(
        invitation_id=invitation.invitation_id,
        respondent=invitation.addressed_to,
        method=AnswerMethod.OWN_ACCOUNT,
        asker=invitation.asker,
        variant=variant,
    )
    told = ExperienceNarrative(words=filled.words.strip() or None)
    keep_answers(session, invitation, experience, filled.answers, told)
    draft = await session.get(Draft, invitation.invitation_id)
    await session.delete(draft)
    _note(session, "send_answers", invitation)


def _note(session: AsyncSession, operation: str, invitation: Invitation) -> None:
    subject = f"invitation/{invitation.invitation_id}"
    record_change(session, operation, subject, case_id=invitation.case_id)
