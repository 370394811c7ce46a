"""How a case is opened in an emergency, and how the lead agency looks at that afterwards."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.emergencies.errors import AccessIsOpenAnyway, EmergencyAlreadyReviewed
from services.partners.emergencies.models import Emergency
from services.partners.emergencies.queries import emergency_of, name_of, view_emergency
from services.partners.emergencies.views import (
    EmergencyView,
    NewEmergency,
    NewReview,
    OpenEmergencyView,
)
from shared.access.policy import Operation, Relation
from shared.access.projection import project
from shared.access.tables import known_agencies, known_cases
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.errors import Denial, Forbidden, NotFound
from shared.events.partners import EmergencyAccessOpened, EmergencyAccessReviewed
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.work import now, seal


async def open_emergency(
    session: AsyncSession, access: Access, new: NewEmergency
) -> OpenEmergencyView:
    """Open the case to the very practitioner who asks, for minutes; the lead is told at once."""
    person = access.caller.practitioner
    if person is None:
        raise Forbidden
    await _require_live(session, access)
    if access.relation in {Relation.LEAD, Relation.PARTY}:
        raise AccessIsOpenAnyway
    query = select(known_cases).where(known_cases.c.case_id == access.case_id)
    case = (await session.execute(query)).one()
    emergency_id = new_id()
    emergency = Emergency(
        emergency_id=emergency_id,
        case_id=access.case_id,
        synthetic=case.synthetic,
        agency_id=access.caller.agency_id,
        practitioner_id=person.id,
        unit=person.unit,
        reason=seal(session, new.reason, f"emergencies.reason:{emergency_id}"),
        opened_at=now(session),
        ends_at=now(session) + timedelta(minutes=new.minutes),
    )
    session.add(emergency)
    await _alert(session, emergency)
    return OpenEmergencyView(
        emergency_id=emergency_id,
        case_id=access.case_id,
        lead_agency_id=case.lead_agency_id,
        opened_at=emergency.opened_at,
        ends_at=emergency.ends_at,
    )


async def _alert(session: AsyncSession, emergency: Emergency) -> None:
    """Tell the lead, by ids, and let the access take effect."""
    event = EmergencyAccessOpened(
        case_id=emergency.case_id,
        synthetic=emergency.synthetic,
        emergency_id=emergency.emergency_id,
        agency_id=emergency.agency_id,
        practitioner_id=emergency.practitioner_id,
        opened_at=emergency.opened_at,
        ends_at=emergency.ends_at,
    )
    subject = f"emergency/{emergency.emergency_id}"
    record_change(session, Operation.OPEN_EMERGENCY, subject, case_id=emergency.case_id)
    publish(session, event)
    await project(session, event)


async def review_emergency(
    session: AsyncSession, access: Access, emergency_id: UUID, new: NewReview
) -> EmergencyView:
    """Say what was found of an emergency access, once."""
    person = access.caller.practitioner
    if person is None:
        raise Forbidden
    emergency = await emergency_of(session, access.case_id, emergency_id)
    if emergency.reviewed_at is not None:
        raise EmergencyAlreadyReviewed
    emergency.reviewed_at = now(session)
    emergency.reviewed_by_practitioner_id = person.id
    emergency.finding = new.finding
    emergency.review = seal(session, new.note, f"emergencies.review:{emergency_id}")
    subject = f"emergency/{emergency_id}"
    record_change(session, Operation.REVIEW_EMERGENCY, subject, case_id=access.case_id)
    publish(
        session,
        EmergencyAccessReviewed(
            case_id=access.case_id,
            synthetic=emergency.synthetic,
            emergency_id=emergency_id,
            agency_id=emergency.agency_id,
            finding=new.finding,
        ),
    )
    return view_emergency(session, emergency, await name_of(session, emergency.agency_id))


async def _require_live(session: AsyncSession, access: Access) -> None:
    """Let nobody in whose agency takes no part in any case yet."""
    query = select(known_agencies.c.live).where(
        known_agencies.c.agency_id == access.caller.agency_id
    )
    if not (await session.execute(query)).scalar_one():
        raise NotFound(
            denial=Denial(Operation.OPEN_EMERGENCY, access.case_id, "case", "agency not live")
        )
