"""How the death of the adult is recorded, put right, and taken back where it was an error."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.outcomes.deaths.models import DeathRecord, RetractionNarrative
from services.outcomes.deaths.queries import show_death
from services.outcomes.deaths.views import DeathRetraction, DeathView, NewDeath
from services.outcomes.enquiries.commands import lock_enquiry
from services.outcomes.errors import DeathDateInconsistent, NoDeathIsRecorded, NotYetHappened
from services.outcomes.experience.commands import ask_nobody_who_died
from services.outcomes.schema import recorded, seal_narrative
from shared.access.policy import Operation
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.clock import london_date
from shared.events.outcomes import AdultDied, DeathRetracted
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.reference.dates import DatePrecision, is_as_precise
from shared.reference.deaths import LinkToAbuse
from shared.work import now


async def record_death(session: AsyncSession, access: Access, new: NewDeath) -> DeathView:
    """Record that the adult died, also after the enquiry's end; a later record replaces it."""
    _check_date(new, london_date(now(session)))
    enquiry = await lock_enquiry(session, access.case_id)
    enquiry.adult_died, enquiry.died_on = True, new.died_on
    kept = DeathRecord(
        death_record_id=new_id(),
        adult_died=True,
        died_on=new.died_on,
        precision=new.precision,
        linked_to_abuse=new.linked_to_abuse,
        narrative=None,
        **recorded(session, access.caller, access.case_id),
    )
    _keep(session, Operation.RECORD_DEATH, kept)
    event = AdultDied(
        case_id=access.case_id,
        synthetic=enquiry.synthetic,
        died_on=new.died_on,
        precision=new.precision,
        recorded_by_agency_id=access.caller.agency_id,
    )
    publish(session, event)
    await ask_nobody_who_died(session, enquiry)
    return show_death(session, kept)


async def retract_death(session: AsyncSession, access: Access, new: DeathRetraction) -> DeathView:
    """Say that the adult did not die; raises `NoDeathIsRecorded`."""
    enquiry = await lock_enquiry(session, access.case_id)
    if not enquiry.adult_died:
        raise NoDeathIsRecorded
    enquiry.adult_died, enquiry.died_on = False, None
    kept = DeathRecord(
        death_record_id=new_id(),
        adult_died=False,
        died_on=None,
        precision=DatePrecision.NOT_KNOWN,
        linked_to_abuse=LinkToAbuse.NOT_RECORDED,
        **recorded(session, access.caller, access.case_id),
    )
    kept.narrative = seal_narrative(session, RetractionNarrative(why=new.why), kept.narrative_row)
    _keep(session, Operation.RETRACT_DEATH, kept)
    event = DeathRetracted(
        case_id=access.case_id,
        synthetic=enquiry.synthetic,
        retracted_by_agency_id=access.caller.agency_id,
    )
    publish(session, event)
    await ask_nobody_who_died(session, enquiry)
    return show_death(session, kept)


def _check_date(new: NewDeath, today: date) -> None:
    """Raise unless a date is given exactly as far as it is known, and has come."""
    if not is_as_precise(new.died_on, new.precision):
        raise DeathDateInconsistent
    if new.died_on is not None and new.died_on > today:
        raise NotYetHappened


def _keep(session: AsyncSession, operation: Operation, kept: DeathRecord) -> None:
    session.add(kept)
    record_change(session, operation, f"death_record/{kept.death_record_id}", case_id=kept.case_id)
