"""What can be read of verdicts, and what they come to."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.desired_outcomes.counting import counts_towards_result
from services.outcomes.desired_outcomes.queries import current_versions
from services.outcomes.enquiries.conclusion import (
    NEAREST_FIRST,
    Judgement,
    Result,
    newest_by_judge,
    result_of,
)
from services.outcomes.enquiries.models import Enquiry
from services.outcomes.enquiries.views import RecordedView
from services.outcomes.schema import unseal_narrative
from services.outcomes.verdicts.models import Verdict, VerdictNarrative
from services.outcomes.verdicts.views import VerdictView


async def read_verdicts(session: AsyncSession, case_id: UUID) -> list[VerdictView]:
    """Return all verdicts of a case side by side, those with a newer one of the same judge too.

    The adult's come first; of each judge the newest first.
    """
    verdicts = await _verdicts_of(session, case_id)
    counting = {
        judgement.verdict_id
        for judgements in _by_subject(verdicts).values()
        for judgement in newest_by_judge(judgements).values()
    }
    in_order = sorted(
        verdicts, key=lambda verdict: (verdict.given_at, verdict.verdict_id), reverse=True
    )
    in_order.sort(key=lambda verdict: NEAREST_FIRST.index(verdict.judged_by))
    return [
        show_verdict(session, verdict, superseded=verdict.verdict_id not in counting)
        for verdict in in_order
    ]


async def result_so_far(session: AsyncSession, enquiry: Enquiry) -> Result:
    """Return what the enquiry has come to by the verdicts given until now."""
    judgements = _by_subject(await _verdicts_of(session, enquiry.case_id))
    of_each = [
        judgements[wish.desired_outcome_id]
        for wish in await session.scalars(current_versions(enquiry.case_id))
        if counts_towards_result(
            negotiated=wish.desired_outcome.negotiated_from_id is not None,
            no_longer_wanted=wish.withdrawal is not None,
            judged=wish.desired_outcome_id in judgements,
        )
    ]
    return result_of(enquiry.asked, judgements[None], of_each)


async def _verdicts_of(session: AsyncSession, case_id: UUID) -> list[Verdict]:
    """Return the verdicts in the order in which they were recorded."""
    query = select(Verdict).where(Verdict.case_id == case_id).order_by(Verdict.verdict_id)
    return list(await session.scalars(query))


def _by_subject(verdicts: list[Verdict]) -> defaultdict[UUID | None, list[Judgement]]:
    judgements: defaultdict[UUID | None, list[Judgement]] = defaultdict(list)
    for verdict in verdicts:
        judgements[verdict.desired_outcome_id].append(
            Judgement(verdict.verdict_id, verdict.judged_by, verdict.achieved, verdict.given_at)
        )
    return judgements


def show_verdict(session: AsyncSession, kept: Verdict, *, superseded: bool) -> VerdictView:
    """Return a verdict with its note, for callers whom the policy has let in."""
    told = unseal_narrative(session, VerdictNarrative, kept.narrative, kept.narrative_row)
    return VerdictView(
        verdict_id=kept.verdict_id,
        desired_outcome_id=kept.desired_outcome_id,
        achieved=kept.achieved,
        judged_by=kept.judged_by,
        given_at=kept.given_at,
        note=told.note,
        superseded=superseded,
        recorded=RecordedView.of(kept),
    )
