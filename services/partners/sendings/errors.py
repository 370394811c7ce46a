"""The rules of replays that a request can break."""

from shared.errors import Conflict, Invalid


class OneBeginning(Invalid):
    """A replay begins at one point."""

    code = "one_beginning"
    title = "Give either a time or, for one subscription, a sequence to begin at"


class FeedIsReadAgain(Conflict):
    """A feed is not sent: it is read."""

    code = "feed_is_read_again"
    title = "Read the feed again from an older cursor or with from_time"
