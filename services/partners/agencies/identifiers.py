"""The codes of public registers, read as each register writes them."""

from collections.abc import Sequence

from services.partners.agencies.errors import UnsuitableIdentifier
from services.partners.agencies.views import NewIdentifier
from shared.events.partners import AgencyIdentifier
from shared.reference.identifiers import NotAnIdentifier, canonical_identifier


def canonical(identifiers: Sequence[NewIdentifier]) -> tuple[AgencyIdentifier, ...]:
    """Return the codes in the form that is kept; raise `UnsuitableIdentifier`."""
    try:
        read = tuple(
            AgencyIdentifier(
                scheme=identifier.scheme,
                value=canonical_identifier(identifier.scheme, identifier.value),
            )
            for identifier in identifiers
        )
    except NotAnIdentifier:
        raise UnsuitableIdentifier from None
    if len(set(read)) != len(read):
        raise UnsuitableIdentifier
    return read
