"""Reading concerns: those of the cases an agency knows, and what it sent itself.

An agency that raised a concern and takes no further part reads what it sent, and nothing that
others reported. So does one that is held, because a concern accuses its own staff or service; but
a unit or person in it that is named does not, save for what that very person sent.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from services.intake.adults.queries import for_reader, identity_of
from services.intake.concerns.models import Concern, EarlierAccount
from services.intake.concerns.views import ConcernView, EarlierAccountView, WithdrawalView
from services.intake.sources.queries import details_of
from shared.access.caller import Caller
from shared.access.disclosure import CONCERN, FieldClass, redact
from shared.access.policy import Operation, Relation
from shared.access.standings import relations_of_caller
from shared.access.tables import known_agencies, known_cases
from shared.access.visibility import is_named_in, visible_to
from shared.audit.append import record_access
from shared.errors import Denial, NotFound
from shared.pagination import Page, PageRequest, paginate
from shared.reference.agencies import AgencyKind
from shared.work import unseal

_WHOLE = (selectinload(Concern.adult), selectinload(Concern.sources))


async def councils_that_can_lead(
    session: AsyncSession, *, synthetic: bool, agency_id: UUID | None
) -> Sequence[UUID]:
    """Return up to two active councils of the same mark, or the given one if it is such."""
    query = select(known_agencies.c.agency_id).where(
        known_agencies.c.kind == AgencyKind.COUNCIL,
        known_agencies.c.synthetic == synthetic,
        ~known_agencies.c.suspended,
        known_agencies.c.live,
    )
    if agency_id is not None:
        query = query.where(known_agencies.c.agency_id == agency_id)
    return (await session.execute(query.limit(2))).scalars().all()


async def list_concerns(
    session: AsyncSession, caller: Caller, page: PageRequest
) -> Page[ConcernView]:
    """Return the concerns that the caller may read, the newest first."""
    found = await paginate(
        session,
        select(Concern).options(*_WHOLE).where(readable_by(caller)),
        keys=(Concern.raised_at, Concern.concern_id),
        page=page,
        bound_to=f"concerns:{caller.agency_id}",
    )
    return Page(items=await _show(session, caller, found.rows), next=found.next)


async def read_concern(session: AsyncSession, caller: Caller, concern_id: UUID) -> ConcernView:
    """Return a concern that the caller may read; raises `NotFound` for any other."""
    return await show_concern(session, caller, await concern_for(session, caller, concern_id))


async def read_earlier(
    session: AsyncSession, caller: Caller, concern_id: UUID
) -> list[EarlierAccountView]:
    """Return how a concern was told before, the latest first; raises `NotFound`."""
    concern = await concern_for(session, caller, concern_id)
    query = select(EarlierAccount).where(EarlierAccount.concern_id == concern_id)
    rows = await session.scalars(query.order_by(EarlierAccount.version.desc()))
    record_access(session, Operation.READ_CONCERN, concern.case_id)
    return [
        EarlierAccountView.model_validate_json(unseal(session, row.account, row.place))
        for row in rows
    ]


async def concern_for(
    session: AsyncSession, caller: Caller, concern_id: UUID, *, lock: bool = False
) -> Concern:
    """Return a concern that the caller may read, locked if asked; raises `NotFound`."""
    query = select(Concern).options(*_WHOLE)
    query = query.where(Concern.concern_id == concern_id, readable_by(caller))
    query = query.with_for_update(of=Concern) if lock else query
    concern = (await session.execute(query)).scalar_one_or_none()
    if concern is None:
        case_id = await session.scalar(
            select(Concern.case_id).where(Concern.concern_id == concern_id)
        )
        raise NotFound(
            denial=Denial(Operation.READ_CONCERN, case_id, f"concern/{concern_id}", "hidden")
        )
    return concern


async def show_concern(session: AsyncSession, caller: Caller, concern: Concern) -> ConcernView:
    """Return one concern as the caller's agency may see it."""
    [view] = await _show(session, caller, [concern])
    return view


def readable_by(caller: Caller) -> ColumnElement[bool]:
    """Return the filter of every reading of concerns."""
    of_others = visible_to(caller, Operation.READ_EVERY_CONCERN, Concern.case_id)
    return or_(of_others, _sent_by(caller))


def _sent_by(caller: Caller) -> ColumnElement[bool]:
    may_look_back = ~is_named_in(caller, Concern.case_id)
    if caller.practitioner is not None:
        sent_it = Concern.raised_by_practitioner_id == caller.practitioner.id
        may_look_back = or_(sent_it, may_look_back)
    return and_(
        Concern.raised_by_agency_id == caller.agency_id,
        Concern.synthetic == caller.synthetic,
        may_look_back,
    )


async def _show(
    session: AsyncSession, caller: Caller, concerns: Sequence[Concern]
) -> list[ConcernView]:
    """Open each concern, record that it was looked at, and disclose what the relation allows."""
    case_ids = [concern.case_id for concern in concerns]
    relations = await relations_of_caller(session, caller, Operation.READ_CONCERN, case_ids)
    cases = {
        row.case_id: row
        for row in await session.execute(
            select(known_cases).where(known_cases.c.case_id.in_(case_ids))
        )
    }
    views = []
    for concern in concerns:
        case = cases[concern.case_id]
        whole = _open(
            session,
            concern,
            lead_agency_id=case.lead_agency_id,
            has_unmatched_employer=case.has_unmatched_employer,
        )
        is_own = concern.raised_by_agency_id == caller.agency_id
        relation = relations[concern.case_id]
        if is_own and relation not in CONCERN.shown:
            relation = Relation.REFERRER_EXCLUDED
        is_theirs = is_own or relation is Relation.LEAD
        whole = whole.model_copy(update={"adult": for_reader(whole.adult, sees_all=is_theirs)})
        also = frozenset({FieldClass.REFERRER}) if is_own else frozenset()
        views.append(redact(whole, relation, by=CONCERN, also=also))
        record_access(session, Operation.READ_CONCERN, concern.case_id)
    return views


def _open(
    session: AsyncSession, concern: Concern, *, lead_agency_id: UUID, has_unmatched_employer: bool
) -> ConcernView:
    return ConcernView(
        **account_of(session, concern).model_dump(),
        concern_id=concern.concern_id,
        received_at=concern.raised_at,
        case_id=concern.case_id,
        lead_agency_id=lead_agency_id,
        raised_by_agency_id=concern.raised_by_agency_id,
        raised_by_practitioner_id=concern.raised_by_practitioner_id,
        has_unmatched_employer=has_unmatched_employer,
        adult=identity_of(session, concern.adult),
        withdrawal=_withdrawal_of(session, concern),
    )


def account_of(session: AsyncSession, concern: Concern) -> EarlierAccountView:
    """Open what a concern tells now, in the form in which it is kept once it is corrected."""
    concern_id, words, why = concern.concern_id, concern.words, concern.why
    return EarlierAccountView(
        version=concern.version,
        told_at=concern.told_at,
        why=None if why is None else unseal(session, why, why_place(concern_id, concern.version)),
        occurred_on=concern.occurred_on,
        occurred_precision=concern.occurred_precision,
        occurred_until=concern.occurred_until,
        abuse_types=concern.abuse_types,
        location=concern.location,
        immediate_danger=concern.immediate_danger,
        what_happened=unseal(session, concern.what_happened, what_happened_place(concern_id)),
        sources_of_risk=tuple(details_of(session, source) for source in concern.sources),
        asked=concern.asked,
        asked_of=concern.asked_of,
        not_asked_reason=concern.not_asked_reason,
        words=None if words is None else unseal(session, words, words_place(concern_id)),
    )


def _withdrawal_of(session: AsyncSession, concern: Concern) -> WithdrawalView | None:
    why = concern.withdrawn_why
    if why is None:
        return None
    return WithdrawalView(
        reason=concern.withdrawn_reason,
        why=unseal(session, why, withdrawn_why_place(concern.concern_id)),
        withdrawn_at=concern.withdrawn_at,
    )


def what_happened_place(concern_id: UUID) -> str:
    """Return the place an account of what happened is sealed for."""
    return f"concerns.what_happened:{concern_id}"


def words_place(concern_id: UUID) -> str:
    """Return the place the adult's own words are sealed for."""
    return f"concerns.words:{concern_id}"


def why_place(concern_id: UUID, version: int) -> str:
    """Return the place the reason of a correction is sealed for."""
    return f"concerns.why:{concern_id}:{version}"


def withdrawn_why_place(concern_id: UUID) -> str:
    """Return the place the reason of a withdrawal is sealed for."""
    return f"concerns.withdrawn_why:{concern_id}"
