"""Codes about concerns that are about a provider, a ward or another place, and not about one adult.

The exchange's own, after local procedures for provider concerns and large-scale enquiries.
"""

from enum import StrEnum


class StrandDecision(StrEnum):
    """What the council decided to do about an organisation."""

    LARGE_SCALE_ENQUIRY = "large_scale_enquiry"
    """The cases of the adults are looked at together; each stays a case of its own."""
    QUALITY_IMPROVEMENT = "quality_improvement"
    """For commissioners and the regulator to follow up."""
    NO_FURTHER_ACTION = "no_further_action"


class StrandEnding(StrEnum):
    """How it ended."""

    RISK_REMOVED = "risk_removed"
    RISK_REDUCED = "risk_reduced"
    RISK_REMAINS = "risk_remains"
    PLACE_CLOSED = "place_closed"
    UNFOUNDED = "unfounded"


class OrganisationStep(StrEnum):
    """What the council did."""

    DECIDED = "decided"
    LINKED = "linked"
    UNLINKED = "unlinked"
    CLOSED = "closed"
