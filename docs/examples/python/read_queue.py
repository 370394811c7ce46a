"""Read your agency's queue with any AMQP 0-9-1 client: here pika, and CloudEvents by its SDK.

ALONGSIDE_QUEUE_URL="amqp://user:password@host/agencies" ALONGSIDE_QUEUE=... read_queue.py
"""

import json
import os
import sys
from collections.abc import Iterator

import pika
from cloudevents.core.bindings.rabbitmq import RabbitMQMessage, from_structured_event
from cloudevents.core.v1.event import CloudEvent
from exchange import Exchange

seen: set[str] = set()
"""In earnest: a table with the id as its key."""


def events(*, idle_seconds: float | None = None) -> Iterator[CloudEvent]:
    """Yield each event; it is acknowledged when the next one is asked for."""
    connection = pika.BlockingConnection(pika.URLParameters(os.environ["ALONGSIDE_QUEUE_URL"]))
    channel = connection.channel()
    channel.basic_qos(prefetch_count=20)
    queue = os.environ["ALONGSIDE_QUEUE"]
    for method, properties, body in channel.consume(queue, inactivity_timeout=idle_seconds):
        if method is None or properties is None or body is None:
            break
        yield from_structured_event(RabbitMQMessage({}, properties.content_type, body))
        channel.basic_ack(method.delivery_tag)
    connection.close()


if __name__ == "__main__":
    exchange = Exchange()
    for event in events(idle_seconds=2 if "--once" in sys.argv else None):
        if event.get_id() not in seen:
            seen.add(event.get_id())
            line = {"id": event.get_id(), "type": event.get_type(), "subject": event.get_subject()}
            sys.stdout.write(f"{json.dumps(line)}\n")
            sys.stdout.flush()
        # That it was sent is known; that you have it safe is for you to say.
        exchange.post("/partners/v1/receipts", {"event_ids": [event.get_id()]})
