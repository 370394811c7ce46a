"""What can be read of how an enquiry ended: now, and before it was opened again."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.conclusions.assessed import assessed_capacity
from services.outcomes.conclusions.findings import gaps_of
from services.outcomes.conclusions.models import (
    EarlierConclusion,
    EarlierNarrative,
    FindingsVersion,
    WhyNarrative,
)
from services.outcomes.conclusions.views import (
    ConcernCodesView,
    ConclusionView,
    EarlierConclusionView,
    EndedEarlyView,
    FindingsView,
    ResultView,
    RiskView,
)
from services.outcomes.enquiries.models import ConclusionNarrative, Enquiry
from services.outcomes.enquiries.views import RecordedView
from services.outcomes.errors import EnquiryNotConcluded
from services.outcomes.schema import unseal_narrative
from services.outcomes.statistics.models import ConcernFact
from shared.reference.sac import AbuseType, SourceOfRisk
from shared.reference.sac_concluded import LackedCapacity


def told_of(session: AsyncSession, enquiry: Enquiry) -> ConclusionNarrative:
    """Return what was told of a conclusion; raises `EnquiryNotConcluded`."""
    if enquiry.conclusion is None:
        raise EnquiryNotConcluded
    return unseal_narrative(
        session, ConclusionNarrative, enquiry.conclusion, enquiry.conclusion_row
    )


async def newest_findings(session: AsyncSession, enquiry: Enquiry) -> FindingsVersion | None:
    """Return what the enquiry found, as it was told last; None before any conclusion."""
    query = select(FindingsVersion).where(FindingsVersion.enquiry_id == enquiry.enquiry_id)
    newest: FindingsVersion | None = await session.scalar(
        query.order_by(FindingsVersion.version.desc()).limit(1)
    )
    return newest


async def count_gaps(session: AsyncSession, enquiry: Enquiry) -> int:
    """Return how many answers of a conclusion nobody has recorded; 0 while there is none."""
    conclusion = await show_conclusion(session, enquiry)
    return len(conclusion.gaps) if conclusion else 0


async def show_conclusion(session: AsyncSession, enquiry: Enquiry) -> ConclusionView | None:
    """Return how the enquiry ended, or None while it is open."""
    if enquiry.concluded_at is None:
        return None
    found = await newest_findings(session, enquiry)
    assessed = await assessed_capacity(session, enquiry.case_id)
    return _conclusion(session, enquiry, told_of(session, enquiry), found, assessed)


async def earlier_conclusions(
    session: AsyncSession, enquiry: Enquiry
) -> list[EarlierConclusionView]:
    """Return the conclusions that were undone, the latest first."""
    versions = {
        one.version: one
        for one in await session.scalars(
            select(FindingsVersion).where(FindingsVersion.enquiry_id == enquiry.enquiry_id)
        )
    }
    undone = (
        select(EarlierConclusion)
        .where(EarlierConclusion.case_id == enquiry.case_id)
        .order_by(EarlierConclusion.conclusion_id.desc())
    )
    views = []
    for kept in await session.scalars(undone):
        told = unseal_narrative(session, EarlierNarrative, kept.narrative, kept.narrative_row)
        found = versions[kept.findings_version] if kept.findings_version else None
        views.append(
            EarlierConclusionView(
                conclusion=_conclusion(session, kept, told.told, found),
                reason=kept.reason,
                why=told.why,
                reopened=RecordedView.of(kept),
            )
        )
    return views


async def concern_codes(session: AsyncSession, case_id: UUID) -> ConcernCodesView:
    """Return what the concerns of a case were about, each code once."""
    query = select(ConcernFact).where(ConcernFact.case_id == case_id)
    facts = list(await session.scalars(query.order_by(ConcernFact.concern_id)))
    types = [AbuseType(code) for fact in facts for code in fact.abuse_types or ()]
    sources = [SourceOfRisk(code) for fact in facts for code in fact.sources_of_risk or ()]
    locations = [fact.location for fact in facts if fact.location is not None]
    return ConcernCodesView(
        types=list(dict.fromkeys(types)),
        sources=list(dict.fromkeys(sources)),
        locations=list(dict.fromkeys(locations)),
    )


def _conclusion(
    session: AsyncSession,
    kept: Enquiry | EarlierConclusion,
    told: ConclusionNarrative,
    found: FindingsVersion | None,
    assessed: LackedCapacity = LackedCapacity.NOT_RECORDED,
) -> ConclusionView:
    if kept.concluded_at is None or kept.concluded_by_agency_id is None:
        raise EnquiryNotConcluded
    findings = None if found is None else _findings(session, found)
    ended = told.ended_early
    return ConclusionView(
        concluded_at=kept.concluded_at,
        concluded_by_agency_id=kept.concluded_by_agency_id,
        concluded_by_practitioner_id=kept.concluded_by_practitioner_id,
        summary=told.summary,
        result=ResultView(
            achieved=kept.achieved, judged_by=kept.achieved_judged_by, derived=kept.derived
        ),
        findings=findings,
        ended_early=None if ended is None else EndedEarlyView(**dict(ended)),
        gaps=gaps_of(findings, kept.asked, kept.achieved, assessed=assessed),
    )


def _findings(session: AsyncSession, kept: FindingsVersion) -> FindingsView:
    why = None
    if kept.narrative is not None:
        why = unseal_narrative(session, WhyNarrative, kept.narrative, kept.narrative_row).why
    risks = None if kept.risks is None else [RiskView.model_validate(one) for one in kept.risks]
    return FindingsView(
        version=kept.version,
        risks=risks,
        risk_assessment=kept.risk_assessment,
        action=kept.action,
        risk_outcome=kept.risk_outcome,
        lacked_capacity=kept.lacked_capacity,
        support=kept.support,
        why=why,
        recorded=RecordedView.of(kept),
    )
