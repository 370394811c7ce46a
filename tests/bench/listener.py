"""The worker of outcomes, saying line by line which event it committed when."""

import asyncio
import signal

from deploy.services import SERVICES
from shared.logging import set_up_logging
from tests.bench.committed import tell
from tests.bench.watching import WatchedBroker


async def _listen() -> None:
    set_up_logging()
    opened = SERVICES["outcomes"].open()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    broker = WatchedBroker(opened.settings.broker_url, "outcomes", tell)
    try:
        await opened.worker(broker).run(stop)
    finally:
        await broker.close()
        await opened.database.dispose()


if __name__ == "__main__":
    asyncio.run(_listen())
