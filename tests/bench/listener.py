"""A worker in a process of its own that says, line by line, which event it committed when."""

import asyncio
import signal
import sys
import time
from collections.abc import Sequence

from deploy.services import SERVICES
from shared.logging import set_up_logging
from shared.messaging.envelope import Envelope
from tests.bench.watching import WatchedBroker


def _tell(bodies: Sequence[bytes]) -> None:
    committed_at = time.monotonic()
    for body in bodies:
        event_id = Envelope.model_validate_json(body).id
        sys.stdout.write(f"{event_id} {committed_at}\n")
    sys.stdout.flush()


async def _listen(name: str) -> None:
    set_up_logging()
    opened = SERVICES[name].open()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    broker = WatchedBroker(opened.settings.broker_url, name, _tell)
    try:
        await opened.worker(broker).run(stop)
    finally:
        await broker.close()
        await opened.database.dispose()


if __name__ == "__main__":
    asyncio.run(_listen(sys.argv[1]))
