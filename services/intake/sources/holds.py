"""Who must not know of a case from its first moment, because of whom it accuses.

The rule errs on the side of silence: it is provisional and the widest that can be read from the
concern, and the lead agency's safeguarding lead narrows or lifts it.
"""

import re
from collections.abc import Iterable, Iterator
from uuid import UUID

from services.intake.sources.views import NewSource
from shared.access.policy import Exclusion, same_name
from shared.reference.agencies import AgencyKind
from shared.reference.sac import SourceOfRisk


def must_not_know(
    alleged: Iterable[tuple[NewSource, frozenset[UUID]]], lead_agency_id: UUID
) -> tuple[Exclusion, ...]:
    """Return each hold once, given every source of risk with the agencies it belongs to.

    An agency is held as a whole, and the named unit and person in it on their own as well, so
    that letting the agency know some day does not let them know. The lead agency is never held
    as a whole, since someone must act: there only the unit and the person are.
    """
    held = (
        exclusion
        for source, agency_ids in alleged
        for agency_id in sorted(agency_ids)
        for exclusion in _within(agency_id, source, is_lead=agency_id == lead_agency_id)
    )
    return tuple(dict.fromkeys(held))


def _within(agency_id: UUID, source: NewSource, *, is_lead: bool) -> Iterator[Exclusion]:
    if not is_lead:
        yield Exclusion(agency_id)
    if source.unit is not None:
        yield Exclusion(agency_id, unit=same_name(source.unit))
    if source.practitioner_id is not None:
        yield Exclusion(agency_id, practitioner_id=same_name(source.practitioner_id))


def is_unmatched_employer(source: NewSource, agency_ids: frozenset[UUID]) -> bool:
    """Tell whether an employer may stand behind this source that the exchange can't recognise.

    The lead is warned of it before any provider is made a party.
    """
    has_employer = source.source is SourceOfRisk.SERVICE_PROVIDER or source.names_an_organisation
    return has_employer and not agency_ids


def may_be_the_raisers(
    source: NewSource, agency_ids: frozenset[UUID], raiser_kind: AgencyKind
) -> bool:
    """Tell whether whoever raised the concern may be the employer that can't be recognised.

    So it is where a unit or a person is named as their employer names them, and no employer; and
    where a provider reports a provider: it may have written its own name in another way.
    """
    if not is_unmatched_employer(source, agency_ids):
        return False
    is_named = bool(source.organisation_name or source.identifiers)
    names_its_staff = bool(source.unit or source.practitioner_id) and not is_named
    return names_its_staff or (
        raiser_kind is AgencyKind.CARE_PROVIDER and source.source is SourceOfRisk.SERVICE_PROVIDER
    )


_LEGAL_FORMS = re.compile(r"\b(?:limited|ltd|plc|llp|cic|cio)\b")


def comparable_name(name: str) -> str:
    """Return an organisation's name without that in which two writings of it may differ.

    Those are case, spacing, punctuation, "and" for "&", a "the", and the legal form.
    """
    plain = same_name(name)
    words = _LEGAL_FORMS.sub(" ", plain.replace("&", " and ").replace(".", ""))
    return re.sub(r"[\W_]+", "", words.removeprefix("the ")) or plain
