"""What can change about contributions: given, given anew, withdrawn, by their owner alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.partners.contributions.basis import require_basis
from services.partners.contributions.errors import (
    ContributionIsWithdrawn,
    NotTheOwner,
    ReaderTakesNoPart,
)
from services.partners.contributions.models import (
    Contribution,
    ContributionReader,
    ContributionVersion,
)
from services.partners.contributions.queries import (
    contribution_of,
    readers_of,
    view_contributions,
)
from services.partners.contributions.views import (
    ContributionView,
    NewContribution,
    RevisedContribution,
    Withdrawal,
)
from shared.access.policy import RULES, Operation
from shared.access.standings import relations_to_case
from shared.access.tables import known_agencies, known_cases
from shared.access.visibility import Access
from shared.audit.append import record_change
from shared.events.partners import (
    ContributionEvent,
    ContributionGiven,
    ContributionRevised,
    ContributionWithdrawn,
    ExclusionDecided,
    PartyLeft,
)
from shared.identifiers import new_id
from shared.messaging.outbox import publish
from shared.reference.agencies import AgencyKind
from shared.reference.care_act import LegalGateway
from shared.versions import check_version
from shared.work import happened_at, now, seal


@dataclass(frozen=True, slots=True)
class Given:
    """What an agency gives, on which basis, with whom it is shared, and to which request."""

    words: str
    legal_basis: LegalGateway
    readers: frozenset[UUID]
    request_id: UUID | None = None


async def contribute(
    session: AsyncSession, access: Access, new: NewContribution
) -> ContributionView:
    """Give something to the case without having been asked."""
    readers = await check_readers(session, access, new.shared_with_agency_ids)
    kinds = await kinds_of(session, readers)
    require_basis(new.legal_basis, access.caller.kind, kinds.values())
    contribution = await give(session, access, Given(new.words, new.legal_basis, readers))
    event = ContributionGiven(legal_basis=new.legal_basis, **facts_of(contribution, told=readers))
    return await tell(session, access, "contribute", contribution, event)


async def give(session: AsyncSession, access: Access, given: Given) -> Contribution:
    """Keep what the caller gives as its own."""
    contribution = Contribution(
        contribution_id=new_id(),
        request_id=given.request_id,
        case_id=access.case_id,
        synthetic=access.caller.synthetic,
        owner_agency_id=access.caller.agency_id,
        legal_basis=given.legal_basis,
        version=0,
        given_at=now(session),
    )
    session.add(contribution)
    await session.flush()
    await name_readers(session, contribution, given.readers)
    await add_version(session, access, contribution, given.words, why=None)
    return contribution


async def add_version(
    session: AsyncSession,
    access: Access,
    contribution: Contribution,
    words: str,
    *,
    why: str | None,
) -> None:
    """Keep a newer version beside the earlier ones; for the owner of what is not withdrawn."""
    require_owner(access, contribution)
    contribution.version += 1
    person = access.caller.practitioner
    version = ContributionVersion(
        contribution_id=contribution.contribution_id,
        version=contribution.version,
        given_by_agency_id=access.caller.agency_id,
        given_by_practitioner_id=person.id if person else None,
        given_at=now(session),
    )
    version.words = seal(session, words, version.words_place)
    version.why = None if why is None else seal(session, why, version.why_place)
    session.add(version)
    await session.flush()


async def revise_contribution(
    session: AsyncSession,
    access: Access,
    contribution_id: UUID,
    new: RevisedContribution,
    *,
    seen: int,
) -> ContributionView:
    """Give a newer version of the one that was `seen`, and say who may read it from now on."""
    contribution = await contribution_of(session, access, contribution_id)
    require_owner(access, contribution)
    check_version(contribution.version, seen)
    readers = await check_readers(session, access, new.shared_with_agency_ids)
    added = await kinds_of(session, readers - await readers_of(session, contribution_id))
    if added:
        basis = _basis_to_share_on(contribution.legal_basis)
        require_basis(basis, access.caller.kind, added.values())
    await name_readers(session, contribution, readers)
    await add_version(session, access, contribution, new.words, why=new.why)
    event = ContributionRevised(
        version=contribution.version, **facts_of(contribution, told=readers)
    )
    return await tell(session, access, "revise_contribution", contribution, event)


async def withdraw_contribution(
    session: AsyncSession, access: Access, contribution_id: UUID, withdrawal: Withdrawal
) -> ContributionView:
    """Take it back: its readers, the owner among them, read no more than that it was there."""
    contribution = await contribution_of(session, access, contribution_id)
    require_owner(access, contribution)
    contribution.withdrawn_at = now(session)
    place = f"contributions.withdrawal_reason:{contribution_id}"
    contribution.withdrawal_reason = seal(session, withdrawal.reason, place)
    told = await readers_of(session, contribution_id)
    event = ContributionWithdrawn(**facts_of(contribution, told=told))
    return await tell(session, access, "withdraw_contribution", contribution, event)


async def forget_reader(session: AsyncSession, event: PartyLeft | ExclusionDecided) -> None:
    """Have an agency that leaves, or is shut out as a whole, lose what was shared with it."""
    if isinstance(event, ExclusionDecided) and (event.unit or event.practitioner_id):
        return
    await lose_reader(session, event.agency_id, event.case_id)


async def lose_reader(session: AsyncSession, agency_id: UUID, case_id: UUID) -> None:
    """Have an agency lose what was shared with it on a case until now."""
    of_case = select(Contribution.contribution_id).where(Contribution.case_id == case_id)
    await session.execute(
        update(ContributionReader)
        .where(
            ContributionReader.agency_id == agency_id,
            ContributionReader.contribution_id.in_(of_case),
            ContributionReader.named_at <= happened_at(session),
            ContributionReader.lost_at.is_(None),
        )
        .values(lost_at=happened_at(session))
    )


async def check_readers(
    session: AsyncSession, access: Access, agency_ids: Iterable[UUID]
) -> frozenset[UUID]:
    """Return the parties among these beside owner and lead; raise if one takes no part."""
    relations = await relations_to_case(session, access.case_id)
    may_read = RULES[Operation.READ_CONTRIBUTION].relations
    named = set(agency_ids)
    if any(relations.get(agency_id) not in may_read for agency_id in named):
        raise ReaderTakesNoPart
    lead = select(known_cases.c.lead_agency_id).where(known_cases.c.case_id == access.case_id)
    return frozenset(named - {access.caller.agency_id, await session.scalar(lead)})


async def kinds_of(session: AsyncSession, agency_ids: Iterable[UUID]) -> dict[UUID, AgencyKind]:
    """Return what these agencies are."""
    query = select(known_agencies.c.agency_id, known_agencies.c.kind).where(
        known_agencies.c.agency_id.in_(set(agency_ids))
    )
    return {row.agency_id: row.kind for row in await session.execute(query)}


async def name_readers(
    session: AsyncSession, contribution: Contribution, readers: Iterable[UUID]
) -> None:
    """Share it with these parties, and with no other any more."""
    kept = {
        reader.agency_id: reader
        for reader in await session.scalars(
            select(ContributionReader).where(
                ContributionReader.contribution_id == contribution.contribution_id
            )
        )
    }
    wanted = set(readers)
    for agency_id in wanted - kept.keys():
        session.add(
            ContributionReader(
                contribution_id=contribution.contribution_id,
                agency_id=agency_id,
                named_at=now(session),
            )
        )
    for agency_id, reader in kept.items():
        if agency_id in wanted and reader.lost_at is not None:
            reader.named_at, reader.lost_at = now(session), None
        elif agency_id not in wanted and reader.lost_at is None:
            reader.lost_at = now(session)


def require_owner(access: Access, contribution: Contribution) -> None:
    """Raise unless the caller's agency owns it and has not withdrawn it."""
    if contribution.owner_agency_id != access.caller.agency_id:
        raise NotTheOwner
    if contribution.withdrawn_at is not None:
        raise ContributionIsWithdrawn


def facts_of(contribution: Contribution, *, told: Iterable[UUID]) -> dict[str, Any]:
    """Return what every event about a contribution says."""
    return {
        "case_id": contribution.case_id,
        "synthetic": contribution.synthetic,
        "contribution_id": contribution.contribution_id,
        "owner_agency_id": contribution.owner_agency_id,
        "told_agency_ids": tuple(sorted(told)),
    }


async def tell(
    session: AsyncSession,
    access: Access,
    operation: str,
    contribution: Contribution,
    event: ContributionEvent,
) -> ContributionView:
    """Audit a change and publish it; return what the caller reads of the contribution now."""
    subject = f"contribution/{contribution.contribution_id}"
    record_change(session, operation, subject, case_id=contribution.case_id)
    publish(session, event)
    await session.flush()
    return (await view_contributions(session, access.caller.agency_id, [contribution]))[0]


def _basis_to_share_on(basis: LegalGateway) -> LegalGateway:
    """Return the basis for further readers: what was given under a power to ask needs its own."""
    is_section_6 = basis is LegalGateway.SECTION_6
    return LegalGateway.SECTION_6 if is_section_6 else LegalGateway.SAFEGUARDING_CONDITION
