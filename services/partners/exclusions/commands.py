"""What can change about who must not know of a case."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.errors import (
    AgencyLeadsTheCase,
    AlreadyExcluded,
    ExclusionAlreadyLifted,
)
from services.partners.exclusions.errors import (
    DeciderMustNotKnow,
    DeciderNamedAlready,
    DeciderTakesNoPart,
)
from services.partners.exclusions.models import (
    DeciderNaming,
    ExclusionDecision,
    ExclusionStep,
)
from services.partners.exclusions.queries import (
    decider_of,
    exclusions_in_force,
    lock_case,
    nameable_agency,
    party_state,
    view_decider,
    view_exclusion,
)
from services.partners.exclusions.views import (
    DeciderView,
    ExclusionView,
    Lifting,
    NewDecider,
    NewExclusion,
)
from shared.access.caller import Caller, Practitioner, Role
from shared.access.projection import project
from shared.access.relations import Decider, Exclusion, same_name
from shared.access.tables import PartyState
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.errors import Forbidden
from shared.events.partners import DeciderNamed, ExclusionDecided, ExclusionLifted
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.reference.agencies import AgencyKind
from shared.work import now, seal


async def decide_exclusion(
    session: AsyncSession, access: Access, new: NewExclusion
) -> ExclusionView:
    """Decide that an agency, or a unit or a person in it, must not know of the case.

    A hold on the same agency does not stand in the way: deciding confirms it.
    """
    case = await lock_case(session, access.case_id)
    await nameable_agency(session, case, new.agency_id)
    unit = None if new.unit is None else same_name(new.unit)
    person = None if new.practitioner_id is None else same_name(new.practitioner_id)
    exclusion = Exclusion(new.agency_id, unit, person)
    if exclusion.is_of_whole_agency and new.agency_id == case.lead_agency_id:
        raise AgencyLeadsTheCase("Name the unit or the person that must not know.")
    if (exclusion, False) in await exclusions_in_force(session, access.case_id, new.agency_id):
        raise AlreadyExcluded
    event = ExclusionDecided(
        case_id=access.case_id,
        synthetic=case.synthetic,
        exclusion_id=new_id(),
        agency_id=new.agency_id,
        unit=unit,
        practitioner_id=person,
    )
    await _decide(session, access, event, ExclusionStep.DECIDED, new.reason)
    return await view_exclusion(session, access.case_id, event.exclusion_id)


async def lift_exclusion(
    session: AsyncSession, access: Access, exclusion_id: UUID, lifting: Lifting
) -> ExclusionView:
    """Decide that a hold or an exclusion no longer applies."""
    case = await lock_case(session, access.case_id)
    exclusion = await view_exclusion(session, access.case_id, exclusion_id)
    if exclusion.lifted_at is not None:
        raise ExclusionAlreadyLifted
    event = ExclusionLifted(
        case_id=access.case_id, synthetic=case.synthetic, exclusion_id=exclusion_id
    )
    await _decide(session, access, event, ExclusionStep.LIFTED, lifting.reason)
    return await view_exclusion(session, access.case_id, exclusion_id)


async def name_decider(session: AsyncSession, access: Access, new: NewDecider) -> DeciderView:
    """Name who decides exclusions on this case from now on, and nobody else."""
    named_by = access.caller.practitioner
    if named_by is None:
        raise Forbidden
    case = await lock_case(session, access.case_id)
    person = same_name(new.practitioner_id)
    if await decider_of(session, access.case_id) == Decider(new.agency_id, person):
        raise DeciderNamedAlready
    await _require_it_can_decide(session, case, new)
    naming_id = new_id()
    naming = DeciderNaming(
        naming_id=naming_id,
        case_id=access.case_id,
        synthetic=case.synthetic,
        agency_id=new.agency_id,
        practitioner_id=person,
        reason=seal(session, new.reason, f"decider_namings.reason:{naming_id}"),
        named_by_agency_id=access.caller.agency_id,
        named_by_practitioner_id=named_by.id,
        decides_since=now(session),
    )
    session.add(naming)
    event = DeciderNamed(
        case_id=access.case_id,
        synthetic=case.synthetic,
        agency_id=new.agency_id,
        practitioner_id=person,
    )
    record_change(session, "name_decider", f"decider/{naming_id}", case_id=access.case_id)
    publish(session, event)
    await project(session, event)
    return view_decider(session, naming)


async def _require_it_can_decide(session: AsyncSession, case: Row[Any], new: NewDecider) -> None:
    """Raise unless the person's agency leads or takes part, and nothing keeps them from knowing."""
    takes_part = await party_state(session, case.case_id, new.agency_id) is PartyState.ACCEPTED
    if new.agency_id != case.lead_agency_id and not takes_part:
        raise DeciderTakesNoPart
    as_caller = Caller(
        agency_id=new.agency_id,
        kind=AgencyKind.OTHER,
        synthetic=case.synthetic,
        scopes=frozenset(),
        practitioner=Practitioner(new.practitioner_id, new.unit, Role.PRACTITIONER),
    )
    in_force = await exclusions_in_force(session, case.case_id, new.agency_id)
    if any(exclusion.covers(as_caller) for exclusion, _ in in_force):
        raise DeciderMustNotKnow


async def _decide(
    session: AsyncSession,
    access: Access,
    event: ExclusionDecided | ExclusionLifted,
    step: ExclusionStep,
    reason: str,
) -> None:
    """Keep who decided, why and when, and let it take effect."""
    decider = access.caller.practitioner
    if decider is None:
        raise Forbidden
    decision_id = new_id()
    session.add(
        ExclusionDecision(
            decision_id=decision_id,
            exclusion_id=event.exclusion_id,
            case_id=event.case_id,
            synthetic=event.synthetic,
            step=step,
            reason=seal(session, reason, f"exclusion_decisions.reason:{decision_id}"),
            decided_by_agency_id=access.caller.agency_id,
            decided_by_practitioner_id=decider.id,
            decided_at=now(session),
        )
    )
    subject = f"exclusion/{event.exclusion_id}"
    record_change(session, f"exclusion_{step}", subject, case_id=event.case_id)
    publish(session, event)
    await project(session, event)
