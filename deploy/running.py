"""Run one process of one service: its api, its worker, or its migrations.

Each imports what it needs when it starts: a worker has no use for the web, nor an api for AMQP.
"""

import asyncio
import signal
from collections.abc import Sequence

from deploy.services import SERVICES
from shared.logging import set_up_logging
from shared.settings import SettingsNeeded


def serve_api(name: str, host: str, port: int) -> None:
    """Answer HTTP for a service until told to stop; requests in flight are finished first."""
    import uvicorn

    from shared.messaging.notify import notify_after_commit

    set_up_logging()
    opened = SERVICES[name].open()
    notify_after_commit(opened.database)
    uvicorn.run(
        opened.app(),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=8,
        server_header=False,
    )


async def work_until_stopped(name: str) -> None:
    """Carry a service's events until SIGTERM or Ctrl-C."""
    from shared.messaging.rabbit import RabbitBroker

    set_up_logging()
    opened = SERVICES[name].open()
    if not opened.settings.broker_url.startswith("amqp"):
        raise SettingsNeeded(f"{name.upper()}_BROKER_URL is missing")
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    broker = RabbitBroker(opened.settings.broker_url, name)
    try:
        await opened.worker(broker).run(stop)
    finally:
        await broker.close()
        await opened.database.dispose()


async def migrate_all(names: Sequence[str]) -> None:
    """Bring each of these services' databases to its newest migration."""
    from shared.migrations.upgrade import upgrade

    for name in names:
        opened = SERVICES[name].open()
        try:
            await upgrade(opened.database.engine, name)
        finally:
            await opened.database.dispose()
