"""People to choose from in a demonstration: nobody proves anything, and everybody is made up.

There is no setting for it. Only what runs the whole exchange in one process, on this machine's
loopback address, hands people to the app (`deploy/embedded.py`).
"""

from dataclasses import dataclass

from shared.access.caller import Practitioner


@dataclass(frozen=True, slots=True)
class Chosen:
    """Somebody of the story: what they do, for which agency, and as whom they act there."""

    key: str
    does: str
    agency: str
    practitioner: Practitioner
