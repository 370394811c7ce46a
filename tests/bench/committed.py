"""How a consumer in a process of its own says what it has committed."""

import sys
import time
from collections.abc import Sequence

from shared.messaging.envelope import Envelope


def tell(bodies: Sequence[bytes]) -> None:
    """Print the id of each event and the instant, by this machine's monotonic clock."""
    committed_at = time.monotonic()
    for body in bodies:
        event_id = Envelope.model_validate_json(body).id
        sys.stdout.write(f"{event_id} {committed_at}\n")
    sys.stdout.flush()
