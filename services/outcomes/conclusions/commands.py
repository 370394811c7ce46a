"""How an enquiry is concluded by the lead agency, described better, and opened again."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.conclusions.assessed import with_assessed_capacity
from services.outcomes.conclusions.endings import newest_findings, told_of
from services.outcomes.conclusions.findings import check_ending, check_findings
from services.outcomes.conclusions.models import (
    EarlierConclusion,
    EarlierNarrative,
    FindingsVersion,
    WhyNarrative,
)
from services.outcomes.conclusions.queries import read_enquiry
from services.outcomes.conclusions.views import (
    EnquiryView,
    NewConclusion,
    NewFindings,
    Reopening,
    RevisedFindings,
)
from services.outcomes.enquiries.commands import lock_enquiry, lock_open_enquiry
from services.outcomes.enquiries.conclusion import Result
from services.outcomes.enquiries.models import ConclusionNarrative, Enquiry
from services.outcomes.errors import EnquiryNotConcluded, NotYetHappened
from services.outcomes.experience.commands import ask_after_the_next_ending, invite
from services.outcomes.schema import recorded, seal_narrative
from services.outcomes.verdicts.queries import result_so_far
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.events.outcomes import (
    ConclusionDescribed,
    EnquiryConcluded,
    EnquiryReopened,
    RiskFound,
)
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.versions import check_version
from shared.work import now


async def conclude(session: AsyncSession, access: Access, new: NewConclusion) -> EnquiryView:
    """End the enquiry; its result follows from what was recorded until now.

    An enquiry without any conversation is concluded as not recorded: that is itself a finding.
    Raises `FindingsInconsistent`, and `OthersAreAtRisk` where it would end on request alone.
    """
    check_findings(new.findings, ended_early=new.ended_early is not None)
    if new.ended_early is not None:
        check_ending(new.ended_early)
        if new.ended_early.asked_at > now(session):
            raise NotYetHappened
    enquiry = await lock_open_enquiry(session, access.case_id)
    practitioner = access.caller.practitioner
    enquiry.concluded_at = now(session)
    enquiry.concluded_by_agency_id = access.caller.agency_id
    enquiry.concluded_by_practitioner_id = practitioner.id if practitioner else None
    narrative = ConclusionNarrative.model_validate(new.model_dump())
    enquiry.conclusion = seal_narrative(session, narrative, enquiry.conclusion_row)
    enquiry.result = await result_so_far(session, enquiry)
    _note(session, Operation.CONCLUDE, enquiry)
    event = EnquiryConcluded(
        case_id=access.case_id,
        synthetic=enquiry.synthetic,
        enquiry_id=enquiry.enquiry_id,
        asked=enquiry.asked,
        achieved=enquiry.achieved,
        achieved_judged_by=enquiry.achieved_judged_by,
        derived=enquiry.derived,
        concluded_at=enquiry.concluded_at,
        team=practitioner.unit if practitioner else None,
    )
    publish(session, event)
    await _add_findings(session, access, enquiry, new.findings, why=None)
    await invite(session, enquiry)
    return await read_enquiry(session, access.case_id)


async def complete_conclusion(
    session: AsyncSession, access: Access, new: RevisedFindings, *, seen: int
) -> EnquiryView:
    """Replace what a concluded enquiry found; no verdict changes, and no earlier version is lost.

    Raises `PreconditionFailed` unless the enquiry is as `seen`, and `EnquiryNotConcluded`.
    """
    enquiry = await lock_enquiry(session, access.case_id)
    check_version(enquiry.version - 1, seen)  # the lock has counted this very change
    if enquiry.concluded_at is None:
        raise EnquiryNotConcluded
    ended_early = told_of(session, enquiry).ended_early is not None
    check_findings(new, ended_early=ended_early)
    _note(session, Operation.COMPLETE_CONCLUSION, enquiry)
    await _add_findings(session, access, enquiry, new, why=new.why)
    return await read_enquiry(session, access.case_id)


async def reopen_enquiry(session: AsyncSession, access: Access, new: Reopening) -> EnquiryView:
    """Open a concluded enquiry again; its conclusion is kept, and verdicts stay as given.

    Raises `EnquiryNotConcluded`.
    """
    enquiry = await lock_enquiry(session, access.case_id)
    if enquiry.concluded_at is None or enquiry.concluded_by_agency_id is None:
        raise EnquiryNotConcluded
    found = await newest_findings(session, enquiry)
    earlier = EarlierConclusion(
        conclusion_id=new_id(),
        enquiry_id=enquiry.enquiry_id,
        concluded_at=enquiry.concluded_at,
        concluded_by_agency_id=enquiry.concluded_by_agency_id,
        concluded_by_practitioner_id=enquiry.concluded_by_practitioner_id,
        asked=enquiry.asked,
        achieved=enquiry.achieved,
        achieved_judged_by=enquiry.achieved_judged_by,
        derived=enquiry.derived,
        findings_version=found.version if found else None,
        reason=new.reason,
        **recorded(session, access.caller, access.case_id),
    )
    narrative = EarlierNarrative(told=told_of(session, enquiry), why=new.why)
    earlier.narrative = seal_narrative(session, narrative, earlier.narrative_row)
    session.add(earlier)
    _empty(enquiry)
    _note(session, Operation.REOPEN_ENQUIRY, enquiry)
    event = EnquiryReopened(
        case_id=access.case_id,
        synthetic=enquiry.synthetic,
        enquiry_id=enquiry.enquiry_id,
        reason=new.reason,
        reopened_at=now(session),
    )
    publish(session, event)
    await ask_after_the_next_ending(session, enquiry)
    return await read_enquiry(session, access.case_id)


async def _add_findings(
    session: AsyncSession, access: Access, enquiry: Enquiry, new: NewFindings, *, why: str | None
) -> None:
    new = await with_assessed_capacity(session, enquiry, new)
    before = await newest_findings(session, enquiry)
    codes = new.model_dump(mode="json", exclude={"why"})
    version = FindingsVersion(
        enquiry_id=enquiry.enquiry_id,
        version=before.version + 1 if before else 1,
        narrative=None,
        **new.model_dump(exclude={"why", "risks"}),
        risks=codes["risks"],
        **recorded(session, access.caller, access.case_id),
    )
    if why is not None:
        version.narrative = seal_narrative(session, WhyNarrative(why=why), version.narrative_row)
    session.add(version)
    await session.flush()
    risks = None if new.risks is None else tuple(RiskFound(**dict(one)) for one in new.risks)
    event = ConclusionDescribed(
        case_id=enquiry.case_id,
        synthetic=enquiry.synthetic,
        enquiry_id=enquiry.enquiry_id,
        version=version.version,
        risks=risks,
        **new.model_dump(exclude={"why", "risks"}),
    )
    publish(session, event)


def _empty(enquiry: Enquiry) -> None:
    """Leave the enquiry as one that has not been concluded."""
    enquiry.concluded_at = enquiry.concluded_by_agency_id = None
    enquiry.concluded_by_practitioner_id = enquiry.conclusion = None
    enquiry.result = Result()


def _note(session: AsyncSession, operation: Operation, enquiry: Enquiry) -> None:
    record_change(session, operation, f"enquiry/{enquiry.enquiry_id}", case_id=enquiry.case_id)
