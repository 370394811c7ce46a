"""What an agency can say, and say anew, of how it goes about Making Safeguarding Personal."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.approaches.errors import (
    LeadUnnamed,
    MoreTrainedThanToTrain,
    PeriodDeclaredAlready,
)
from services.partners.approaches.models import Approach, ApproachVersion
from services.partners.approaches.period import Period, period_of
from services.partners.approaches.queries import Personal, own_approach, show_approach
from services.partners.approaches.views import (
    ApproachView,
    NewApproach,
    NewLead,
    RevisedApproach,
)
from shared.access.caller import Caller
from shared.access.tables import known_agencies
from shared.audit.append import record_change
from shared.events.partners import ApproachDeclared
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.reference.approaches import HasNamedLead
from shared.versions import check_version
from shared.work import now, seal

_FIGURES = {"implementation", "people_trained", "people_to_train", "staff_in_scope", "referrals"}


async def declare_approach(session: AsyncSession, caller: Caller, new: NewApproach) -> ApproachView:
    """Say how the caller's agency went about it in a period that it has said nothing of yet."""
    period = period_of(new.period)
    await _refuse_overlap(session, caller.agency_id, period)
    approach = Approach(
        approach_id=new_id(),
        agency_id=caller.agency_id,
        synthetic=caller.synthetic,
        first_day=period.first_day,
        last_day=period.last_day,
        version=1,
    )
    session.add(approach)
    await session.flush()
    return _declare(session, caller, approach, new)


async def revise_approach(
    session: AsyncSession,
    caller: Caller,
    approach_id: UUID,
    new: RevisedApproach,
    *,
    seen: int,
) -> ApproachView:
    """Add a version to the one that was `seen`; raises `PreconditionFailed` if it isn't current."""
    approach = await own_approach(session, caller, approach_id)
    check_version(approach.version, seen)
    approach.version += 1
    return _declare(session, caller, approach, new)


async def _refuse_overlap(session: AsyncSession, agency_id: UUID, period: Period) -> None:
    """See that no day is declared twice; whoever declares for one agency waits for the other."""
    lock = select(known_agencies.c.agency_id).where(known_agencies.c.agency_id == agency_id)
    await session.execute(lock.with_for_update())
    overlapping = select(Approach.approach_id).where(
        Approach.agency_id == agency_id,
        Approach.first_day <= period.last_day,
        Approach.last_day >= period.first_day,
    )
    if (await session.execute(overlapping.limit(1))).first() is not None:
        raise PeriodDeclaredAlready


def _declare(
    session: AsyncSession, caller: Caller, approach: Approach, new: RevisedApproach
) -> ApproachView:
    _check(new)
    lead = new.named_lead
    kept = ApproachVersion(
        approach_id=approach.approach_id,
        version=approach.version,
        figures=new.model_dump(mode="json", include=_FIGURES),
        specialist_team=new.specialist_team,
        lead=HasNamedLead.YES if isinstance(lead, NewLead) else lead,
        lead_role=lead.role if isinstance(lead, NewLead) else None,
        declared_at=now(session),
        declared_by_practitioner_id=caller.practitioner.id if caller.practitioner else None,
    )
    personal = Personal(lead_name=lead.name if isinstance(lead, NewLead) else None, notes=new.notes)
    kept.personal = seal(session, personal.model_dump_json(), kept.personal_row)
    session.add(kept)
    publish(session, _event(approach, kept))
    record_change(session, "declare_approach", f"approach/{approach.approach_id}")
    return show_approach(session, approach, kept)


def _check(new: RevisedApproach) -> None:
    trained, of_how_many = new.people_trained, new.people_to_train
    if isinstance(trained, int) and isinstance(of_how_many, int) and trained > of_how_many:
        raise MoreTrainedThanToTrain
    if new.named_lead is HasNamedLead.YES:
        raise LeadUnnamed


def _event(approach: Approach, kept: ApproachVersion) -> ApproachDeclared:
    return ApproachDeclared(
        agency_id=approach.agency_id,
        approach_id=approach.approach_id,
        synthetic=approach.synthetic,
        version=kept.version,
        first_day=approach.first_day,
        last_day=approach.last_day,
        specialist_team=kept.specialist_team,
        lead=kept.lead,
        lead_role=kept.lead_role,
        **kept.figures,
    )
