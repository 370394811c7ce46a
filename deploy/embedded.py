"""The whole exchange in one process: SQLite files and the memory transport. For first looks."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn

from deploy.front import Front
from deploy.operator_key import operator_key, public_half
from deploy.people import PEOPLE
from deploy.services import SERVICES, Opened
from services.partners.sign_in.people import Chosen
from shared.clock import Clock, utc_clock
from shared.crypto import Cipher
from shared.messaging.memory import MemoryBroker
from shared.messaging.worker import Worker
from shared.migrations.upgrade import upgrade
from shared.pages.cookie import is_loopback

ABOUT = {
    "intake": "concerns, and the section 42 decision",
    "outcomes": "what the adult wanted, and what came of it",
    "partners": "agencies, and what each may know, does and is sent",
}


def open_services(folder: Path, url: str, clock: Clock = utc_clock) -> list[Opened]:
    """Open the three services on SQLite files in `folder`; keys are made there at first."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = folder / "encryption_keys"
    if not keys.exists():
        keys.touch(mode=0o600)
        keys.write_text(Cipher.new_key_text())
    values = {
        "broker_url": "memory:",
        "encryption_keys": keys.read_text(),
        "issuer": f"{url}/partners",
    }
    own = {"operator_jwk": public_half(operator_key(folder)), "webhook_loopback": True}
    return [
        service.open(
            {
                **values,
                "database_url": f"sqlite+aiosqlite:///{folder.absolute() / name}.sqlite3",
                **(own if name == "partners" else {}),
            },
            clock,
        )
        for name, service in SERVICES.items()
    ]


@asynccontextmanager
async def running(services: list[Opened]) -> AsyncIterator[list[Worker]]:
    """Migrate, then run every worker until the block ends; then close the databases."""
    broker = MemoryBroker()
    stop = asyncio.Event()
    workers = [service.worker(broker) for service in services]
    try:
        for service in services:
            await upgrade(service.database.engine, service.name)
        async with asyncio.TaskGroup() as group:
            for worker in workers:
                group.create_task(worker.run(stop))
            try:
                yield workers
            finally:
                stop.set()
    finally:
        for service in services:
            await service.database.dispose()


class _Server(uvicorn.Server):
    """Leaves signals to whoever runs it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Catch none."""
        yield


@asynccontextmanager
async def serving(services: list[Opened], listener: socket.socket) -> AsyncIterator[uvicorn.Server]:
    """Answer HTTP on `listener` until the block ends."""
    apps = {service.name: service.app() for service in services}
    apps["partners"].state.people = people_for(listener)
    front = Front(apps, ABOUT)
    config = uvicorn.Config(
        front, lifespan="off", log_config=None, access_log=False, timeout_graceful_shutdown=5
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield server
    finally:
        server.should_exit = True
        with contextlib.suppress(asyncio.CancelledError):
            await task


def people_for(listener: socket.socket) -> Mapping[str, Chosen]:
    """Return whom a browser may choose to be: nobody, unless only this machine can reach us."""
    return PEOPLE if is_loopback(listener.getsockname()[0]) else {}


def listen(port: int | None) -> socket.socket:
    """Listen on 127.0.0.1, on `port` or, where none is asked for, 8000 or else a free one."""
    for candidate in (8000, 0) if port is None else (port,):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", candidate))
        except OSError:
            listener.close()
            if candidate == port:
                raise
        else:
            return listener
    raise OSError("no port is free")
