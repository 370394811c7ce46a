"""What a concern tells: whether it can have happened, what is kept of it, whom it accuses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.intake.concerns.models import Concern
from services.intake.concerns.queries import what_happened_place, words_place
from services.intake.concerns.views import NewAccount
from services.intake.errors import DateInconsistent, DateInTheFuture, SourceOfRiskNeeded
from services.intake.patterns.commands import keep_sightings
from services.intake.sources.commands import keep_sources
from services.intake.sources.holds import (
    is_unmatched_employer,
    may_be_the_raisers,
    must_not_know,
)
from services.intake.sources.models import AllegedSource
from services.intake.sources.queries import agencies_behind, details_of
from services.intake.sources.views import NewSource
from shared.access.caller import Caller
from shared.access.policy import Exclusion
from shared.access.tables import case_exclusions
from shared.clock import london_date
from shared.events.intake import Hold
from shared.identifiers import new_id
from shared.reference.dates import DatePrecision, is_as_precise, last_possible
from shared.reference.sac import AbuseType
from shared.work import now, seal


def require_it_can_have_happened(session: AsyncSession, new: NewAccount) -> None:
    """Raise `DateInTheFuture`, `DateInconsistent` or `SourceOfRiskNeeded` where it can't have."""
    days = [day for day in (new.occurred_on, new.occurred_until) if day is not None]
    if any(day > london_date(now(session)) for day in days):
        raise DateInTheFuture("What happened can't have happened in the future.")
    if not is_as_precise(new.occurred_on, new.precision):
        raise DateInconsistent("A month is given by its first day, a year by 1 January.")
    if days != sorted(days) or (new.occurred_until and not new.occurred_on):
        raise DateInconsistent("What went on for a while has a first day, and ended no earlier.")
    if not new.sources_of_risk and new.abuse_types != (AbuseType.SELF_NEGLECT,):
        raise SourceOfRiskNeeded("Only self-neglect by itself has no source of risk.")


def may_have_lasted_until(
    session: AsyncSession, first: date | None, precision: DatePrecision, last: date | None
) -> date | None:
    """Return the last day on which it may have happened; None where no day is known at all."""
    if first is None:
        return None
    return min(last or last_possible(first, precision), london_date(now(session)))


async def tell(session: AsyncSession, caller: Caller, concern: Concern, new: NewAccount) -> None:
    """Write what `new` tells into the concern, in place of what it told before."""
    concern_id = concern.concern_id
    told: dict[str, Any] = {
        "occurred_on": new.occurred_on,
        "occurred_precision": new.precision,
        "occurred_until": new.occurred_until,
        "abuse_types": list(new.abuse_types),
        "location": new.location,
        "immediate_danger": new.immediate_danger,
        "what_happened": seal(session, new.what_happened, what_happened_place(concern_id)),
        "asked": new.asked,
        "asked_of": new.asked_of,
        "not_asked_reason": new.not_asked_reason,
        "words": None if new.words is None else seal(session, new.words, words_place(concern_id)),
        "told_at": now(session),
        "told_by_practitioner_id": caller.practitioner.id if caller.practitioner else None,
    }
    for name, value in told.items():
        setattr(concern, name, value)
    concern.sources = await keep_sources(
        session, new.sources_of_risk, case_id=concern.case_id, synthetic=concern.synthetic
    )


Alleged = Sequence[tuple[NewSource, frozenset[UUID]]]
"""Sources of risk, each with the agencies that stand behind it."""


@dataclass(frozen=True, slots=True)
class SoFar:
    """What is known of a case beside the concern that is being told."""

    alleged: Alleged = ()
    held: frozenset[Exclusion] = frozenset()


async def known_so_far(session: AsyncSession, concern: Concern) -> SoFar:
    """Return whom the other concerns of the case accuse, and who must not know of it by now."""
    others = select(AllegedSource).where(
        AllegedSource.case_id == concern.case_id, AllegedSource.concern_id != concern.concern_id
    )
    in_force = _EXCLUDED.where(
        case_exclusions.c.case_id == concern.case_id, case_exclusions.c.lifted_at.is_(None)
    )
    held = frozenset(Exclusion(*row) for row in await session.execute(in_force))
    return SoFar(await _alleged(session, others, synthetic=concern.synthetic), held)


_EXCLUDED = select(
    case_exclusions.c.agency_id, case_exclusions.c.unit, case_exclusions.c.practitioner_id
)


async def _alleged(
    session: AsyncSession, sources: Select[AllegedSource], *, synthetic: bool
) -> Alleged:
    """Open sources of risk, each with the agencies that stand behind it now."""
    named = [
        NewSource.model_validate(details_of(session, source).model_dump())
        for source in await session.scalars(sources)
    ]
    behind = await agencies_behind(session, named, synthetic=synthetic)
    return list(zip(named, behind, strict=True))


async def whom_to_hold_now(
    session: AsyncSession, case_id: UUID, agency_id: UUID, *, lead_agency_id: UUID, synthetic: bool
) -> dict[str, Any]:
    """Return the fields of the event by which an agency that joined since is held from a case.

    What somebody decided of it before, and lifted, is not held again.
    """
    sources = select(AllegedSource).where(AllegedSource.case_id == case_id)
    alleged = await _alleged(session, sources, synthetic=synthetic)
    known = frozenset(
        Exclusion(*row)
        for row in await session.execute(_EXCLUDED.where(case_exclusions.c.case_id == case_id))
    )
    newcomer = frozenset({agency_id})
    holds = must_not_know([(one, behind & newcomer) for one, behind in alleged], lead_agency_id)
    return {
        "case_id": case_id,
        "synthetic": synthetic,
        "holds": tuple(_hold(one) for one in holds if one not in known),
        "has_unmatched_employer": any(is_unmatched_employer(*pair) for pair in alleged),
    }


async def recognise(
    session: AsyncSession, concern: Concern, new: NewAccount, *, lead_agency_id: UUID
) -> Alleged:
    """Return whom a concern accuses, with the agencies that stand behind each.

    By what they would be recognised, should they come up again, is kept.
    """
    behind = await agencies_behind(session, new.sources_of_risk, synthetic=concern.synthetic)
    alleged = list(zip(new.sources_of_risk, behind, strict=True))
    await keep_sightings(
        session,
        alleged,
        concern.adult,
        case_id=concern.case_id,
        concern_id=concern.concern_id,
        lead_agency_id=lead_agency_id,
    )
    return alleged


def facts_of(
    caller: Caller,
    concern: Concern,
    alleged: Alleged,
    *,
    lead_agency_id: UUID,
    so_far: SoFar,
) -> dict[str, Any]:
    """Return the fields of the event by which the others learn of this telling.

    The holds are those that are not in force yet.
    """
    holds = _whom_to_hold(caller, alleged, lead_agency_id)
    return _told(concern, alleged) | {
        "holds": tuple(_hold(one) for one in holds if one not in so_far.held),
        "has_unmatched_employer": any(
            is_unmatched_employer(*pair) for pair in (*alleged, *so_far.alleged)
        ),
    }


def _told(concern: Concern, alleged: Alleged) -> dict[str, Any]:
    return {
        "case_id": concern.case_id,
        "synthetic": concern.synthetic,
        "concern_id": concern.concern_id,
        "raised_by_agency_id": concern.raised_by_agency_id,
        "occurred_on": concern.occurred_on,
        "occurred_precision": concern.occurred_precision,
        "occurred_until": concern.occurred_until,
        "abuse_types": tuple(concern.abuse_types),
        "location": concern.location,
        "sources_of_risk": tuple(dict.fromkeys(source.source for source, _ in alleged)),
        "asked": concern.asked,
        "immediate_danger": concern.immediate_danger,
    }


def _whom_to_hold(caller: Caller, alleged: Alleged, lead_agency_id: UUID) -> tuple[Exclusion, ...]:
    held = [
        (source, known | {caller.agency_id})
        if may_be_the_raisers(source, known, caller.kind)
        else (source, known)
        for source, known in alleged
    ]
    return must_not_know(held, lead_agency_id)


def _hold(exclusion: Exclusion) -> Hold:
    return Hold(
        exclusion_id=new_id(),
        agency_id=exclusion.agency_id,
        unit=exclusion.unit,
        practitioner_id=exclusion.practitioner_id,
    )
