"""Putting a concern right, or withdrawing it: by who raised it, with what was told before kept."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.concerns.accounts import (
    facts_of,
    known_so_far,
    recognise,
    require_it_can_have_happened,
    tell,
)
from services.intake.concerns.asking import require_consistent
from services.intake.concerns.models import Concern, EarlierAccount
from services.intake.concerns.queries import (
    account_of,
    concern_for,
    show_concern,
    why_place,
    withdrawn_why_place,
)
from services.intake.concerns.views import ConcernView, NewCorrection, NewWithdrawal
from services.intake.errors import AlreadyWithdrawn, NotTheRaiser
from services.intake.patterns.commands import forget_sightings
from shared.access.caller import Caller
from shared.access.projection import project
from shared.access.tables import known_cases
from shared.audit.append import record_change
from shared.errors import Denial
from shared.events.intake import ConcernCorrected, ConcernWithdrawn
from shared.messaging.outbox import publish
from shared.versions import check_version
from shared.work import now, seal


async def correct_concern(
    session: AsyncSession, caller: Caller, concern_id: UUID, new: NewCorrection, *, seen: int
) -> ConcernView:
    """Tell a concern as it should have been told; what it told before is kept.

    Whom it accuses now is held. Whom it does not accuse any more stays held: lifting that is the
    lead agency's decision. Raises `NotTheRaiser`, `AlreadyWithdrawn` and what raising one does.
    """
    concern = await _own(session, caller, concern_id, "correct_concern")
    check_version(concern.version, seen)
    require_it_can_have_happened(session, new)
    require_consistent(new)
    lead_agency_id = (
        await session.execute(
            select(known_cases.c.lead_agency_id)
            .where(known_cases.c.case_id == concern.case_id)
            .with_for_update()
        )
    ).scalar_one()
    _keep_earlier(session, concern)
    concern.version += 1
    await tell(session, caller, concern, new)
    concern.why = seal(session, new.why, why_place(concern_id, concern.version))
    so_far = await known_so_far(session, concern)
    await forget_sightings(session, concern_id)
    alleged = await recognise(session, concern, new, lead_agency_id=lead_agency_id)
    facts = facts_of(caller, concern, alleged, lead_agency_id=lead_agency_id, so_far=so_far)
    event = ConcernCorrected(**facts, version=concern.version, corrected_at=concern.told_at)
    await project(session, event)
    publish(session, event)
    record_change(session, "correct_concern", f"concern/{concern_id}", case_id=concern.case_id)
    return await show_concern(session, caller, concern)


async def withdraw_concern(
    session: AsyncSession, caller: Caller, concern_id: UUID, new: NewWithdrawal
) -> ConcernView:
    """Say that the agency no longer stands by its concern.

    Nothing else changes by it: the case, its holds and the lead agency's duty go on.
    """
    concern = await _own(session, caller, concern_id, "withdraw_concern")
    concern.withdrawn_at = now(session)
    concern.withdrawn_reason = new.reason
    concern.withdrawn_why = seal(session, new.why, withdrawn_why_place(concern_id))
    event = ConcernWithdrawn(
        case_id=concern.case_id,
        synthetic=concern.synthetic,
        concern_id=concern_id,
        raised_by_agency_id=concern.raised_by_agency_id,
        reason=new.reason,
        withdrawn_at=concern.withdrawn_at,
    )
    publish(session, event)
    record_change(session, "withdraw_concern", f"concern/{concern_id}", case_id=concern.case_id)
    return await show_concern(session, caller, concern)


async def _own(session: AsyncSession, caller: Caller, concern_id: UUID, change: str) -> Concern:
    """Return a concern that the caller's agency raised and still stands by, locked."""
    concern = await concern_for(session, caller, concern_id, lock=True)
    if concern.raised_by_agency_id != caller.agency_id:
        denial = Denial(change, concern.case_id, f"concern/{concern_id}", "not its own")
        raise NotTheRaiser(denial=denial)
    if concern.withdrawn_at is not None:
        raise AlreadyWithdrawn
    return concern


def _keep_earlier(session: AsyncSession, concern: Concern) -> None:
    earlier = EarlierAccount(
        concern_id=concern.concern_id,
        version=concern.version,
        told_at=concern.told_at,
        told_by_practitioner_id=concern.told_by_practitioner_id,
        synthetic=concern.synthetic,
    )
    document = account_of(session, concern).model_dump_json()
    earlier.account = seal(session, document, earlier.place)
    session.add(earlier)
