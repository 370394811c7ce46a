"""The rules of subscriptions that a request can break."""

from shared.errors import Conflict, Forbidden


class QueueUnavailable(Conflict):
    """A queue is a broker's; the exchange in one process has none."""

    code = "queue_unavailable"
    title = "This exchange runs without a broker and has no queues: choose the feed or a webhook"


class SubscriberUnnamed(Forbidden):
    """The policy is asked for the person who reads, so there must be one."""

    code = "subscriber_unnamed"
    title = "Name who will read what is sent, in the `act` claim"


class SubscriptionNotActive(Conflict):
    """What is suspended or has ended can't be suspended."""

    code = "subscription_not_active"
    title = "The subscription is not active"


class SubscriptionNotSuspended(Conflict):
    """Only what is suspended can be resumed."""

    code = "subscription_not_suspended"
    title = "The subscription is not suspended"


class SubscriptionEnded(Conflict):
    """What has ended stays ended; a new one can be made."""

    code = "subscription_ended"
    title = "The subscription has ended"


class NotAWebhook(Conflict):
    """Only webhooks are signed with secrets of their own."""

    code = "not_a_webhook"
    title = "Only a webhook has a secret"


class TooManySubscriptions(Conflict):
    """Each subscription costs every event a row."""

    code = "too_many_subscriptions"
    title = "Your agency has as many subscriptions as it can have; end one first"
