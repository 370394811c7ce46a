"""Partners' clients that are not ours, against a running exchange: `make clients` runs them all.

Tokens by an OAuth library, AMQP by pika, webhooks checked by a Standard Webhooks library,
CloudEvents read by the SDK; and the examples of docs/examples, as partners would run them.
"""
