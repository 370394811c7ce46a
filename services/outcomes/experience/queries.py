"""Reading invitations and answers, for the council that leads."""

from collections import Counter, defaultdict
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.enquiries.views import PersonView
from services.outcomes.experience.models import (
    Experience,
    ExperienceNarrative,
    Invitation,
    InvitationStep,
    StepNarrative,
)
from services.outcomes.experience.views import (
    ExperienceCounts,
    ExperienceView,
    InvitationStepView,
    InvitationsView,
    InvitationView,
    RespondentCounts,
)
from services.outcomes.schema import unseal_narrative
from services.outcomes.statistics.period import Period
from services.outcomes.statistics.shares import share_of
from services.outcomes.statistics.views import ShareView
from shared.access.caller import Caller
from shared.access.policy import Operation
from shared.access.visibility import visible_to
from shared.errors import NotFound
from shared.reference.experience import (
    CHOICES,
    Asker,
    ExperienceAnswer,
    InvitationState,
    Question,
    Respondent,
)


async def lock_invitation(session: AsyncSession, case_id: UUID, invitation_id: UUID) -> Invitation:
    """Return one invitation of this case, locked for its next step; raises `NotFound`."""
    query = select(Invitation).where(
        Invitation.case_id == case_id, Invitation.invitation_id == invitation_id
    )
    kept = await session.scalar(query.with_for_update())
    if kept is None:
        raise NotFound
    return kept


async def invitations_of(session: AsyncSession, case_id: UUID) -> InvitationsView:
    """Return every invitation of a case with its steps and answers, the newest first."""
    query = select(Invitation).where(Invitation.case_id == case_id)
    found = (await session.scalars(query.order_by(Invitation.invitation_id.desc()))).all()
    return InvitationsView(items=[await show_invitation(session, kept) for kept in found])


async def show_invitation(session: AsyncSession, kept: Invitation) -> InvitationView:
    """Return an invitation whole, for callers whom the policy has let in."""
    own = InvitationStep.invitation_id == kept.invitation_id
    steps = await session.scalars(
        select(InvitationStep).where(own).order_by(InvitationStep.step_id)
    )
    experience = await session.get(Experience, kept.invitation_id)
    return InvitationView(
        invitation_id=kept.invitation_id,
        case_id=kept.case_id,
        state=kept.state,
        due_by=kept.due_by,
        addressed_to=kept.addressed_to,
        asker=kept.asker,
        expires_at=kept.expires_at,
        steps=[_show_step(session, step) for step in steps],
        experience=None if experience is None else _show_experience(session, experience),
    )


def _show_step(session: AsyncSession, step: InvitationStep) -> InvitationStepView:
    told = unseal_narrative(session, StepNarrative, step.narrative, step.narrative_row)
    return InvitationStepView(
        state=step.state,
        at=step.at,
        agency_id=step.by_agency_id,
        practitioner_id=step.by_practitioner_id,
        reason=told.reason,
    )


def _show_experience(session: AsyncSession, kept: Experience) -> ExperienceView:
    told = unseal_narrative(session, ExperienceNarrative, kept.narrative, kept.narrative_row)
    return ExperienceView(
        respondent=kept.respondent,
        method=kept.method,
        asker=kept.asker,
        interviewer=PersonView.of(told.interviewer) if told.interviewer else None,
        seen_alone=told.seen_alone,
        variant=kept.variant,
        answers={Question(asked): ExperienceAnswer(said) for asked, said in kept.answers.items()},
        words=told.words,
        answered_at=kept.answered_at,
    )


async def count_experience(
    session: AsyncSession, caller: Caller, period: Period
) -> ExperienceCounts:
    """Return how far the invitations of a period are, and how they were answered."""
    counted = (
        visible_to(caller, Operation.COUNT_OUTCOMES, Invitation.case_id.expression),
        period.includes(Invitation.concluded_at),
    )
    states = dict(
        (
            await session.execute(
                select(Invitation.state, func.count()).where(*counted).group_by(Invitation.state)
            )
        ).all()
    )
    query = (
        select(Experience.respondent, Experience.asker, Experience.answers)
        .join(Invitation, Invitation.invitation_id == Experience.invitation_id)
        .where(*counted)
    )
    askers: Counter[Asker] = Counter()
    said: defaultdict[Respondent, list[dict[str, str]]] = defaultdict(list)
    async for respondent, asker, answers in await session.stream(query):
        said[respondent].append(answers)
        if asker is not None:
            askers[asker] += 1
    silent = sum(states.values()) - sum(map(len, said.values()))
    return ExperienceCounts(
        invitations=sum(states.values()),
        states={state: states.get(state, 0) for state in InvitationState},
        asked_by={asker: askers[asker] for asker in Asker},
        respondents={one: _count(said[one], silent) for one in Respondent},
    )


def _count(said: list[dict[str, str]], silent: int) -> RespondentCounts:
    """Count what one kind of respondent said; `silent` invitations were answered by nobody."""
    tallies = {asked: Counter(answers.get(asked) for answers in said) for asked in Question}
    return RespondentCounts(
        answered=len(said),
        answers={
            asked: {choice: tallies[asked][choice] for choice in CHOICES[asked]}
            for asked in Question
        },
        left_out={asked: tallies[asked][None] for asked in Question},
        shares={asked: _shares(asked, tallies[asked], silent) for asked in Question},
    )


def _shares(
    asked: Question, tally: Counter[str | None], silent: int
) -> dict[ExperienceAnswer, ShareView]:
    of = tally.total() - tally[None]
    missing = silent + tally[None]
    return {choice: share_of(tally[choice], of, missing=missing) for choice in CHOICES[asked]}
