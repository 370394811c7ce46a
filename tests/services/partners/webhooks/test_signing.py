"""Signatures, as a Standard Webhooks library that is not ours verifies them."""

import base64
import secrets
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from services.partners.webhooks.signing import signed_headers

BODY = '{"specversion":"1.0","type":"intake.concern_raised.v1","data":{"name":"Zoë"}}'


def _secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def test_a_receiver_verifies_with_its_secret() -> None:
    secret = _secret()
    headers = signed_headers("event-1", BODY, [secret], datetime.now(UTC))
    assert Webhook(secret).verify(BODY, headers)["specversion"] == "1.0"
    assert headers["webhook-id"] == "event-1"


@pytest.mark.parametrize("which", [0, 1])
def test_while_secrets_overlap_a_receiver_verifies_with_either(which: int) -> None:
    live = [_secret(), _secret()]
    headers = signed_headers("event-1", BODY, live, datetime.now(UTC))
    assert len(headers["webhook-signature"].split()) == 2
    Webhook(live[which]).verify(BODY, headers)


@pytest.mark.parametrize(
    "changed",
    [
        {"webhook-id": "event-2"},
        {"webhook-timestamp": str(int(datetime.now(UTC).timestamp()) + 60)},
        {"webhook-signature": "v1," + base64.b64encode(b"0" * 32).decode()},
    ],
)
def test_nothing_that_was_changed_verifies(changed: dict[str, str]) -> None:
    secret = _secret()
    headers = signed_headers("event-1", BODY, [secret], datetime.now(UTC))
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY, headers | changed)
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY + " ", headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(_secret()).verify(BODY, headers)


def test_an_old_timestamp_would_be_refused_so_each_attempt_gets_its_own() -> None:
    secret = _secret()
    now = datetime.now(UTC)
    first = signed_headers("event-1", BODY, [secret], now - timedelta(minutes=10))
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(BODY, first)
    again = signed_headers("event-1", BODY, [secret], now)
    Webhook(secret).verify(BODY, again)
    assert again["webhook-id"] == first["webhook-id"]
    assert again["webhook-timestamp"] != first["webhook-timestamp"]
