"""Which channels push, the states of a subscription, and what this exchange can offer. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from shared.endpoints import Reach
from shared.events.partners import Channel

PUSHED = frozenset({Channel.QUEUE, Channel.WEBHOOK})


class SubscriptionState(StrEnum):
    """Whether events are sent. What is suspended keeps everything, and goes on in order."""

    ACTIVE = "active"
    SUSPENDED_BY_AGENCY = "suspended_by_agency"
    SUSPENDED_BY_FAILURE = "suspended_by_failure"
    ENDED = "ended"


SUSPENDED = frozenset(
    {SubscriptionState.SUSPENDED_BY_AGENCY, SubscriptionState.SUSPENDED_BY_FAILURE}
)


@dataclass(frozen=True, slots=True)
class ChannelsOffered:
    """What this way of running the exchange can do: whether queues, and webhooks how far."""

    has_queue: bool
    webhook_reach: Reach
