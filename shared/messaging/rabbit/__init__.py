"""The transport over RabbitMQ (3.10 and later): the only package that knows AMQP.

The broker is only a way to travel: what arrives is recorded in the inbox and acknowledged once
that has committed, so no message waits here for a reason of its own.
"""

from shared.messaging.rabbit.agency_queues import AgencyMessage, AgencyQueues, QueueMissing
from shared.messaging.rabbit.broker import RabbitBroker
from shared.messaging.rabbit.topology import DEAD, EVENTS, dead_queue_of, queue_of, replay_queue_of

__all__ = [
    "DEAD",
    "EVENTS",
    "AgencyMessage",
    "AgencyQueues",
    "QueueMissing",
    "RabbitBroker",
    "dead_queue_of",
    "queue_of",
    "replay_queue_of",
]
