"""Which address an agency may wish to be called at. Pure."""

from shared.endpoints import Reach, UnsuitableEndpoint, read_endpoint
from shared.events.partners import Channel


def check_endpoint(channel: Channel, url: str | None, reach: Reach) -> str | None:
    """Return the URL of a webhook; raises `UnsuitableEndpoint`.

    Where it leads is asked again whenever it is called: names can come to mean other machines.
    """
    if channel is not Channel.WEBHOOK:
        if url is not None:
            raise UnsuitableEndpoint("Only a webhook has a URL.")
        return None
    if url is None:
        raise UnsuitableEndpoint("Say where the webhook is to be called.")
    read_endpoint(url, reach)
    return url
