"""Which agencies the operator should look at first, and why. Pure."""

from datetime import datetime, timedelta

from services.partners.agencies.lifecycle import AgencyState
from services.partners.contacts.models import ContactRole
from services.partners.overview.views import AgencyStateView

WAITS_LONG = timedelta(hours=24)
"""What is older belongs in the daily digest, too."""

FAILS = "Pushes fail"
WAITS = "Something has waited for more than a day"
READY = "Ready to go live: admit it"
NOBODY = "No safeguarding lead to reach"
_WORST_FIRST = (FAILS, WAITS, READY, NOBODY)


def reasons_to_look(state: AgencyStateView, at: datetime) -> tuple[str, ...]:
    """Return what is amiss with an agency, in words, the worst first; nothing where all is well."""
    if state.state is AgencyState.LEFT:
        return ()
    found = []
    if state.failing_since is not None:
        found.append(FAILS)
    oldest = state.oldest_unreceived_at
    if oldest is not None and oldest < at - WAITS_LONG:
        found.append(WAITS)
    if state.state is AgencyState.JOINING and state.test_received_at is not None:
        found.append(READY)
    if state.state is AgencyState.LIVE and ContactRole.SAFEGUARDING_LEAD not in state.contact_roles:
        found.append(NOBODY)
    return tuple(found)


def order_of(state: AgencyStateView, reasons: tuple[str, ...]) -> tuple[int, bool, str]:
    """Return what sorts agencies: by what is worst, those that left last, then by name."""
    worst = _WORST_FIRST.index(reasons[0]) if reasons else len(_WORST_FIRST)
    return worst, state.state is AgencyState.LEFT, state.name.casefold()
