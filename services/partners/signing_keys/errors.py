"""What can be amiss with the exchange's own keys."""

from shared.errors import Conflict, Unavailable


class NoSigningKeyYet(Unavailable):
    """The worker makes the first signing key when it starts."""

    code = "no_signing_key_yet"
    title = "The exchange has no key to sign with yet; try again in a moment"


class RotationUnderWay(Conflict):
    """One key replaces another; a third would only add to what must be believed."""

    code = "rotation_under_way"
    title = "A new signing key is about to take over; wait until the old one is retired"
