"""Keep this service's picture of agencies, keys, cases, parties and exclusions up to date."""

from typing import get_args

from shared.access.projection import AccessEvent, project
from shared.messaging.consumer import Consumer


def listen_for_access(consumer: Consumer) -> None:
    """Let `consumer` apply every event that says who may see what."""
    for event_class in get_args(AccessEvent):
        if event_class.named().partition(".")[0] in consumer.sources:
            consumer.on(event_class)(project)
