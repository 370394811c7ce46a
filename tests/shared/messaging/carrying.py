"""A process that carries events from one service to another until told it is enough: to be killed.

Run as `python -m tests.shared.messaging.carrying <folder> <broker address> <how many>`.
"""

import asyncio
import sys
from pathlib import Path

from shared.crypto import Cipher
from shared.messaging.broker import Broker
from shared.messaging.memory import MemoryBroker
from shared.messaging.rabbit import RabbitBroker
from shared.transactions import Database
from tests.shared.messaging.services import Service
from tests.support.desk import sqlite_url


async def carry(folder: Path, address: str, count: int) -> None:
    """Run both workers until the listener has heard `count` events and all are marked."""
    stop = asyncio.Event()
    shared: Broker = MemoryBroker()
    services = []
    for name, sources in (("partners", ()), ("intake", ("partners",))):
        cipher = Cipher.from_text((folder / "keys").read_text())
        service = Service(name, sources, Database(name, sqlite_url(folder, name), cipher))
        service.work(shared if address == "memory:" else RabbitBroker(address, name))
        services.append(service)
    running = [asyncio.create_task(service.worker.run(stop)) for service in services]
    partners, intake = services
    while len(await intake.heard()) < count or await partners.unpublished():
        await asyncio.sleep(0.02)
    stop.set()
    await asyncio.gather(*running)
    for service in services:
        await service.database.dispose()


if __name__ == "__main__":
    asyncio.run(carry(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
