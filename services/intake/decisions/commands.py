"""What the lead agency does with a case before an enquiry: look further, and decide."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.decisions.decision import require_it_follows
from services.intake.decisions.models import Decision, GatheredInformation
from services.intake.decisions.queries import (
    content_place,
    decision_of,
    grounds_place,
    information_view,
    view_of,
)
from services.intake.decisions.views import (
    DecisionView,
    InformationView,
    NewDecision,
    NewInformation,
)
from services.intake.errors import CaseAlreadyDecided, DateInTheFuture, DeciderNeeded
from shared.access.caller import Practitioner
from shared.access.policy import Operation
from shared.access.tables import known_cases
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.errors import Denial
from shared.events.intake import DecisionMade, InformationGathered
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.work import now, seal


async def gather_information(
    session: AsyncSession, access: Access, new: NewInformation
) -> InformationView:
    """Keep what the lead agency found out. It may come before the decision, or beside it."""
    gathered_at = new.gathered_at or now(session)
    if gathered_at > now(session):
        raise DateInTheFuture("Information can't have been gathered in the future.")
    information_id = new_id()
    person = access.caller.practitioner
    row = GatheredInformation(
        information_id=information_id,
        case_id=access.case_id,
        content=seal(
            session,
            new.model_dump_json(include={"source", "note"}),
            content_place(information_id),
        ),
        gathered_at=gathered_at,
        recorded_at=now(session),
        recorded_by_practitioner_id=person.id if person else None,
        synthetic=access.caller.synthetic,
    )
    session.add(row)
    event = InformationGathered(
        case_id=access.case_id,
        synthetic=access.caller.synthetic,
        information_id=information_id,
        gathered_at=gathered_at,
    )
    publish(session, event)
    record_change(
        session, "gather_information", f"information/{information_id}", case_id=access.case_id
    )
    return information_view(session, row)


async def decide(session: AsyncSession, access: Access, new: NewDecision) -> DecisionView:
    """Record the one section 42 decision of a case; gathering information first is no condition."""
    person = _decider(access)
    findings = (
        new.care_and_support_needs.finding,
        new.abuse_or_neglect.finding,
        new.unable_to_protect.finding,
    )
    require_it_follows(findings, new.outcome)
    await _require_undecided(session, access)
    decision_id = new_id()
    decision = Decision(
        decision_id=decision_id,
        case_id=access.case_id,
        outcome=new.outcome,
        grounds=seal(session, new.model_dump_json(exclude={"outcome"}), grounds_place(decision_id)),
        decided_at=now(session),
        decided_by_agency_id=access.caller.agency_id,
        recorded_by_practitioner_id=person.id,
        synthetic=access.caller.synthetic,
    )
    session.add(decision)
    publish(session, _decision_made(decision, new))
    record_change(session, "decide", f"decision/{decision_id}", case_id=access.case_id)
    return view_of(session, decision)


def _decider(access: Access) -> Practitioner:
    """Return the person acted for. A machine may advise; it is a person who decides."""
    person = access.caller.practitioner
    if person is None:
        raise DeciderNeeded(
            denial=Denial(Operation.DECIDE, access.case_id, "case", "no practitioner")
        )
    return person


async def _require_undecided(session: AsyncSession, access: Access) -> None:
    """Raise `CaseAlreadyDecided` if it is; the lock makes two who decide at once take turns."""
    await session.execute(
        select(known_cases.c.case_id)
        .where(known_cases.c.case_id == access.case_id)
        .with_for_update()
    )
    if await decision_of(session, access.case_id) is not None:
        raise CaseAlreadyDecided


def _decision_made(decision: Decision, new: NewDecision) -> DecisionMade:
    return DecisionMade(
        case_id=decision.case_id,
        synthetic=decision.synthetic,
        decision_id=decision.decision_id,
        outcome=decision.outcome,
        decided_at=decision.decided_at,
        care_and_support_needs=new.care_and_support_needs.finding,
        abuse_or_neglect=new.abuse_or_neglect.finding,
        unable_to_protect=new.unable_to_protect.finding,
    )
