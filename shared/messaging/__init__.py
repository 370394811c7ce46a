"""How a fact reaches the other services: outbox, relay, transport, inbox."""
