"""Reading a case up to its decision."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.concerns.models import Concern
from services.intake.concerns.queries import readable_by
from services.intake.decisions.models import Decision, GatheredInformation
from services.intake.decisions.views import (
    CaseState,
    CaseView,
    DecisionView,
    Grounds,
    InformationContent,
    InformationView,
)
from shared.access.disclosure import DECISION, redact
from shared.access.relations import Relation
from shared.access.tables import known_cases
from shared.access.visibility import Access
from shared.errors import NotFound
from shared.pagination import Page, PageRequest, paginate
from shared.work import unseal


async def read_case(session: AsyncSession, access: Access) -> CaseView:
    """Return the case as its reader's agency may see it."""
    concern_ids = await session.scalars(
        select(Concern.concern_id)
        .where(Concern.case_id == access.case_id, readable_by(access.caller))
        .order_by(Concern.raised_at, Concern.concern_id)
    )
    decision = await decision_of(session, access.case_id)
    return CaseView(
        case_id=access.case_id,
        lead_agency_id=await session.scalar(
            select(known_cases.c.lead_agency_id).where(known_cases.c.case_id == access.case_id)
        ),
        state=_state_shown(await _state(session, access.case_id, decision), access.relation),
        concern_ids=tuple(concern_ids),
        decision=_shown(session, decision, access) if decision else None,
    )


async def _state(session: AsyncSession, case_id: UUID, decision: Decision | None) -> CaseState:
    if decision is not None:
        return CaseState.DECIDED
    has_information = await session.scalar(
        select(exists().where(GatheredInformation.case_id == case_id))
    )
    return CaseState.INFORMATION_GATHERING if has_information else CaseState.RECEIVED


async def read_decision(session: AsyncSession, access: Access) -> DecisionView:
    """Return the decision as its reader's agency may see it; `NotFound` while there is none."""
    decision = await decision_of(session, access.case_id)
    if decision is None:
        raise NotFound
    return _shown(session, decision, access)


def _shown(session: AsyncSession, decision: Decision, access: Access) -> DecisionView:
    return redact(view_of(session, decision), access.relation, by=DECISION)


def _state_shown(state: CaseState, relation: Relation) -> CaseState:
    """Return the state as it is told: that the lead looks further is told to the lead alone."""
    if state is CaseState.INFORMATION_GATHERING and relation is not Relation.LEAD:
        return CaseState.RECEIVED
    return state


async def decision_of(session: AsyncSession, case_id: UUID) -> Decision | None:
    """Return the decision of a case, where there is one."""
    query = select(Decision).where(Decision.case_id == case_id)
    return (await session.execute(query)).scalar_one_or_none()


def view_of(session: AsyncSession, decision: Decision) -> DecisionView:
    """Open a decision: the whole of it, as the lead agency sees it."""
    place = grounds_place(decision.decision_id)
    grounds = Grounds.model_validate_json(unseal(session, decision.grounds, place))
    return DecisionView(
        decision_id=decision.decision_id,
        case_id=decision.case_id,
        outcome=decision.outcome,
        decided_at=decision.decided_at,
        care_and_support_needs=grounds.care_and_support_needs,
        abuse_or_neglect=grounds.abuse_or_neglect,
        unable_to_protect=grounds.unable_to_protect,
        rationale=grounds.rationale,
        decider=grounds.decider,
    )


async def list_information(
    session: AsyncSession, access: Access, page: PageRequest
) -> Page[InformationView]:
    """Return what the lead agency gathered, the newest first."""
    found = await paginate(
        session,
        select(GatheredInformation).where(GatheredInformation.case_id == access.case_id),
        keys=(GatheredInformation.information_id,),
        page=page,
        bound_to=f"information:{access.case_id}:{access.caller.agency_id}",
    )
    return Page(items=[information_view(session, row) for row in found.rows], next=found.next)


def information_view(session: AsyncSession, row: GatheredInformation) -> InformationView:
    """Open a piece of information."""
    place = content_place(row.information_id)
    content = InformationContent.model_validate_json(unseal(session, row.content, place))
    return InformationView(
        information_id=row.information_id,
        source=content.source,
        note=content.note,
        gathered_at=row.gathered_at,
        recorded_at=row.recorded_at,
        recorded_by_practitioner_id=row.recorded_by_practitioner_id,
    )


def grounds_place(decision_id: UUID) -> str:
    """Return the place the grounds of a decision are sealed for."""
    return f"decisions.grounds:{decision_id}"


def content_place(information_id: UUID) -> str:
    """Return the place a piece of information is sealed for."""
    return f"gathered_information.content:{information_id}"
