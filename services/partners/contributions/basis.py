"""On which basis an agency gives something that nobody asked for, or passes it on. Pure.

- Section 6 of the Care Act 2014 has councils and their partners co-operate: a council gives, or
  is given to. The lead agency, which always reads, is one.
- What is necessary to protect the adult may be given to anyone who needs it (Data Protection Act
  2018, schedule 1, paragraph 18).
- Sections 7, 42 and 45 and police requests are powers to ask, so they are the basis of an answer.
"""

from collections.abc import Iterable

from services.partners.contributions.errors import BasisDoesNotFit
from shared.reference.agencies import AgencyKind
from shared.reference.care_act import LegalGateway


def require_basis(basis: LegalGateway, giver: AgencyKind, readers: Iterable[AgencyKind]) -> None:
    """Raise `BasisDoesNotFit` unless `giver` may give something to all `readers` on that basis."""
    has_a_council = giver is AgencyKind.COUNCIL or all(
        reader is AgencyKind.COUNCIL for reader in readers
    )
    fits = basis is LegalGateway.SAFEGUARDING_CONDITION or (
        basis is LegalGateway.SECTION_6 and has_a_council
    )
    if not fits:
        raise BasisDoesNotFit
