"""The headers that prove to a receiver who wrote, and when (Standard Webhooks)."""

from collections.abc import Sequence
from datetime import datetime
from math import floor

from standardwebhooks import Webhook


def signed_headers(
    event_id: str, body: str, secrets: Sequence[str], at: datetime
) -> dict[str, str]:
    """Return the headers of one attempt: a repeat has the same id and a timestamp of its own.

    `at` is an aware UTC instant. There is a signature for each secret that is live, so that a
    receiver can change to a new one at a moment of its choosing.
    """
    signatures = [Webhook(secret).sign(event_id, at, body) for secret in secrets]
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(floor(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
