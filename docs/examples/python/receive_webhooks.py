"""Receive webhooks: check who sent each, keep it, and answer within seconds.

ALONGSIDE_WEBHOOK_SECRETS="whsec_..." python receive_webhooks.py [port]
"""

import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from exchange import Exchange
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

LARGEST_BODY = 64 * 1024
SECRETS = os.environ["ALONGSIDE_WEBHOOK_SECRETS"].split()
"""Two while a secret is being changed."""

seen: set[str] = set()
"""In earnest: a table with the id as its key."""


exchange = Exchange()
in_turn = threading.Lock()


def is_genuine(body: bytes, headers: dict[str, str]) -> bool:
    """Tell whether the body is from the exchange and fresh (Standard Webhooks)."""
    for secret in SECRETS:
        try:
            Webhook(secret).verify(body, headers)
        except WebhookVerificationError:
            continue
        return True
    return False


class Receiver(BaseHTTPRequestHandler):
    """Takes one event a request."""

    def do_POST(self) -> None:
        """Answer 204 once the event is safe; anything else and it is sent again."""
        length = int(self.headers.get("Content-Length", 0))
        if length > LARGEST_BODY:
            self.send_error(413)
            return
        body = self.rfile.read(length)
        if not is_genuine(body, {name.lower(): value for name, value in self.headers.items()}):
            self.send_error(401)
            return
        event = json.loads(body)
        with in_turn:
            if event["id"] not in seen:
                seen.add(event["id"])
                line = {name: event.get(name) for name in ("id", "type", "subject")}
                sys.stdout.write(f"{json.dumps(line)}\n")
                sys.stdout.flush()
        self.send_response(204)
        self.end_headers()
        # That it was sent is known; that you have it safe is for you to say.
        exchange.post("/partners/v1/receipts", {"event_ids": [event["id"]]})

    def log_message(self, *_: object) -> None:
        """Say nothing of requests."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int((sys.argv[1:] or ["8090"])[0])), Receiver)
    sys.stderr.write(f"listening on {server.server_port}\n")
    sys.stderr.flush()
    server.serve_forever()
